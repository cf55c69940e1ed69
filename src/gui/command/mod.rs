//! Every action a person can ask for by name: its label, its tooltip and its keys, in one place for menus, the palette and
//! the sheet of keys. What an action does is decided in [`crate::gui::app`].

mod fuzzy;
mod group;
mod input;
pub mod palette;
mod texts;

pub use fuzzy::fuzzy;
pub use group::Group;
pub use input::take_keys;

use egui::{Context, Key, KeyboardShortcut, Modifiers};

/// An action of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// Choose a folder or project.
    Open,
    /// The system's dialog for a folder.
    ChooseFolder,
    /// Write the embedded sample and open it.
    OpenSample,
    /// Look at the folder again.
    Rescan,
    /// Show which files were skipped.
    ShowSkipped,
    /// Show which images are gone from the folder.
    ShowMissing,
    /// Say where the images are, after their folder went elsewhere.
    Locate,
    /// Put new images into the clusters there are.
    Place,
    /// Learn and cluster.
    Discover,
    /// Pause or go on.
    PauseOrResume,
    /// Stop the running job.
    CancelJob,
    /// Show or hide the curves.
    ToggleCurves,
    /// List the runs.
    ShowRuns,
    /// Show all images.
    ShowAll,
    /// Show images in no cluster.
    ShowUnlabelled,
    /// Show what is junk.
    ShowJunk,
    /// Show what looks like junk.
    ShowLooksLikeJunk,
    /// Show what is unsure.
    ShowUnsure,
    /// Show near-duplicates.
    ShowDuplicates,
    /// Show files that became other pictures since a person decided about them.
    ShowChanged,
    /// Show images that no run has seen.
    ShowUnplaced,
    /// Show copies of images that people labelled.
    ShowCopies,
    /// The tab of images.
    ShowGrid,
    /// The tab that asks about one image after the other.
    ShowReview,
    /// The sample of the shown cluster.
    ProveCluster,
    /// The sample of the next cluster that is not proven.
    NextUnproven,
    /// Of the reviewed image: it belongs there.
    AnswerYes,
    /// It does not.
    AnswerNo,
    /// It belongs to another cluster.
    AnswerOther,
    /// It belongs in no class.
    AnswerJunk,
    /// No answer.
    AnswerSkip,
    /// Back to the image before.
    AnswerBack,
    /// The tab that judges clusters.
    ShowQuality,
    /// Go to the field that searches images.
    Search,
    /// Look for images like the selected one.
    FindSimilar,
    /// Choose the words that names are suggested from.
    ChooseWords,
    /// Go to the least certain images of the shown cluster.
    ReviewDoubtful,
    /// Rename the shown cluster.
    Rename,
    /// Merge the marked clusters, or the shown one with another.
    Merge,
    /// Split the shown cluster, after a preview.
    Split,
    /// Put the marked clusters, or the shown one, under a heading.
    GroupClusters,
    /// Give the shown cluster a colour.
    ColourCluster,
    /// Give the shown cluster a key.
    KeyCluster,
    /// Write a note on the shown cluster.
    NoteCluster,
    /// Put the selected images into another cluster.
    Move,
    /// Put the selected images into a new cluster.
    MoveToNew,
    /// Take the selected images out of their clusters.
    TakeOut,
    /// Put the selected images (or all that look like it) on the shelf of junk.
    Junk,
    /// Put all but the best of each selected group of near-duplicates into junk.
    KeepBest,
    /// Say that the selected images are where they belong.
    Confirm,
    /// No longer say so.
    Unconfirm,
    /// Files that became other pictures are still what they were.
    StillSame,
    /// Give copies the labels of what they are copies of.
    LabelCopies,
    /// Confirm all images of the shown cluster.
    ConfirmCluster,
    /// Confirm its images but for the selected ones.
    ConfirmRest,
    /// Confirm its images at or above the threshold.
    ConfirmAbove,
    /// Say that the selected images are not of their cluster.
    Reject,
    /// Say that the selected images are of one class.
    LinkSame,
    /// Say that the selected images are of different classes.
    LinkDifferent,
    /// Learn from what was said.
    Refine,
    /// Look for clusters that fit better than those that are there.
    Improve,
    /// Take the clusters of the run that waits.
    TakeCandidate,
    /// Show the images that it would move.
    ShowMoved,
    /// Leave it.
    LeaveCandidate,
    /// Take back the last change.
    Undo,
    /// Make it again.
    Redo,
    /// List all changes.
    ShowHistory,
    /// Take folder names or a table as labels.
    TakeLabels,
    /// Write labels out.
    Export,
    /// Look whether the project is whole.
    CheckProject,
    /// Write the project into one file.
    ArchiveProject,
    /// Go to the field that filters images.
    FilterImages,
    /// Select all images that are shown.
    SelectAll,
    /// Select the images that are shown and not selected.
    InvertSelection,
    /// The selected image as large as the window.
    OpenLarge,
    /// The two selected images side by side.
    Compare,
    /// Open the selected image with the system's viewer.
    OpenInViewer,
    /// Show the selected image's file in the file manager.
    RevealFile,
    /// Put the paths of the selected images on the clipboard.
    CopyPaths,
    /// Go to the field that filters clusters.
    FilterClusters,
    /// All actions by name.
    Palette,
    /// The sheet of keys.
    Keys,
    /// The light theme.
    ThemeLight,
    /// The dark theme.
    ThemeDark,
    /// The theme of the system.
    ThemeSystem,
    /// High contrast, or not.
    HighContrast,
    /// Take all messages away.
    DismissMessages,
    /// Everything larger.
    ZoomIn,
    /// Everything smaller.
    ZoomOut,
    /// The usual size.
    ZoomReset,
    /// What this program is.
    About,
    /// Close the window.
    Quit,
}

impl Command {
    /// Every command, in the order of the palette.
    pub const ALL: [Self; 92] = [
        Self::Open,
        Self::ChooseFolder,
        Self::OpenSample,
        Self::Rescan,
        Self::ShowSkipped,
        Self::ShowMissing,
        Self::Locate,
        Self::Place,
        Self::Discover,
        Self::PauseOrResume,
        Self::CancelJob,
        Self::ToggleCurves,
        Self::ShowRuns,
        Self::ShowAll,
        Self::ShowUnlabelled,
        Self::ShowUnsure,
        Self::ShowDuplicates,
        Self::ShowChanged,
        Self::ShowUnplaced,
        Self::ShowCopies,
        Self::ShowLooksLikeJunk,
        Self::ShowJunk,
        Self::ShowGrid,
        Self::ShowReview,
        Self::ProveCluster,
        Self::NextUnproven,
        Self::AnswerYes,
        Self::AnswerNo,
        Self::AnswerOther,
        Self::AnswerJunk,
        Self::AnswerSkip,
        Self::AnswerBack,
        Self::ShowQuality,
        Self::Search,
        Self::FindSimilar,
        Self::ChooseWords,
        Self::ReviewDoubtful,
        Self::Rename,
        Self::Merge,
        Self::Split,
        Self::GroupClusters,
        Self::ColourCluster,
        Self::KeyCluster,
        Self::NoteCluster,
        Self::Move,
        Self::MoveToNew,
        Self::TakeOut,
        Self::Junk,
        Self::KeepBest,
        Self::Confirm,
        Self::Unconfirm,
        Self::StillSame,
        Self::LabelCopies,
        Self::ConfirmCluster,
        Self::ConfirmRest,
        Self::ConfirmAbove,
        Self::Reject,
        Self::LinkSame,
        Self::LinkDifferent,
        Self::Refine,
        Self::Improve,
        Self::TakeCandidate,
        Self::ShowMoved,
        Self::LeaveCandidate,
        Self::Undo,
        Self::Redo,
        Self::ShowHistory,
        Self::TakeLabels,
        Self::Export,
        Self::CheckProject,
        Self::ArchiveProject,
        Self::FilterImages,
        Self::SelectAll,
        Self::InvertSelection,
        Self::OpenLarge,
        Self::Compare,
        Self::OpenInViewer,
        Self::RevealFile,
        Self::CopyPaths,
        Self::FilterClusters,
        Self::Palette,
        Self::Keys,
        Self::ThemeLight,
        Self::ThemeDark,
        Self::ThemeSystem,
        Self::HighContrast,
        Self::DismissMessages,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomReset,
        Self::About,
        Self::Quit,
    ];

    /// Its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        texts::of(self).0
    }

    /// What it does, in a sentence.
    #[must_use]
    pub fn tooltip(self) -> &'static str {
        texts::of(self).1
    }

    /// The key that asks for it.
    #[must_use]
    pub fn shortcut(self) -> Option<KeyboardShortcut> {
        let plain = |key| KeyboardShortcut::new(Modifiers::NONE, key);
        let shift = |key| KeyboardShortcut::new(Modifiers::SHIFT, key);
        let command = |key| KeyboardShortcut::new(Modifiers::COMMAND, key);
        Some(match self {
            Self::Open => command(Key::O),
            Self::Rescan => plain(Key::F5),
            Self::Discover => plain(Key::D),
            Self::ToggleCurves => plain(Key::L),
            Self::ShowGrid => plain(Key::G),
            Self::ShowQuality => plain(Key::Q),
            Self::ShowReview => plain(Key::R),
            Self::ProveCluster => shift(Key::R),
            Self::NextUnproven => shift(Key::N),
            Self::Search => KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::SHIFT, Key::F),
            Self::FindSimilar => plain(Key::F),
            Self::Junk => plain(Key::X),
            Self::Rename => plain(Key::F2),
            Self::Merge => plain(Key::M),
            Self::Move => plain(Key::T),
            Self::MoveToNew => command(Key::N),
            Self::Split => plain(Key::P),
            Self::Reject => plain(Key::N),
            Self::ConfirmRest => command(Key::Enter),
            Self::Refine => command(Key::R),
            Self::Confirm => plain(Key::Enter),
            Self::Unconfirm => shift(Key::Enter),
            Self::Undo => command(Key::Z),
            Self::Redo => KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z),
            Self::ShowHistory => command(Key::H),
            Self::Export => command(Key::E),
            Self::FilterImages => plain(Key::Slash),
            Self::SelectAll => command(Key::A),
            Self::InvertSelection => command(Key::I),
            Self::OpenLarge => plain(Key::V),
            Self::Compare => plain(Key::C),
            Self::OpenInViewer => plain(Key::O),
            Self::RevealFile => shift(Key::O),
            Self::CopyPaths => KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::SHIFT, Key::C),
            Self::FilterClusters => command(Key::F),
            Self::Palette => command(Key::K),
            Self::DismissMessages => shift(Key::Escape),
            Self::Keys => plain(Key::Questionmark),
            // egui zooms and quits by these keys itself, and the grid takes some; they stand here to be listed.
            Self::ZoomIn => command(Key::Plus),
            Self::ZoomOut => command(Key::Minus),
            Self::ZoomReset => command(Key::Num0),
            Self::Quit => command(Key::Q),
            Self::ChooseFolder
            | Self::OpenSample
            | Self::ShowSkipped
            | Self::ShowMissing
            | Self::Locate
            | Self::Place
            | Self::ShowChanged
            | Self::ShowUnplaced
            | Self::ShowCopies
            | Self::StillSame
            | Self::LabelCopies
            | Self::PauseOrResume
            | Self::CancelJob
            | Self::ShowRuns
            | Self::ShowAll
            | Self::ShowUnlabelled
            | Self::ShowJunk
            | Self::ShowLooksLikeJunk
            | Self::ShowUnsure
            | Self::ShowDuplicates
            | Self::KeepBest
            | Self::ReviewDoubtful
            | Self::AnswerYes
            | Self::AnswerNo
            | Self::AnswerOther
            | Self::AnswerJunk
            | Self::AnswerSkip
            | Self::AnswerBack
            | Self::ChooseWords
            | Self::TakeOut
            | Self::ConfirmCluster
            | Self::ConfirmAbove
            | Self::GroupClusters
            | Self::ColourCluster
            | Self::KeyCluster
            | Self::NoteCluster
            | Self::LinkSame
            | Self::LinkDifferent
            | Self::Improve
            | Self::TakeCandidate
            | Self::ShowMoved
            | Self::LeaveCandidate
            | Self::TakeLabels
            | Self::CheckProject
            | Self::ArchiveProject
            | Self::ThemeLight
            | Self::ThemeDark
            | Self::ThemeSystem
            | Self::HighContrast
            | Self::About => return None,
        })
    }

    /// The key as it is written on this system: "Ctrl+K", on a Mac with its sign.
    #[must_use]
    pub fn key_text(self, ctx: &Context) -> Option<String> {
        self.shortcut().map(|shortcut| match (shortcut.modifiers.is_none(), shortcut.logical_key) {
            (true, Key::Questionmark) => "?".into(),
            (true, Key::Slash) => "/".into(),
            _ => ctx.format_shortcut(&shortcut),
        })
    }

    /// Label and key: "Undo (Ctrl+Z)".
    #[must_use]
    pub fn label_with_key(self, ctx: &Context) -> String {
        match self.key_text(ctx) {
            Some(key) => format!("{} ({key})", self.label()),
            None => self.label().to_owned(),
        }
    }

    /// Tooltip and key.
    #[must_use]
    pub fn tooltip_with_key(self, ctx: &Context) -> String {
        match self.key_text(ctx) {
            Some(key) => format!("{} ({key})", self.tooltip()),
            None => self.tooltip().to_owned(),
        }
    }

    /// Whether its key is read where it is used, and not here.
    fn is_taken_elsewhere(self) -> bool {
        matches!(
            self,
            Self::ZoomIn
                | Self::ZoomOut
                | Self::ZoomReset
                | Self::Quit
                | Self::Confirm
                | Self::SelectAll
                | Self::OpenLarge
        )
    }

    /// Whether its key reaches it while a text is being edited: keys that a text field has no use for.
    fn works_in_text(self) -> bool {
        matches!(
            self,
            Self::Open
                | Self::Rescan
                | Self::ShowHistory
                | Self::Export
                | Self::FilterClusters
                | Self::Search
                | Self::Palette
                | Self::DismissMessages
        )
    }

    /// Whether its key reaches it while a dialog is open.
    fn works_in_dialogs(self) -> bool {
        matches!(self, Self::Palette | Self::DismissMessages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn no_two_commands_share_a_key_or_a_name() {
        let mut keys = HashMap::new();
        let mut names = HashMap::new();
        for command in Command::ALL {
            if let Some(shortcut) = command.shortcut() {
                let other = keys.insert(format!("{shortcut:?}"), command);
                assert_eq!(other, None, "{command:?} has the key of {other:?}");
            }
            assert_eq!(names.insert(command.label(), command), None, "{command:?}");
            assert!(command.tooltip().ends_with('.'), "{command:?}");
        }
    }
}
