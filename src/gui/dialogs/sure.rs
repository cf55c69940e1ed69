//! Before more images change than a person looks at: what is about to happen, and the images first that deserve a look. A
//! click leaves one out.
//!
//! It changes nothing itself: what is agreed to goes out as an intent that is not asked about again.

use crate::gui::frame::asks::many::{Deed, by_doubt, deed, without};
use crate::gui::frame::{Frame, Intent};
use crate::gui::kit::dialog::{body_ui, buttons_ui};
use crate::gui::kit::pictures::marks;
use crate::gui::kit::text::{cluster_name, file_name, shortened};
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{primary_button, weak};
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{Change, LabelSource, Request, Snapshot};
use crate::strings::{join, percent, say};
use egui::accesskit::Role;
use egui::{Align2, Event, FontId, Id, Key, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Pictures at first, and how many more a click brings.
const N_FIRST: usize = 12;
/// How many more pictures a click brings.
const N_MORE: usize = 24;
/// Least width of a picture, in points.
const SIDE: f32 = 104.0;
/// Height of the line below a picture.
const BELOW: f32 = 17.0;
/// Space between pictures.
const GAP: f32 = 6.0;
/// Groups that are named.
const MOST_NAMED: usize = 3;

/// The question.
pub struct Sure {
    changes: Vec<Change>,
    /// What is done with all of them; None: several things.
    deed: Option<Deed>,
    /// All images, in the order in which they deserve a look.
    images: Vec<ImageId>,
    left_out: BTreeSet<ImageId>,
    n_shown: usize,
    /// What stays as it is, where that is worth saying.
    note: Option<String>,
    cancel: Option<Id>,
}

impl Sure {
    /// Asks about these changes, each of which [`deed`] knows.
    #[must_use]
    pub fn new(changes: Vec<Change>, note: Option<String>, snapshot: &Snapshot) -> Self {
        let all: Vec<(Deed, Vec<ImageId>)> = changes.iter().filter_map(deed).collect();
        let first = all.first().map(|(deed, _)| deed.clone());
        let is_one = |(other, _): &(Deed, Vec<ImageId>)| Some(other) == first.as_ref();
        let deed = if all.iter().all(is_one) { first } else { None };
        let mut images: Vec<ImageId> = all.into_iter().flat_map(|(_, images)| images).collect();
        by_doubt(&mut images, deed.as_ref().unwrap_or(&Deed::Label), snapshot);
        images.dedup();
        Self { changes, deed, images, left_out: BTreeSet::new(), n_shown: N_FIRST, note, cancel: None }
    }

    /// The dialog's title.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match &self.deed {
            Some(Deed::Confirm) => say!("sure-confirm"),
            Some(Deed::Unconfirm) => say!("sure-unconfirm"),
            Some(Deed::Junk) => say!("sure-junk"),
            Some(Deed::TakeOut) => say!("sure-take-out"),
            Some(Deed::Move(_)) => say!("sure-move"),
            Some(Deed::New(_)) => say!("sure-new"),
            Some(Deed::Reject(_)) => say!("sure-reject"),
            Some(Deed::Label) => say!("sure-label"),
            None => say!("sure-several"),
        }
    }

    /// Draws the question; true when it is answered.
    pub fn sure_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) -> bool {
        let snapshot = frame.snapshot;
        let is_enter = self.takes_enter(ui);
        let n = self.images.len() - self.left_out.len();
        ui.label(strong(self.question(snapshot, n)).size(16.0));
        weak(ui, self.places(snapshot));
        if let Some(note) = &self.note {
            ui.label(note);
        }
        ui.add_space(6.0);
        let shown = self.n_shown.min(self.images.len());
        ui.label(match self.deed {
            Some(Deed::Confirm) => say!("sure-least", n = shown),
            _ => say!("sure-best-placed", n = shown),
        });
        body_ui(ui, |ui| {
            self.pictures_ui(ui, frame, shown);
            let more = N_MORE.min(self.images.len() - shown);
            if more > 0 && ui.link(say!("sure-more", n = more)).clicked() {
                self.n_shown += N_MORE;
            }
        });
        let mut is_done = false;
        buttons_ui(ui, |ui| {
            let yes = primary_button(ui, &self.answer(snapshot, n), n > 0).on_hover_text(say!("sure-yes.tip"));
            let yes = yes.on_disabled_hover_text(say!("sure-nothing"));
            if n > 0 && (yes.clicked() || is_enter) {
                let agreed = self.changes.iter().filter_map(|change| without(change, &self.left_out));
                let agreed = agreed.map(Request::Edit).collect();
                frame.out.intents.push(Intent::Agreed(agreed));
                is_done = true;
            }
            let cancel = ui.button(say!("sure-cancel")).on_hover_text(say!("sure-cancel.tip"));
            self.cancel = Some(cancel.id);
            is_done |= cancel.clicked();
        });
        is_done
    }

    /// Whether Enter was pressed for it: not held down since the key that asked, and not on the button that leaves.
    fn takes_enter(&self, ui: &Ui) -> bool {
        if self.cancel.is_some_and(|cancel| ui.memory(|memory| memory.has_focus(cancel))) {
            return false;
        }
        let is_pressed = |event: &Event| matches!(event, Event::Key { key: Key::Enter, pressed: true, repeat: false, modifiers, .. } if modifiers.is_none());
        ui.input_mut(|input| {
            let is_pressed = input.events.iter().any(is_pressed);
            // A picture that has the keyboard would be left out by it.
            input.events.retain(|event| !matches!(event, Event::Key { key: Key::Enter, .. }));
            is_pressed
        })
    }

    fn question(&self, snapshot: &Snapshot, n: usize) -> String {
        let name = |id: ClusterId| shortened(&cluster_name(snapshot, Some(id)));
        match &self.deed {
            Some(Deed::Confirm) => say!("sure-confirm-question", n = n),
            Some(Deed::Unconfirm) => say!("sure-unconfirm-question", n = n),
            Some(Deed::Junk) => say!("sure-junk-question", n = n),
            Some(Deed::TakeOut) => say!("sure-take-out-question", n = n),
            Some(Deed::Move(to)) => say!("sure-move-question", n = n, name = name(*to)),
            Some(Deed::New(name)) => say!("sure-new-question", n = n, name = shortened(name)),
            Some(Deed::Reject(id)) => say!("sure-reject-question", n = n, name = name(*id)),
            Some(Deed::Label) => say!("sure-label-question", n = n),
            None => say!("sure-several-question", n = n),
        }
    }

    /// What the button says.
    fn answer(&self, snapshot: &Snapshot, n: usize) -> String {
        match &self.deed {
            Some(Deed::Confirm) => say!("sure-confirm-yes", n = n),
            Some(Deed::Unconfirm) => say!("sure-unconfirm-yes", n = n),
            Some(Deed::Junk) => say!("sure-junk-yes", n = n),
            Some(Deed::TakeOut) => say!("sure-take-out-yes", n = n),
            Some(Deed::Move(to)) => {
                say!("sure-move-yes", n = n, name = shortened(&cluster_name(snapshot, Some(*to))))
            }
            Some(Deed::New(_)) => say!("sure-new-yes", n = n),
            Some(Deed::Reject(_)) => say!("sure-reject-yes", n = n),
            Some(Deed::Label) => say!("sure-label-yes", n = n),
            None => say!("sure-several-yes", n = n),
        }
    }

    /// Where they are now, and how many of them a person decided about.
    fn places(&self, snapshot: &Snapshot) -> String {
        let mut places: BTreeMap<Option<ClusterId>, usize> = BTreeMap::new();
        let mut n_decided = 0;
        for image in self.images.iter().filter(|image| !self.left_out.contains(image)) {
            let label = snapshot.label(*image).copied().unwrap_or_default();
            *places.entry(label.cluster).or_default() += 1;
            n_decided += usize::from(label.source != LabelSource::Machine);
        }
        let mut places: Vec<_> = places.into_iter().collect();
        places.sort_by_key(|(cluster, n)| (Reverse(*n), *cluster));
        let mut words: Vec<String> = Vec::new();
        for (cluster, n) in places.iter().take(MOST_NAMED) {
            words.push(match cluster {
                Some(_) => say!("sure-in-group", n = *n, name = shortened(&cluster_name(snapshot, *cluster))),
                None => say!("sure-in-no-group", n = *n),
            });
        }
        if places.len() > MOST_NAMED {
            words.push(say!("sure-in-others", n = places[MOST_NAMED..].iter().map(|(_, n)| n).sum::<usize>()));
        }
        let places = join(&words);
        match n_decided {
            0 => say!("sure-places", places = places),
            n => say!("sure-places-decided", places = places, n = n),
        }
    }

    fn pictures_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, n: usize) {
        let width = ui.available_width() - 10.0;
        let columns = (((width + GAP) / (SIDE + GAP)).floor() as usize).max(1);
        let side = ((width + GAP) / columns as f32 - GAP).floor();
        let stride = vec2(side + GAP, side + BELOW + GAP);
        let (area, _) = ui.allocate_exact_size(vec2(width, n.div_ceil(columns) as f32 * stride.y), Sense::hover());
        for at in 0..n {
            let corner = area.min + vec2((at % columns) as f32 * stride.x, (at / columns) as f32 * stride.y);
            let rect = Rect::from_min_size(corner, vec2(side, side + BELOW));
            if ui.is_rect_visible(rect) {
                let image = self.images[at];
                let is_left_out = self.left_out.contains(&image);
                if picture_ui(ui, frame, image, rect, is_left_out).clicked() && !self.left_out.remove(&image) {
                    self.left_out.insert(image);
                }
            }
        }
    }
}

/// One picture with how sure it is, crossed out where it is left out.
fn picture_ui(ui: &Ui, frame: &mut Frame<'_>, image: ImageId, rect: Rect, is_left_out: bool) -> Response {
    let snapshot = frame.snapshot;
    let label = snapshot.label(image).copied().unwrap_or_default();
    let below = match (label.source, label.cluster, label.sure()) {
        (LabelSource::Confirmed, ..) => say!("sure-confirmed").to_owned(),
        (_, None, _) => say!("sure-nowhere").to_owned(),
        (LabelSource::Placed, ..) => say!("sure-placed").to_owned(),
        (LabelSource::Machine, _, Some(sure)) => say!("sure-share", share = percent(sure)),
        (LabelSource::Machine, _, None) => say!("sure-unknown").to_owned(),
    };
    let path = snapshot.images.get(image).map(|info| info.path.to_string()).unwrap_or_default();
    let response = ui.interact(rect, ui.scope_id().with(("sure", image)), Sense::click());
    response.widget_info(|| {
        let name = format!("{}, {below}", file_name(&path));
        WidgetInfo::selected(Role::CheckBox, true, !is_left_out, name)
    });
    let picture = rect.with_max_y(rect.top() + rect.width());
    frame.thumbs.paint_thumb(ui, frame.fetcher, image, picture);
    let colors = Palette::of(ui);
    if is_left_out {
        ui.painter().rect_filled(picture, marks::RADIUS, colors.panel.gamma_multiply(0.72));
        let center = picture.right_top() + vec2(-13.0, 13.0);
        ui.painter().circle(center, 9.0, colors.panel, Stroke::new(1.0, colors.error));
        ui.painter().extend(marks::cross(center, 3.6, Stroke::new(2.0, colors.error)));
    }
    if response.hovered() || response.has_focus() {
        ui.painter().rect_stroke(picture, 5.0, Stroke::new(2.0, colors.accent_text), StrokeKind::Inside);
    }
    let at = pos2(picture.center().x, rect.bottom() - BELOW / 2.0);
    let color = if is_left_out { colors.weak } else { colors.text };
    ui.painter().text(at, Align2::CENTER_CENTER, &below, FontId::proportional(11.5), color);
    let tip = if is_left_out { say!("sure-take-in") } else { say!("sure-leave-out") };
    response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text(format!("{path}\n{tip}"))
}
