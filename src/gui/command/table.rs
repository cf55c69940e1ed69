//! The table of commands: one row says of an action what it is called, what it does, by which keys it is asked for, what it
//! is about and what it needs. Menus, buttons, the palette and the sheet of keys are drawn from it.
//!
//! A new command is a row here and an arm where commands are done; nothing else lists them.

use super::need::Need;
use super::need::Need::{
    Adopted, Answered, Candidate, Changed, ChangedShelf, Clusters, Copies, Cursor, FewSelected, Grid, Images,
    ImagesShown, InCluster, Job, Labelled, Lessons, MarkedOrShown, Mergeable, Messages, Missing, Moved, NoFileDialog,
    NoRun, NoRunToCheck, NoRunToLook, NoRunToPlace, NotGuess, Placed, Project, Redoable, RestSelected, Reviewed,
    Selected, SelectedOrShelf, ShownCluster, Skipped, Splittable, Threshold, TwoSelected, Undoable, Unplaced,
};
use egui::{Key, KeyboardShortcut, Modifiers};

/// Where the sheet of keys lists a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// What is done with single images.
    Images,
    /// What is done with clusters.
    Clusters,
    /// One image after the other.
    Review,
    /// The project as a whole.
    Project,
    /// What is done with the window.
    Window,
}

/// Where the keys of a command reach it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// While no text is edited and no dialog is open.
    Free,
    /// Also while a text is edited: a text field has no use for them.
    Typing,
    /// Everywhere, dialogs included.
    Always,
    /// The part of the window that they are about reads them, or egui does; they stand in the table to be listed.
    Elsewhere,
}

/// One row of the table.
#[derive(Debug)]
pub struct Spec {
    /// What it is called: in the palette, in the main menu, in the sheet of keys.
    pub label: &'static str,
    /// What it is called where what it is about is plain to see: on a button, in the menu of an image or a cluster.
    pub short: &'static str,
    /// What it does, in a sentence.
    pub tooltip: &'static str,
    /// The keys that ask for it.
    pub keys: Option<KeyboardShortcut>,
    /// What it is about.
    pub group: Group,
    /// Where its keys are read.
    pub scope: Scope,
    /// What has to hold for it to do anything; the first that does not is the reason that a person is told.
    pub needs: &'static [Need],
}

impl Spec {
    const fn new(group: Group, label: &'static str, tooltip: &'static str) -> Self {
        Self { label, short: label, tooltip, keys: None, group, scope: Scope::Free, needs: &[] }
    }

    const fn short(self, short: &'static str) -> Self {
        Self { short, ..self }
    }

    const fn keys(self, keys: KeyboardShortcut) -> Self {
        Self { keys: Some(keys), ..self }
    }

    const fn while_typing(self) -> Self {
        Self { scope: Scope::Typing, ..self }
    }

    const fn always(self) -> Self {
        Self { scope: Scope::Always, ..self }
    }

    const fn read_elsewhere(self) -> Self {
        Self { scope: Scope::Elsewhere, ..self }
    }

    const fn needs(self, needs: &'static [Need]) -> Self {
        Self { needs, ..self }
    }
}

const fn images(label: &'static str, tooltip: &'static str) -> Spec {
    Spec::new(Group::Images, label, tooltip)
}

const fn clusters(label: &'static str, tooltip: &'static str) -> Spec {
    Spec::new(Group::Clusters, label, tooltip)
}

const fn review(label: &'static str, tooltip: &'static str) -> Spec {
    Spec::new(Group::Review, label, tooltip)
}

const fn project(label: &'static str, tooltip: &'static str) -> Spec {
    Spec::new(Group::Project, label, tooltip)
}

const fn window(label: &'static str, tooltip: &'static str) -> Spec {
    Spec::new(Group::Window, label, tooltip)
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

/// Makes the enum of commands, the list of all and the table out of the same rows, in the order of the palette.
macro_rules! commands {
    ($($command:ident = $spec:expr;)+) => {
        /// An action of the window; see its row in the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Command { $($command,)+ }

        /// Every command with its row; row i is of the command whose number is i.
        static TABLE: [(Command, Spec); [$(Command::$command),+].len()] = [$((Command::$command, $spec)),+];
    };
}

commands! {
    Open = project("Open a folder\u{2026}", "Choose a folder of images, or a project you worked on before.")
        .keys(ctrl(Key::O)).while_typing();
    ChooseFolder = project("Choose a folder\u{2026}", "Shows the system's dialog for a folder of images.");
    OpenSample = project("Try the sample", "Opens 1,000 made-up images in 8 classes to try everything on.");
    Rescan = project(
        "Look at the folder again",
        "Reads new and changed files, and finds those that moved; what you said stays.",
    ).short("Look again").keys(plain(Key::F5)).while_typing().needs(&[Project, NoRunToLook]);
    ShowSkipped = project("Skipped files\u{2026}", "Lists every file that was skipped, with the reason.")
        .needs(&[Project, Skipped]);
    ShowMissing = project(
        "Images that are gone\u{2026}",
        "Lists every image whose file is gone from the folder; what you said of them is kept.",
    ).short("Show list").needs(&[Project, Missing]);
    Locate = project(
        "Choose where the images are now\u{2026}",
        "For a folder that was moved or renamed: the project goes on with it, and every label stays.",
    ).short("Choose where they are now\u{2026}").needs(&[Project, NoFileDialog]);
    Place = clusters(
        "Place new images",
        "Puts images that no run has seen into the clusters there are. Nothing is retrained; confirmed labels stay.",
    ).short("Place them").needs(&[Project, Unplaced, NoRunToPlace]);
    Discover = clusters("Discover clusters\u{2026}", "Learns from the images and sorts them into clusters.")
        .short("Discover").keys(plain(Key::D)).needs(&[Project, Images]);
    PauseOrResume = project("Pause or go on", "Holds the running job, or lets it go on.").needs(&[Job]);
    CancelJob = project("Stop the running job", "Stops it; what it finished is kept.").short("Stop").needs(&[Job]);
    ToggleCurves = clusters("Show or hide the curves", "Loss, entropy and cluster sizes of the run.")
        .short("Curves").keys(plain(Key::L)).needs(&[Project]);
    ShowRuns = project("Runs\u{2026}", "Lists all runs with settings and numbers; another one can be used.")
        .needs(&[Project]);
    ShowAll = project("Show all images", "Every readable image of the folder.").needs(&[Project]);
    ShowUnlabelled = project("Show unlabelled images", "Images that are in no cluster.").needs(&[Project]);
    ShowUnsure = project("Show what is unsure", "Labels that neighbours or the head itself doubt.").needs(&[Project]);
    ShowDuplicates = project("Show near-duplicates", "Bursts, resized and recompressed copies.").needs(&[Project]);
    ShowChanged = project(
        "Show what changed since you confirmed it",
        "Files that are other pictures now than when you decided about them.",
    ).short("Look").needs(&[Project, Changed]);
    ShowUnplaced = project("Show new images", "Images that no run has seen and nobody has placed.")
        .short("Show").needs(&[Project, Unplaced]);
    ShowCopies = project("Show copies of labelled images", "Byte for byte what you put into a cluster elsewhere.")
        .short("Show").needs(&[Project, Copies]);
    ShowUnusual = project("Show unusual images", "Images that are unlike everything else, most unusual first.")
        .needs(&[Project]);
    ShowJunk = project("Show junk", "What you said belongs in no class.").needs(&[Project]);
    ShowGrid = project("Grid", "The images.").keys(plain(Key::G)).needs(&[Project]);
    ShowReview = review("Review", "Asks about one image after the other, by single keys.")
        .keys(plain(Key::R)).needs(&[Project]);
    ProveCluster = review("Prove this cluster", "Asks about a random sample of it, to prove how pure it is.")
        .short("Prove it").keys(shift(Key::R)).needs(&[Project, Clusters]);
    NextUnproven = review("Prove the next cluster", "Asks about a sample of the next cluster that is not proven.")
        .short("Next cluster").keys(shift(Key::N)).needs(&[Project, Clusters]);
    AnswerYes = review("Review: yes", "The image belongs there (Enter in Review).").needs(&[Project, Reviewed]);
    AnswerNo = review("Review: no", "The image does not belong there (N in Review).").needs(&[Project, Reviewed]);
    AnswerOther = review(
        "Review: another cluster\u{2026}",
        "Looks up the cluster that the image belongs to (/ in Review).",
    ).needs(&[Project, Reviewed]);
    AnswerJunk = review("Review: junk", "The image belongs in no class (X in Review).").needs(&[Project, Reviewed]);
    AnswerSkip = review("Review: skip", "Goes on without an answer (S in Review).").needs(&[Project, Reviewed]);
    AnswerBack = review("Review: back", "Takes the last answer back (Backspace in Review).")
        .needs(&[Project, Answered]);
    ShowQuality = project("Quality", "How many classes there should be, and how far labels can be believed.")
        .keys(plain(Key::Q)).needs(&[Project]);
    Search = images("Search images", "Finds images by words, or like a dropped one.")
        .keys(ctrl_shift(Key::F)).while_typing().needs(&[Project]);
    FindSimilar = images("Find similar images", "Finds the images that are most like the selected one.")
        .short("Find similar").keys(plain(Key::F)).needs(&[Project, NotGuess, Clusters, Cursor]);
    ChooseWords = clusters(
        "Words for names\u{2026}",
        "Takes a list of your own words, one a line, to suggest names from.",
    ).needs(&[Project]);
    ReviewDoubtful = images("Look at doubtful images", "Puts the least certain images first: where mistakes are.")
        .needs(&[Project, Clusters]);
    Rename = clusters("Rename the cluster", "Gives the shown cluster a name.")
        .short("Rename").keys(plain(Key::F2)).needs(&[Project, ShownCluster]);
    Merge = clusters("Merge clusters\u{2026}", "Makes one of the marked clusters, after a preview.")
        .short("Merge with\u{2026}").keys(plain(Key::M)).needs(&[Project, Mergeable]);
    Split = clusters("Split the cluster\u{2026}", "Makes several of the shown cluster, after a preview.")
        .short("Split\u{2026}").keys(plain(Key::P)).needs(&[Project, Splittable]);
    GroupClusters = clusters(
        "Group of clusters\u{2026}",
        "Puts the marked clusters, or the shown one, under a heading.",
    ).short("Group\u{2026}").needs(&[Project, MarkedOrShown]);
    ColourCluster = clusters("Colour of the cluster\u{2026}", "Gives the shown cluster a colour of your own.")
        .short("Colour\u{2026}").needs(&[Project, ShownCluster]);
    KeyCluster = clusters(
        "Key of the cluster\u{2026}",
        "Gives the shown cluster a key 1 to 9 that puts images into it.",
    ).short("Key\u{2026}").needs(&[Project, ShownCluster]);
    NoteCluster = clusters("Note on the cluster\u{2026}", "Words for yourself and whoever labels with you.")
        .short("Note\u{2026}").needs(&[Project, ShownCluster]);
    Move = images("Move images to a cluster\u{2026}", "Puts the selected images into another cluster.")
        .short("Move to\u{2026}").keys(plain(Key::T)).needs(&[Project, NotGuess, Clusters, Selected]);
    MoveToNew = images(
        "Move images to a new cluster\u{2026}",
        "Puts the selected images into a new cluster; without any, makes an empty class.",
    ).keys(ctrl(Key::N)).needs(&[Project, Images]);
    TakeOut = images("Take images out of their cluster", "Puts the selected images among the unlabelled.")
        .short("Take out of the cluster").needs(&[Project, NotGuess, Selected, Placed]);
    Junk = images("Put images into junk", "Says that the selected images belong in no class.")
        .short("Put into junk").keys(plain(Key::X)).needs(&[Project, Grid, NotGuess, Selected]);
    KeepBest = images(
        "Keep the best, junk the rest",
        "Of each group of near-duplicates among the selected images (or of all), keeps the best one.",
    ).needs(&[Project, Grid, NotGuess, SelectedOrShelf]);
    Confirm = images("Confirm images", "Says that the selected images are where they belong: no later run moves them.")
        .short("Confirm").keys(plain(Key::Enter)).read_elsewhere()
        .needs(&[Project, Grid, NotGuess, Clusters, Selected, Labelled]);
    Unconfirm = images("Take back the confirmation", "No longer says that the selected images are where they belong.")
        .short("Unconfirm").keys(shift(Key::Enter)).needs(&[Project, Grid, NotGuess, Clusters, Selected, Labelled]);
    StillSame = images(
        "Still what they were",
        "Says that changed files, the selected ones or all, still are what you said before (Enter among them).",
    ).needs(&[Project, Grid, ChangedShelf]);
    LabelCopies = images(
        "Give copies the same labels",
        "Copies, the selected ones or all, get the label of what they are copies of (Enter among them).",
    ).needs(&[Project, Copies]);
    ConfirmCluster = clusters("Confirm the whole cluster", "Says that all images of the shown cluster belong there.")
        .short("Confirm all of it").needs(&[Project, ShownCluster]);
    ConfirmRest = images(
        "Confirm all but the selected",
        "Says that all images of the shown cluster belong there, but for the selected ones.",
    ).keys(ctrl(Key::Enter)).needs(&[Project, Grid, RestSelected]);
    ConfirmAbove = images(
        "Confirm all above the threshold",
        "Says that the images of the shown cluster at or above the threshold belong there.",
    ).needs(&[Project, Grid, Threshold]);
    Reject = images(
        "Not this cluster",
        "Says that the selected images are not of their cluster: no run brings them back. One change for each cluster.",
    ).keys(plain(Key::N)).needs(&[Project, Grid, NotGuess, InCluster]);
    LinkSame = images(
        "These belong together",
        "Says that the first selected image is of one class with each of the others: one change for each.",
    ).needs(&[Project, NotGuess, FewSelected]);
    LinkDifferent = images(
        "These do not belong together",
        "Says that the first selected image is of another class than the others: one change for each.",
    ).needs(&[Project, NotGuess, FewSelected]);
    Refine = clusters(
        "Learn from your corrections",
        "Sorts all images anew by what you confirmed, moved, rejected and linked; takes seconds.",
    ).keys(ctrl(Key::R)).needs(&[Project, Adopted, NoRun, Lessons]);
    Improve = clusters(
        "Look for better clusters",
        "Tries other features that cost little and other ways of clustering, and offers what fits these images better.",
    ).needs(&[Project, Adopted, NoRun]);
    TakeCandidate = clusters("Take what the run changed", "Takes the clusters of the run that waits.")
        .short("Take them").needs(&[Project, Candidate]);
    ShowMoved = clusters("Show what the run moved", "Shows the images that the run that waits would move.")
        .short("Show the moved").needs(&[Project, Moved]);
    LeaveCandidate = clusters(
        "Leave what the run changed",
        "Keeps the clusters as they are; the run stays among the runs.",
    ).short("Leave").needs(&[Project, Candidate]);
    Undo = project("Undo", "Takes back the last change.").keys(ctrl(Key::Z)).needs(&[Undoable]);
    Redo = project("Redo", "Makes the change again.").keys(ctrl_shift(Key::Z)).needs(&[Redoable]);
    ShowHistory = project("History\u{2026}", "Lists all changes; goes back to any of them.")
        .keys(ctrl(Key::H)).while_typing().needs(&[Project]);
    TakeLabels = project("Take labels\u{2026}", "Takes folder names, or a table of file names and labels, as labels.")
        .needs(&[Project, Images]);
    Export = project("Export labels\u{2026}", "Writes labels as CSV, JSON lines or class folders.")
        .short("Export").keys(ctrl(Key::E)).while_typing().needs(&[Project, Clusters]);
    CheckProject = project(
        "Check this project\u{2026}",
        "Looks whether everything in the project is whole, says what helps, and changes nothing.",
    ).needs(&[Project, NoRunToCheck]);
    ArchiveProject = project(
        "Archive this project\u{2026}",
        "Writes all of the project but the photos into one file; `gleaner unarchive` makes a project of it again.",
    ).needs(&[Project]);
    FilterImages = images("Filter images", "Shows only images that satisfy terms, such as cluster:cats conf<0.6.")
        .keys(plain(Key::Slash)).needs(&[Project]);
    SelectAll = images("Select all shown images", "Every image that the filter lets through.")
        .short("Select all shown").keys(ctrl(Key::A)).read_elsewhere().needs(&[Project, Grid, ImagesShown]);
    InvertSelection = images("Invert the selection", "Selects the shown images that are not selected.")
        .short("Invert selection").keys(ctrl(Key::I)).needs(&[Project, Grid, ImagesShown]);
    OpenLarge = images("Open large", "Shows the selected image as large as the window.")
        .keys(plain(Key::V)).read_elsewhere().needs(&[Project, Grid, Selected]);
    Compare = images("Compare two images", "Lays the two selected images side by side under one lens.")
        .short("Compare side by side").keys(plain(Key::C)).needs(&[Project, Grid, TwoSelected]);
    OpenInViewer = images("Open in viewer", "Opens the selected image with the system's program for images.")
        .keys(plain(Key::O)).needs(&[Project, Selected]);
    RevealFile = images("Reveal in file manager", "Shows the selected image's file in its folder.")
        .keys(shift(Key::O)).needs(&[Project, Selected]);
    CopyPaths = images("Copy paths", "Puts the full paths of the selected images on the clipboard.")
        .short("Copy path").keys(ctrl_shift(Key::C)).needs(&[Project, Selected]);
    FilterClusters = clusters("Filter clusters", "Lists only clusters whose name contains a text.")
        .keys(ctrl(Key::F)).while_typing().needs(&[Project]);
    Palette = window("All actions", "Finds any action by its name.").keys(ctrl(Key::K)).always();
    Keys = window("Keys", "Lists all keys.").keys(plain(Key::Questionmark));
    ThemeLight = window("Light theme", "Dark text on light ground.");
    ThemeDark = window("Dark theme", "Light text on dark ground.");
    ThemeSystem = window("Theme of the system", "Light or dark as the system is.");
    HighContrast = window(
        "High contrast on or off",
        "Text, frames and lines as strong as they can be, on light or dark ground. It is remembered.",
    );
    DismissMessages = window("Dismiss all messages", "Takes away the messages in the lower right corner.")
        .keys(shift(Key::Escape)).always().needs(&[Messages]);
    ZoomIn = window("Larger", "Makes everything in the window larger.").keys(ctrl(Key::Plus)).read_elsewhere();
    ZoomOut = window("Smaller", "Makes everything in the window smaller.").keys(ctrl(Key::Minus)).read_elsewhere();
    ZoomReset = window("Usual size", "Everything at its usual size.").keys(ctrl(Key::Num0)).read_elsewhere();
    About = window("About Gleaner", "What this program is, and its version.");
    Quit = window("Quit", "Closes the window. Nothing is lost: every change is on disk already.")
        .keys(ctrl(Key::Q)).read_elsewhere();
}

impl Command {
    /// Every command, in the order of the palette.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|(command, _)| *command)
    }

    /// Its row.
    #[must_use]
    pub fn spec(self) -> &'static Spec {
        &TABLE[self as usize].1
    }
}
