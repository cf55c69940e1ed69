//! The inspector: the evidence for one image, what several images are, what a cluster holds, or where the folder stands.
//!
//! It changes nothing but the selection and the threshold; everything else it returns as intents.

mod charts;
mod cluster;
mod drafts;
mod file;
mod image;
mod nearest;
mod neighbors;
mod several;
mod steady;
mod summary;
mod two;

use crate::gui::frame::{Frame, Shown};
use crate::gui::kit::theme::strong;
use crate::ids::{ClusterId, ImageId};
use crate::strings::say;
use egui::{CollapsingHeader, Label, Margin, RichText, ScrollArea, Ui};

/// The inspector between two frames.
#[derive(Default)]
pub struct Inspector {
    /// The image shown and since when, in seconds: while the cursor runs along, no originals are read.
    since: Option<(ImageId, f64)>,
    several: several::Tally,
    drafts: drafts::Drafts,
    memory: steady::Memory,
    rooms: Rooms,
    open_above: cluster::OpenAbove,
    /// Numbers and where they come from are unfolded.
    pub shows_details: bool,
    /// Clusters that are marked in the list: two are shown side by side.
    pub marked: Vec<ClusterId>,
    /// How many images that are not confirmed a filter lets through; None without a filter.
    pub n_open_shown: Option<usize>,
}

/// The rooms of what is awaited.
#[derive(Default)]
struct Rooms {
    evidence: steady::Room,
    examples: steady::Room,
    near: steady::Room,
    between: steady::Room,
}

/// What there is to inspect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Image(ImageId),
    Several,
    Cluster(ClusterId),
    /// Two clusters, side by side.
    Two(ClusterId, ClusterId),
    Guess(usize),
    Folder,
}

fn subject(frame: &Frame<'_>, marked: &[ClusterId]) -> Subject {
    let selected = &frame.view.selection.images;
    let is_there = |id: &ClusterId| frame.snapshot.cluster(*id).is_some();
    match (selected.len(), frame.view.shown) {
        (1, _) => selected.first().map_or(Subject::Folder, |image| Subject::Image(*image)),
        (2.., _) => Subject::Several,
        (0, _) if marked.len() == 2 && marked.iter().all(is_there) => Subject::Two(marked[0], marked[1]),
        (0, Shown::Cluster(id)) if frame.snapshot.cluster(id).is_some() => Subject::Cluster(id),
        (0, Shown::Provisional(position)) => Subject::Guess(position),
        _ => Subject::Folder,
    }
}

impl Inspector {
    /// An inspector with its fold as it was left.
    #[must_use]
    pub fn new(shows_details: bool) -> Self {
        Self { shows_details, ..Self::default() }
    }

    /// The inspector, in all the space there is.
    pub fn ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        let subject = subject(frame, &self.marked);
        let cluster = if let Subject::Cluster(id) = subject { Some(id) } else { None };
        self.drafts.leave(frame.snapshot, cluster, frame.out);
        if !matches!(subject, Subject::Image(_)) {
            self.since = None;
        }
        self.memory.begin();
        // Out of the way of what changes the inspector while it is drawn.
        let memory = std::mem::take(&mut self.memory);
        let steady = memory.over(frame.fetcher);
        let Frame { snapshot, progress, facts, .. } = *frame;
        let (view, thumbs, out) = (&mut *frame.view, &mut *frame.thumbs, &mut *frame.out);
        let frame = &mut Frame { snapshot, progress, facts, fetcher: &steady, view, thumbs, out };
        let area = ScrollArea::vertical().id_salt(("inspector", std::mem::discriminant(&subject)));
        area.auto_shrink([false, false]).show(ui, |ui| {
            // Room for the scroll bar, so that it covers nothing.
            egui::Frame::NONE.inner_margin(Margin { right: 10, bottom: 12, ..Margin::ZERO }).show(ui, |ui| {
                ui.set_width(ui.available_width());
                match subject {
                    Subject::Image(image) => self.image_ui(ui, frame, image),
                    Subject::Several => self.several.ui(ui, frame, self.n_open_shown),
                    Subject::Cluster(id) => self.cluster_ui(ui, frame, id),
                    Subject::Two(a, b) => two::two_ui(ui, frame, [a, b], &mut self.rooms.between),
                    Subject::Guess(position) => summary::guess_ui(ui, frame.snapshot, position),
                    Subject::Folder => summary::folder_ui(ui, frame.snapshot, frame.out),
                }
            });
        });
        self.memory = memory;
    }

    /// A fold for numbers and where they come from; it stays as it is left.
    fn details_ui(&mut self, ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
        ui.add_space(10.0);
        let fold = CollapsingHeader::new(strong(say!("inspector-details"))).id_salt("details");
        let response = fold.open(Some(self.shows_details)).show(ui, add);
        if response.header_response.clicked() {
            self.shows_details = !self.shows_details;
        }
    }
}

/// The heading of a part.
fn section_ui(ui: &mut Ui, title: &str) {
    ui.add_space(10.0);
    ui.label(strong(title));
    ui.add_space(1.0);
}

/// Text in the background.
fn weak(ui: &Ui, text: impl Into<String>) -> RichText {
    RichText::new(text).color(crate::gui::kit::colours::soft_color(ui.visuals()))
}

/// A name and its value in one line, the values under each other.
fn fact_ui(ui: &mut Ui, name: &str, value: &str) {
    ui.horizontal(|ui| {
        let left = ui.cursor().left();
        ui.label(weak(ui, name));
        // Values stand under each other.
        ui.add_space((left + 118.0 - ui.cursor().left()).max(0.0));
        ui.add(Label::new(value).wrap());
    });
}
