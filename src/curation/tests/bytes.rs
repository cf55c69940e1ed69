//! What the bytes of edits mean.

use super::*;

#[test]
fn what_a_number_at_the_front_means_never_changes() {
    let (one, two) = (ClusterId(1), ClusterId(300));
    for (edit, hex) in [
        (Edit::AdoptRun { run: RunId(1), mapping: vec![(0, one), (1, two)], order: vec![] }, "010102000101ac02"),
        (Edit::AdoptRun { run: RunId(1), mapping: vec![(0, one)], order: vec![two] }, "110101000101ac02"),
        (Edit::Rename { cluster: one, name: "é".into() }, "020102c3a9"),
        (Edit::Merge { into: one, from: vec![two] }, "030101ac02"),
        (Edit::Move { images: images(&[3, 300]), to: None }, "04000203a902"),
        (Edit::Move { images: images(&[3]), to: Some(one) }, "04020103"),
        (Edit::NewCluster { id: two, name: "a".into(), images: images(&[3]) }, "05ac0201610103"),
        (Edit::Confirm { images: images(&[3]), is_confirmed: true }, "06010103"),
        (Edit::Junk { images: images(&[3, 4]) }, "07020301"),
        (
            Edit::Split { cluster: one, parts: vec![(two, "b".into(), images(&[3]))], confirmed: None },
            "080101ac0201620103",
        ),
        (
            Edit::Split { cluster: one, parts: vec![(two, "b".into(), images(&[3]))], confirmed: Some(vec![one]) },
            "120101ac02016201030101",
        ),
        (Edit::Reject { cluster: one, images: images(&[3]) }, "09010103"),
        (Edit::Judge { cluster: one, image: ImageId(3), answer: Answer::Right, is_sample: true }, "0a01030100"),
        (Edit::Judge { cluster: one, image: ImageId(3), answer: Answer::Wrong, is_sample: false }, "0a01030001"),
        (Edit::Judge { cluster: one, image: ImageId(3), answer: Answer::Junk, is_sample: true }, "0a01030102"),
        (
            Edit::Judge { cluster: one, image: ImageId(3), answer: Answer::Other(two), is_sample: true },
            "0a01030103ac02",
        ),
        (Edit::Link { images: [ImageId(3), ImageId(4)], link: None }, "0b030400"),
        (Edit::Link { images: [ImageId(3), ImageId(4)], link: Some(Link::Same) }, "0b030401"),
        (Edit::Link { images: [ImageId(3), ImageId(4)], link: Some(Link::Different) }, "0b030402"),
        (Edit::Group { name: "g".into(), clusters: vec![one, two] }, "0c01670201ac02"),
        (Edit::Mark { cluster: one, mark: Mark::Colour(Some(3)) }, "0d010004"),
        (Edit::Mark { cluster: one, mark: Mark::HotKey(None) }, "0d010100"),
        (Edit::Mark { cluster: one, mark: Mark::Note("n".into()) }, "0d0102016e"),
        (Edit::Mark { cluster: one, mark: Mark::Cover(None) }, "0d010300"),
        (Edit::Mark { cluster: one, mark: Mark::Cover(Some(ImageId(3))) }, "0d010304"),
        (
            Edit::JudgeSample {
                answers: vec![SampleAnswers { cluster: two, right: images(&[3, 4]), wrong: images(&[9]) }],
            },
            "0e01ac020203010109",
        ),
        (
            Edit::JudgeSheet { answers: SampleAnswers { cluster: two, right: images(&[3, 4]), wrong: images(&[9]) } },
            "13ac020203010109",
        ),
        (
            labelled([(two, "a".into(), images(&[3, 4])), (one, "\u{e9}".into(), images(&[9]))]),
            "0f02ac0201610203010102c3a90109",
        ),
        (
            Edit::Place {
                images: vec![(ImageId(3), two, Confidence::of(0.9)), (ImageId(4), one, Confidence::of(1.0))],
                unplaced: vec![(ImageId(300), Confidence::of(0.0))],
            },
            "10020301a846904eac020101ac0201",
        ),
    ] {
        let bytes = edit.to_bytes();
        let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digits.concat(), hex, "{edit:?}");
        assert_eq!(Edit::from_bytes(&bytes), Ok(edit));
    }
}
