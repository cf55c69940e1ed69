//! What each action is about: where the sheet of keys lists it.

use super::Command;

/// What a command is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Single images.
    Images,
    /// Clusters.
    Clusters,
    /// One image after the other.
    Review,
    /// The project as a whole.
    Project,
    /// The window.
    Window,
}

impl Command {
    /// Where the sheet of keys lists it.
    #[must_use]
    pub fn group(self) -> Group {
        match self {
            Self::FindSimilar
            | Self::Move
            | Self::MoveToNew
            | Self::TakeOut
            | Self::Junk
            | Self::KeepBest
            | Self::Confirm
            | Self::Unconfirm
            | Self::StillSame
            | Self::LabelCopies
            | Self::FilterImages
            | Self::SelectAll
            | Self::InvertSelection
            | Self::OpenLarge
            | Self::Compare
            | Self::OpenInViewer
            | Self::RevealFile
            | Self::CopyPaths
            | Self::Search
            | Self::ReviewDoubtful
            | Self::Reject
            | Self::LinkSame
            | Self::LinkDifferent
            | Self::ConfirmRest
            | Self::ConfirmAbove => Group::Images,
            Self::Rename
            | Self::Merge
            | Self::Split
            | Self::GroupClusters
            | Self::ColourCluster
            | Self::KeyCluster
            | Self::NoteCluster
            | Self::Refine
            | Self::Improve
            | Self::TakeCandidate
            | Self::ShowMoved
            | Self::LeaveCandidate
            | Self::ConfirmCluster
            | Self::FilterClusters
            | Self::ChooseWords
            | Self::Discover
            | Self::Place
            | Self::ToggleCurves => Group::Clusters,
            Self::ShowReview
            | Self::ProveCluster
            | Self::NextUnproven
            | Self::AnswerYes
            | Self::AnswerNo
            | Self::AnswerOther
            | Self::AnswerJunk
            | Self::AnswerSkip
            | Self::AnswerBack => Group::Review,
            Self::Open
            | Self::ChooseFolder
            | Self::OpenSample
            | Self::Rescan
            | Self::ShowSkipped
            | Self::ShowMissing
            | Self::Locate
            | Self::PauseOrResume
            | Self::CancelJob
            | Self::ShowRuns
            | Self::ShowAll
            | Self::ShowUnlabelled
            | Self::ShowUnsure
            | Self::ShowDuplicates
            | Self::ShowChanged
            | Self::ShowUnplaced
            | Self::ShowCopies
            | Self::ShowLooksLikeJunk
            | Self::ShowJunk
            | Self::ShowGrid
            | Self::ShowQuality
            | Self::Undo
            | Self::Redo
            | Self::ShowHistory
            | Self::TakeLabels
            | Self::CheckProject
            | Self::ArchiveProject
            | Self::Export => Group::Project,
            Self::Palette
            | Self::Keys
            | Self::ThemeLight
            | Self::ThemeDark
            | Self::ThemeSystem
            | Self::HighContrast
            | Self::DismissMessages
            | Self::ZoomIn
            | Self::ZoomOut
            | Self::ZoomReset
            | Self::About
            | Self::Quit => Group::Window,
        }
    }
}
