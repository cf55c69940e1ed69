//! Two programs change one project at once: each is told that it did, or that another is at work; what was told is there.

use crate::figures::{Fault, Figures, Scale};
use crate::model::Seen;
use crate::place::Place;
use std::collections::BTreeMap;

pub fn at_once(scale: Scale) -> Figures {
    let mut figures = Figures::new("two programs at once");
    let place = Place::new(8);
    let photos = place.photo_hashes();
    let names = |seen: &Seen| -> BTreeMap<u32, Option<String>> {
        seen.state.groups.iter().map(|(id, group)| (*id, group.name.clone())).collect()
    };
    for i in 0..scale.of(60) {
        let before = Seen::of(&place.project()).expect("it opens");
        let name = |group: u32| format!("name {i} of {group}");
        let args = |group: u32| place.on_project("edit", &["rename", &group.to_string(), &name(group)]);
        let started = [1, 2].map(|group| (group, place.start(&args(group), group as usize)));
        let mut wanted = names(&before);
        let mut n_made = 0;
        for (group, child) in started {
            let called = place.end(child, group as usize, None);
            called.check("rename beside another", &mut figures);
            if called.is_acknowledged() {
                n_made += 1;
                wanted.insert(group, Some(name(group)));
            } else {
                let says = called.err.contains("p.gleaner");
                figures.expect(says, Fault::Answer, || format!("refused in other words: {}", called.err));
            }
        }
        figures.acknowledged += n_made;
        match Seen::of(&place.project()) {
            Ok(seen) => {
                let is_kept = names(&seen) == wanted && seen.n_changes == before.n_changes + n_made as u64;
                figures.expect(is_kept, Fault::Lost, || format!("told {wanted:?}, there is {:?}", names(&seen)));
            }
            Err(why) => figures.fault(Fault::Lost, why),
        }
    }
    place.check_photos(&photos, &mut figures);
    place.check_log(&mut figures);
    figures
}

#[test]
fn two_programs_at_once_lose_nothing() {
    let figures = at_once(Scale::part());
    assert!(figures.acknowledged >= 60, "one of two is always done: {}", figures.acknowledged);
    figures.check();
}
