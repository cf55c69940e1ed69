//! The program is killed at random moments of one change after the other: renamed, merged, split, moved, confirmed, rejected,
//! thrown away, labelled from a table, taken back and made again.

use crate::figures::{Fault, Figures, Scale};
use crate::model::{Model, Seen};
use crate::place::Place;
use gleaner::control::Rng;

pub fn killed(scale: Scale) -> Figures {
    let mut figures = Figures::new("kills in edits");
    let mut rng = Rng::from_key(&[1, 1]);
    let mut place = Place::new(8);
    let photos = place.photo_hashes();
    let mut model = Model::of(Seen::of(&place.project()).expect("it opens"));
    for i in 0..scale.of(300) {
        let act = model.draw(&mut rng);
        let after = model.after(&act, &place);
        let args = act.args(&place, &place.project());
        // Some are seen to their end, so that the model and the program are compared without a kill, too.
        let called = if i % 5 == 0 { place.call(&args) } else { place.call_killed(&args, &mut rng) };
        figures.kills += usize::from(called.is_killed);
        model.settle(&act, &after, &called, &place, &mut figures);
        if i % 100 == 99 {
            let doctor = place.call(&place.on_project("doctor", &[]));
            figures.expect(doctor.code == Some(0), Fault::Lost, || format!("doctor: {}{}", doctor.out, doctor.err));
        }
    }
    place.check_photos(&photos, &mut figures);
    place.check_log(&mut figures);
    figures
}

#[test]
fn nothing_acknowledged_is_lost_by_kills_in_edits() {
    let figures = killed(Scale::part());
    assert!(figures.kills > 100, "only {} kills", figures.kills);
    figures.check();
}
