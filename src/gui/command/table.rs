//! The table of commands: one row says of an action by which keys it is asked for, what it is about and what it needs.
//! Menus, buttons, the palette and the sheet of keys are drawn from it.
//!
//! A new command is a row here, its words in `commands.ftl` under `command-` and its name, and an arm where commands are
//! done; nothing else lists them.

use super::need::Need;
use super::need::Need::{
    Adopted, Answered, Candidate, Changed, ChangedShelf, Clusters, Copies, Cursor, FewSelected, Grid, Images,
    ImagesShown, InCluster, Job, Labelled, Lessons, MarkedOrShown, Mergeable, Messages, Missing, Moved, NoFileDialog,
    NoRun, NoRunToCheck, NoRunToLook, NoRunToPlace, NotGuess, Placed, Project, Redoable, RestSelected, Reviewed,
    Selected, SelectedOrShelf, ShownCluster, Skipped, Splittable, Threshold, TwoSelected, Undoable, Unnamed, Unplaced,
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
    /// The keys that ask for it.
    pub keys: Option<KeyboardShortcut>,
    /// Other keys that ask for it too.
    pub also_keys: Option<KeyboardShortcut>,
    /// What it is about.
    pub group: Group,
    /// Where its keys are read.
    pub scope: Scope,
    /// It opens a field: what is typed after it is for the field.
    pub opens_field: bool,
    /// What has to hold for it to do anything; the first that does not is the reason that a person is told.
    pub needs: &'static [Need],
}

impl Spec {
    const fn new(group: Group) -> Self {
        Self { keys: None, also_keys: None, group, scope: Scope::Free, opens_field: false, needs: &[] }
    }

    const fn keys(self, keys: KeyboardShortcut) -> Self {
        Self { keys: Some(keys), ..self }
    }

    const fn also(self, keys: KeyboardShortcut) -> Self {
        Self { also_keys: Some(keys), ..self }
    }

    const fn while_typing(self) -> Self {
        Self { scope: Scope::Typing, ..self }
    }

    const fn always(self) -> Self {
        Self { scope: Scope::Always, ..self }
    }

    const fn opens_field(self) -> Self {
        Self { opens_field: true, ..self }
    }

    const fn read_elsewhere(self) -> Self {
        Self { scope: Scope::Elsewhere, ..self }
    }

    const fn needs(self, needs: &'static [Need]) -> Self {
        Self { needs, ..self }
    }
}

const fn images() -> Spec {
    Spec::new(Group::Images)
}

const fn clusters() -> Spec {
    Spec::new(Group::Clusters)
}

const fn review() -> Spec {
    Spec::new(Group::Review)
}

const fn project() -> Spec {
    Spec::new(Group::Project)
}

const fn window() -> Spec {
    Spec::new(Group::Window)
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

        /// The keys of what each is called, in the same order.
        static KEYS: [Keys; TABLE.len()] = [$(Keys {
            label: concat!("command-", stringify!($command)),
            short: concat!("command-", stringify!($command), ".short"),
            tip: concat!("command-", stringify!($command), ".tip"),
        }),+];
    };
}

/// The keys of a command's words.
pub struct Keys {
    /// What it is called: in the palette, in the main menu, in the sheet of keys.
    pub label: &'static str,
    /// What it is called where what it is about is plain to see, on a button or in the menu of an image or a group; only
    /// where that is another name.
    pub short: &'static str,
    /// What it does, in a sentence.
    pub tip: &'static str,
}

commands! {
    Open = project().keys(ctrl(Key::O)).while_typing();
    ChooseFolder = project();
    OpenSample = project();
    Rescan = project().keys(plain(Key::F5)).while_typing().needs(&[Project, NoRunToLook]);
    ShowSkipped = project().needs(&[Project, Skipped]);
    ShowMissing = project().needs(&[Project, Missing]);
    Locate = project().needs(&[Project, NoFileDialog]);
    Place = clusters().needs(&[Project, Unplaced, NoRunToPlace]);
    Discover = clusters().keys(plain(Key::D)).needs(&[Project, Images]);
    PauseOrResume = project().needs(&[Job]);
    CancelJob = project().needs(&[Job]);
    ToggleCurves = clusters().keys(plain(Key::L)).needs(&[Project]);
    ShowRuns = project().needs(&[Project]);
    ShowAll = project().needs(&[Project]);
    ShowUnlabelled = project().needs(&[Project]);
    ShowUnsure = project().needs(&[Project]);
    ShowDuplicates = project().needs(&[Project]);
    ShowChanged = project().needs(&[Project, Changed]);
    ShowUnplaced = project().needs(&[Project, Unplaced]);
    ShowCopies = project().needs(&[Project, Copies]);
    ShowUnusual = project().needs(&[Project]);
    ShowJunk = project().needs(&[Project]);
    ShowGrid = project().keys(plain(Key::G)).needs(&[Project]);
    ShowReview = review().keys(plain(Key::R)).needs(&[Project]);
    ProveCluster = review().keys(shift(Key::R)).needs(&[Project, Clusters]);
    NextUnproven = review().keys(shift(Key::N)).needs(&[Project, Clusters]);
    CleanCluster = review().needs(&[Project, Clusters]);
    AnswerSheets = review().needs(&[Project, Reviewed]);
    AnswerYes = review().needs(&[Project, Reviewed]);
    AnswerNo = review().needs(&[Project, Reviewed]);
    AnswerOther = review().needs(&[Project, Reviewed]);
    AnswerJunk = review().needs(&[Project, Reviewed]);
    AnswerSkip = review().needs(&[Project, Reviewed]);
    AnswerBack = review().needs(&[Project, Answered]);
    ShowQuality = project().keys(plain(Key::Q)).needs(&[Project]);
    Search = window().opens_field().keys(ctrl(Key::F)).always();
    FindSimilar = images().keys(plain(Key::F)).needs(&[Project, NotGuess, Clusters, Cursor]);
    ChooseWords = clusters().needs(&[Project]);
    ReviewDoubtful = images().needs(&[Project, Clusters]);
    Rename = clusters().opens_field().keys(plain(Key::F2)).needs(&[Project, ShownCluster]);
    NameGroups = clusters().opens_field().keys(shift(Key::F2)).needs(&[Project, Clusters, Unnamed]);
    Merge = clusters().opens_field().keys(plain(Key::M)).needs(&[Project, Mergeable]);
    Split = clusters().keys(plain(Key::P)).needs(&[Project, Splittable]);
    GroupClusters = clusters().needs(&[Project, MarkedOrShown]);
    ColourCluster = clusters().needs(&[Project, ShownCluster]);
    KeyCluster = clusters().needs(&[Project, ShownCluster]);
    NoteCluster = clusters().needs(&[Project, ShownCluster]);
    Move = images().opens_field().keys(plain(Key::T)).needs(&[Project, NotGuess, Clusters, Selected]);
    MoveToNew = images().opens_field().keys(ctrl(Key::N)).needs(&[Project, Images]);
    TakeOut = images().needs(&[Project, NotGuess, Selected, Placed]);
    Junk = images().keys(plain(Key::X)).needs(&[Project, Grid, NotGuess, Selected]);
    KeepBest = images().needs(&[Project, Grid, NotGuess, SelectedOrShelf]);
    Confirm = images().keys(plain(Key::Enter)).read_elsewhere()
        .needs(&[Project, Grid, NotGuess, Clusters, Selected, Labelled]);
    Unconfirm = images().keys(shift(Key::Enter)).needs(&[Project, Grid, NotGuess, Clusters, Selected, Labelled]);
    StillSame = images().needs(&[Project, Grid, ChangedShelf]);
    LabelCopies = images().needs(&[Project, Copies]);
    ConfirmCluster = clusters().needs(&[Project, ShownCluster]);
    ConfirmRest = images().keys(ctrl(Key::Enter)).needs(&[Project, Grid, RestSelected]);
    ConfirmAbove = images().needs(&[Project, Grid, Threshold]);
    Reject = images().keys(plain(Key::N)).needs(&[Project, Grid, NotGuess, InCluster]);
    UseAsCover = images().needs(&[Project, NotGuess, Selected, InCluster]);
    LinkSame = images().needs(&[Project, NotGuess, FewSelected]);
    LinkDifferent = images().needs(&[Project, NotGuess, FewSelected]);
    Refine = clusters().keys(ctrl(Key::R)).needs(&[Project, Adopted, NoRun, Lessons]);
    Improve = clusters().needs(&[Project, Adopted, NoRun]);
    TakeCandidate = clusters().needs(&[Project, Candidate]);
    ShowMoved = clusters().needs(&[Project, Moved]);
    LeaveCandidate = clusters().needs(&[Project, Candidate]);
    Undo = project().keys(ctrl(Key::Z)).needs(&[Undoable]);
    Redo = project().keys(ctrl_shift(Key::Z)).also(ctrl(Key::Y)).needs(&[Redoable]);
    ShowHistory = project().opens_field().keys(ctrl(Key::H)).while_typing().needs(&[Project]);
    TakeLabels = project().needs(&[Project, Images]);
    Export = project().keys(ctrl(Key::E)).while_typing().needs(&[Project, Clusters]);
    AboutProject = project().needs(&[Project]);
    CheckProject = project().needs(&[Project, NoRunToCheck]);
    ArchiveProject = project().needs(&[Project]);
    FilterImages = images().opens_field().keys(plain(Key::Slash)).needs(&[Project]);
    SavedFilters = images().opens_field().needs(&[Project]);
    SelectAll = images().keys(ctrl(Key::A)).read_elsewhere().needs(&[Project, Grid, ImagesShown]);
    InvertSelection = images().keys(ctrl(Key::I)).needs(&[Project, Grid, ImagesShown]);
    RefreshOrder = images().keys(plain(Key::U)).needs(&[Project, Grid]);
    OpenLarge = images().keys(plain(Key::Space)).also(plain(Key::V)).read_elsewhere().needs(&[Project, Grid, Selected]);
    Compare = images().keys(plain(Key::C)).needs(&[Project, Grid, TwoSelected]);
    OpenInViewer = images().keys(plain(Key::O)).needs(&[Project, Selected]);
    RevealFile = images().keys(shift(Key::O)).needs(&[Project, Selected]);
    CopyPaths = images().keys(ctrl_shift(Key::C)).needs(&[Project, Selected]);
    FilterClusters = clusters().opens_field().keys(ctrl_shift(Key::F)).while_typing().needs(&[Project]);
    Palette = window().opens_field().keys(ctrl(Key::K)).always();
    FoldLeft = window().keys(plain(Key::F9)).while_typing().needs(&[Project]);
    FoldRight = window().keys(shift(Key::F9)).while_typing().needs(&[Project]);
    FoldBoth = window().keys(plain(Key::Tab)).read_elsewhere().needs(&[Project]);
    Settings = window().keys(ctrl(Key::Comma)).while_typing();
    Keys = window().keys(plain(Key::Questionmark));
    ThemeLight = window();
    ThemeDark = window();
    ThemeSystem = window();
    HighContrast = window();
    DismissMessages = window().keys(shift(Key::Escape)).always().needs(&[Messages]);
    ZoomIn = window().keys(ctrl(Key::Plus)).read_elsewhere();
    ZoomOut = window().keys(ctrl(Key::Minus)).read_elsewhere();
    ZoomReset = window().keys(ctrl(Key::Num0)).read_elsewhere();
    About = window();
    Quit = window().keys(ctrl(Key::Q)).read_elsewhere();
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

    /// The keys of its words.
    #[must_use]
    pub fn keys(self) -> &'static Keys {
        &KEYS[self as usize]
    }
}
