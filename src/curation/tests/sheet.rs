//! Sheets: several images answered at a glance, which are no random sample.

use super::*;

#[test]
fn a_sheet_of_doubtful_images_is_one_step_and_says_nothing_of_purity() {
    let answers = |right: &[u32], wrong: &[u32]| SampleAnswers {
        cluster: ClusterId(2),
        right: images(right),
        wrong: images(wrong),
    };
    let sheet = |right: &[u32], wrong: &[u32]| Edit::JudgeSheet { answers: answers(right, wrong) };
    let mut history = history(&[adopt(1), sheet(&[9, 1], &[5])]);
    assert_eq!(in_force(&history)[1], "Look through 3 images of Group 2: 2 right, 1 wrong");
    // Each image is as after the single answers, and as after a sheet of the sample; only that counts.
    let single = |image, answer| Edit::Judge { cluster: ClusterId(2), image: ImageId(image), answer, is_sample: false };
    let by_one =
        super::history(&[adopt(1), single(9, Answer::Right), single(1, Answer::Right), single(5, Answer::Wrong)]);
    assert_eq!(history.labels(), by_one.labels());
    let sample = super::history(&[adopt(1), Edit::JudgeSample { answers: vec![answers(&[9, 1], &[5])] }]);
    for image in 1..=N {
        assert_eq!(history.labels().label(ImageId(image)), sample.labels().label(ImageId(image)));
    }
    assert!(history.labels().cluster(ClusterId(2)).expect("there").verdicts.is_empty());
    assert_eq!(history.check(&sheet(&[5], &[]), &Runs), Err(EditError::NotThere(ClusterId(2))));
    assert!(history.undo() && history.labels().rejected().is_empty());
}
