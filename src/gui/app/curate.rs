//! What a person says of clusters and of selected images, beyond moving and confirming: what of a cluster is confirmed, how
//! it is split, its marks and its key.

use super::window::Window;
use crate::gui::dialogs::Dialog;
use crate::gui::dialogs::mark::MarkDialog;
use crate::gui::dialogs::split::SplitPreview;
use crate::gui::frame::asks::curating;
use crate::gui::frame::{Intent, MarkKind, Out, Shown, Tab};
use crate::gui::kit::widgets::NUMBERS;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::Snapshot;
use crate::strings::say;
use egui::{Context, Modifiers};

impl Window {
    /// Confirms the images of a cluster that are not selected: what a filter hides nobody looked at.
    pub(in crate::gui) fn confirm_rest(&self, cluster: ClusterId, snapshot: &Snapshot) -> Option<Intent> {
        let cluster = snapshot.cluster(cluster).filter(|_| self.view.tab == Tab::Grid)?;
        let ticked_off = &self.view.selection.images;
        if !self.view.is_filtered() {
            return Some(curating::confirm_rest(snapshot, cluster.members.iter().copied(), ticked_off));
        }
        let is_its = |image: &ImageId| snapshot.label(*image).is_some_and(|label| label.cluster == Some(cluster.id));
        Some(curating::confirm_rest(snapshot, self.grid.images().iter().copied().filter(is_its), ticked_off))
    }

    /// Opens the preview of a split.
    pub(in crate::gui) fn preview_split(&mut self, cluster: ClusterId, snapshot: &Snapshot) {
        self.dialog = SplitPreview::new(cluster, snapshot).map(Dialog::Split);
    }

    /// Asks for the group, colour, key or note of clusters.
    pub(in crate::gui) fn ask_mark(&mut self, clusters: Vec<ClusterId>, kind: MarkKind, snapshot: &Snapshot) {
        self.dialog = MarkDialog::new(clusters, kind, snapshot).map(Dialog::Mark);
    }

    /// The keys 1 to 9: they put the selected images into the cluster that has the key, or show it.
    pub(in crate::gui) fn take_hot_keys(&mut self, ctx: &Context, snapshot: &Snapshot, out: &mut Out) {
        if self.view.tab != Tab::Grid || ctx.text_edit_focused() || snapshot.clusters.is_empty() {
            return;
        }
        let pressed = ctx.input_mut(|input| {
            let all = (1u8..).zip(NUMBERS);
            all.filter(|(_, key)| input.consume_key(Modifiers::NONE, *key)).map(|(number, _)| number).last()
        });
        let Some(number) = pressed else { return };
        let Some(cluster) = snapshot.clusters.iter().find(|cluster| cluster.hot_key == Some(number)) else {
            let words = say!("ask-no-key", key = i64::from(number));
            out.intents.push(Intent::Hint(words));
            return;
        };
        out.intents.push(if self.view.selection.images.is_empty() {
            Intent::Show(Shown::Cluster(cluster.id))
        } else {
            curating::put_into(snapshot, &self.selected(), cluster)
        });
    }
}
