//! The dialogs over the window. Which one is open is known to the app, which draws it in a frame of its own.

pub mod about;
pub mod archive;
pub mod check;
pub mod compare;
pub mod discover;
pub mod export;
mod export_names;
pub mod history;
pub mod keys;
pub mod lists;
pub mod locate;
pub mod mark;
pub mod merge;
pub mod missing;
pub mod move_to;
pub mod options;
mod picker;
mod preview;
pub mod runs;
pub mod settings;
mod source;
pub mod split;
pub mod stranger;
pub mod sure;
pub mod take_back;
pub mod take_labels;

/// The dialog that is open.
pub enum Dialog {
    /// The page on which another folder or project is opened.
    Open,
    /// What a run will do.
    Discover,
    /// A preview of clusters that are to become one.
    Merge(merge::MergePreview),
    /// Before a cluster becomes several.
    Split(split::SplitPreview),
    /// Before many images change at once.
    Sure(sure::Sure),
    /// Before a result is taken back.
    TakeBack(take_back::TakeBack),
    /// The group, colour, key or note of clusters.
    Mark(mark::MarkDialog),
    /// Which cluster images or a cluster go to.
    Move(move_to::MoveDialog),
    /// Files that were skipped.
    Skipped,
    /// Images whose files are gone.
    Missing(missing::MissingList),
    /// A project that was made elsewhere.
    Stranger(stranger::Stranger),
    /// Where the images are now.
    Locate(locate::LocateForm),
    /// All changes.
    History(history::HistoryList),
    /// All runs.
    Runs,
    /// What the result that waits would move, with pictures.
    Compare,
    /// Taking labels from folder names or a table.
    TakeLabels(take_labels::TakeLabels),
    /// Writing labels out.
    Export,
    /// Whether the project is whole.
    Check,
    /// Writing the project into one file.
    Archive(archive::ArchiveForm),
    /// All keys.
    Keys(keys::KeySheet),
    /// Where this project lies, and how far it is.
    AboutProject,
    /// Language, look and size.
    Settings,
    /// What this program is.
    About,
}
