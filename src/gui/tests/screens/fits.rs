//! Every screen in windows as small as people have: all can be reached, and nothing lies on anything else.

use super::access::walk;
use crate::gui::tests::placement::misplaced;
use egui::vec2;

#[test]
fn nothing_overlaps_and_all_is_reached_at_900_by_470_points() {
    let mut all = Vec::new();
    walk(vec2(900.0, 470.0), |name, h| {
        all.extend(misplaced(h).into_iter().map(|fault| format!("{name}: {fault}")));
    });
    assert!(all.is_empty(), "{} faults: {all:#?}", all.len());
}
