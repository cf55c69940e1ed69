//! Asks which group something goes to: images, the image that the review asks about, or all of another group.

use super::picker::{Near, Offers, Picked, Picker};
use crate::gui::frame::{Frame, Intent, Out, Said, Shown};
use crate::gui::kit::widgets::weak;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{Change, Edit};
use crate::strings::say;
use egui::Ui;

/// Images that are looked at to tell which groups are near.
const N_COMPARED: usize = 48;

/// What goes to a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moving {
    /// These images.
    Images(Vec<ImageId>),
    /// All of this group, which ends.
    Cluster(ClusterId),
    /// The image that the review asks about.
    Answer(ImageId),
}

/// The dialog that asks for a group.
pub struct MoveDialog {
    what: Moving,
    picker: Picker,
    near: Near,
    offers: Offers,
}

impl MoveDialog {
    /// Asks for any group.
    #[must_use]
    pub fn new(what: Moving) -> Self {
        Self::with(what, Picker::default())
    }

    /// Asks for the name of a new group.
    #[must_use]
    pub fn to_new(images: Vec<ImageId>) -> Self {
        Self { offers: Offers::New, ..Self::new(Moving::Images(images)) }
    }

    /// Asks which group the reviewed image belongs to; `typed`: the beginning of its name.
    #[must_use]
    pub fn to_answer(image: ImageId, typed: String) -> Self {
        Self::with(Moving::Answer(image), Picker::typed(typed))
    }

    fn with(what: Moving, picker: Picker) -> Self {
        let (near, offers) = match &what {
            Moving::Images(images) => {
                let few = images.iter().copied().take(N_COMPARED).collect();
                (Near::Images(few), Offers::GroupsAndNew)
            }
            Moving::Cluster(id) => (Near::Group(*id), Offers::Groups),
            Moving::Answer(image) => (Near::Images(vec![*image]), Offers::GroupsAndNew),
        };
        Self { what, picker, near, offers }
    }

    /// The dialog's title.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self.what {
            Moving::Images(_) if self.offers == Offers::New => say!("move-title-new"),
            Moving::Images(_) => say!("move-title"),
            Moving::Cluster(_) => say!("move-title-merge"),
            Moving::Answer(_) => say!("move-title-answer"),
        }
    }

    /// Draws the question; true when it is answered.
    pub fn move_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) -> bool {
        let what = match &self.what {
            Moving::Images(images) if images.is_empty() => say!("move-empty").to_owned(),
            Moving::Images(images) => say!("move-images", n = images.len()),
            Moving::Answer(_) => say!("move-answer").to_owned(),
            Moving::Cluster(id) => {
                let name = frame.snapshot.cluster(*id).map_or("", |cluster| &cluster.name);
                say!("move-group", name = name)
            }
        };
        weak(ui, what);
        let Some(picked) = self.picker.picker_ui(ui, frame, &self.near, self.offers) else { return false };
        self.answer(picked, frame.out);
        true
    }

    fn answer(&self, picked: Picked, out: &mut Out) {
        match (&self.what, picked) {
            (Moving::Images(images), Picked::Group(id)) if images.is_empty() => {
                out.intents.push(Intent::Show(Shown::Cluster(id)));
            }
            (Moving::Images(images), Picked::Group(id)) => {
                out.edit(Edit::Move { images: images.clone(), to: Some(id) });
            }
            (Moving::Images(images), Picked::New(name)) => {
                out.edit(Change::NewCluster { images: images.clone(), name });
            }
            (Moving::Answer(image), Picked::Group(id)) => {
                out.intents.push(Intent::Answer(*image, Said::Cluster(id)));
            }
            (Moving::Answer(image), Picked::New(name)) => {
                out.intents.push(Intent::Answer(*image, Said::New(name)));
            }
            (Moving::Cluster(own), Picked::Group(id)) => {
                out.intents.push(Intent::Show(Shown::Cluster(*own)));
                out.intents.push(Intent::PreviewMerge(vec![id, *own]));
            }
            // Not offered: a group is not merged with a new one.
            (Moving::Cluster(_), Picked::New(_)) => (),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::protocol::Request;

    #[test]
    fn images_go_where_it_was_said() {
        let images = vec![ImageId(1)];
        let asked = |dialog: &MoveDialog, picked| {
            let mut out = Out::default();
            dialog.answer(picked, &mut out);
            match out.intents.as_slice() {
                [Intent::Request(Request::Edit(edit))] => Some(edit.clone()),
                _ => None,
            }
        };
        let dialog = MoveDialog::new(Moving::Images(images.clone()));
        let moved = Change::Edit(Edit::Move { images: images.clone(), to: Some(ClusterId(2)) });
        assert_eq!(asked(&dialog, Picked::Group(ClusterId(2))), Some(moved));
        let new = Change::NewCluster { images: images.clone(), name: "Owls".into() };
        assert_eq!(asked(&MoveDialog::to_new(images), Picked::New("Owls".into())), Some(new));
        assert_eq!(asked(&MoveDialog::new(Moving::Cluster(ClusterId(1))), Picked::New("x".into())), None);
    }
}
