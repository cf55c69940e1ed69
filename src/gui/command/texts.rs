//! What every action is called, and what it does, in a sentence.

use super::Command;

/// Name and sentence.
pub fn of(command: Command) -> (&'static str, &'static str) {
    match command {
        Command::Open => ("Open a folder\u{2026}", "Choose a folder of images, or a project you worked on before."),
        Command::ChooseFolder => ("Choose a folder\u{2026}", "Shows the system's dialog for a folder of images."),
        Command::OpenSample => ("Try the sample", "Opens 1,000 made-up images in 8 classes to try everything on."),
        Command::Rescan => (
            "Look at the folder again",
            "Reads new and changed files, and finds those that moved; what you said stays.",
        ),
        Command::ShowSkipped => ("Skipped files\u{2026}", "Lists every file that was skipped, with the reason."),
        Command::ShowMissing => (
            "Images that are gone\u{2026}",
            "Lists every image whose file is gone from the folder; what you said of them is kept.",
        ),
        Command::Locate => (
            "Choose where the images are now\u{2026}",
            "For a folder that was moved or renamed: the project goes on with it, and every label stays.",
        ),
        Command::Place => (
            "Place new images",
            "Puts images that no run has seen into the clusters there are. Nothing is retrained; confirmed labels stay.",
        ),
        Command::Discover => ("Discover clusters\u{2026}", "Learns from the images and sorts them into clusters."),
        Command::PauseOrResume => ("Pause or go on", "Holds the running job, or lets it go on."),
        Command::CancelJob => ("Stop the running job", "Stops it; what it finished is kept."),
        Command::ToggleCurves => ("Show or hide the curves", "Loss, entropy and cluster sizes of the run."),
        Command::ShowRuns => ("Runs\u{2026}", "Lists all runs with settings and numbers; another one can be used."),
        Command::ShowAll => ("Show all images", "Every readable image of the folder."),
        Command::ShowUnlabelled => ("Show unlabelled images", "Images that are in no cluster."),
        Command::ShowJunk => ("Show junk", "What you said belongs in no class."),
        Command::ShowLooksLikeJunk => ("Show what looks like junk", "Images that are unlike everything else."),
        Command::ShowUnsure => ("Show what is unsure", "Labels that neighbours or the head itself doubt."),
        Command::ShowDuplicates => ("Show near-duplicates", "Bursts, resized and recompressed copies."),
        Command::ShowChanged => (
            "Show what changed since you confirmed it",
            "Files that are other pictures now than when you decided about them.",
        ),
        Command::ShowUnplaced => ("Show new images", "Images that no run has seen and nobody has placed."),
        Command::ShowCopies => {
            ("Show copies of labelled images", "Byte for byte what you put into a cluster elsewhere.")
        }
        Command::ShowGrid => ("Grid", "The images."),
        Command::ShowReview => ("Review", "Asks about one image after the other, by single keys."),
        Command::ProveCluster => ("Prove this cluster", "Asks about a random sample of it, to prove how pure it is."),
        Command::NextUnproven => {
            ("Prove the next cluster", "Asks about a sample of the next cluster that is not proven.")
        }
        Command::AnswerYes => ("Review: yes", "The image belongs there (Enter in Review)."),
        Command::AnswerNo => ("Review: no", "The image does not belong there (N in Review)."),
        Command::AnswerOther => {
            ("Review: another cluster\u{2026}", "Looks up the cluster that the image belongs to (/ in Review).")
        }
        Command::AnswerJunk => ("Review: junk", "The image belongs in no class (X in Review)."),
        Command::AnswerSkip => ("Review: skip", "Goes on without an answer (S in Review)."),
        Command::AnswerBack => ("Review: back", "Takes the last answer back (Backspace in Review)."),
        Command::ShowQuality => ("Quality", "How many classes there should be, and how far labels can be believed."),
        Command::Search => ("Search images", "Finds images by words, or like a dropped one."),
        Command::FindSimilar => ("Find similar images", "Finds the images that are most like the selected one."),
        Command::ChooseWords => {
            ("Words for names\u{2026}", "Takes a list of your own words, one a line, to suggest names from.")
        }
        Command::Junk => ("Put images into junk", "Says that the selected images belong in no class."),
        Command::KeepBest => (
            "Keep the best, junk the rest",
            "Of each group of near-duplicates among the selected images (or of all), keeps the best one.",
        ),
        Command::ReviewDoubtful => {
            ("Look at doubtful images", "Puts the least certain images first: where mistakes are.")
        }
        Command::Rename => ("Rename the cluster", "Gives the shown cluster a name."),
        Command::Merge => ("Merge clusters\u{2026}", "Makes one of the marked clusters, after a preview."),
        Command::Split => ("Split the cluster\u{2026}", "Makes several of the shown cluster, after a preview."),
        Command::GroupClusters => {
            ("Group of clusters\u{2026}", "Puts the marked clusters, or the shown one, under a heading.")
        }
        Command::ColourCluster => ("Colour of the cluster\u{2026}", "Gives the shown cluster a colour of your own."),
        Command::KeyCluster => {
            ("Key of the cluster\u{2026}", "Gives the shown cluster a key 1 to 9 that puts images into it.")
        }
        Command::NoteCluster => ("Note on the cluster\u{2026}", "Words for yourself and whoever labels with you."),
        Command::Move => ("Move images to a cluster\u{2026}", "Puts the selected images into another cluster."),
        Command::MoveToNew => (
            "Move images to a new cluster\u{2026}",
            "Puts the selected images into a new cluster; without any, makes an empty class.",
        ),
        Command::TakeOut => ("Take images out of their cluster", "Puts the selected images among the unlabelled."),
        Command::Confirm => {
            ("Confirm images", "Says that the selected images are where they belong: no later run moves them.")
        }
        Command::Unconfirm => {
            ("Take back the confirmation", "No longer says that the selected images are where they belong.")
        }
        Command::StillSame => (
            "Still what they were",
            "Says that changed files, the selected ones or all, still are what you said before (Enter among them).",
        ),
        Command::LabelCopies => (
            "Give copies the same labels",
            "Copies, the selected ones or all, get the label of what they are copies of (Enter among them).",
        ),
        Command::ConfirmCluster => {
            ("Confirm the whole cluster", "Says that all images of the shown cluster belong there.")
        }
        Command::ConfirmRest => (
            "Confirm all but the selected",
            "Says that all images of the shown cluster belong there, but for the selected ones.",
        ),
        Command::ConfirmAbove => (
            "Confirm all above the threshold",
            "Says that the images of the shown cluster at or above the threshold belong there.",
        ),
        Command::Reject => (
            "Not this cluster",
            "Says that the selected images are not of their cluster: no run brings them back. One change for each cluster.",
        ),
        Command::LinkSame => (
            "These belong together",
            "Says that the first selected image is of one class with each of the others: one change for each.",
        ),
        Command::LinkDifferent => (
            "These do not belong together",
            "Says that the first selected image is of another class than the others: one change for each.",
        ),
        Command::Improve => (
            "Look for better clusters",
            "Tries other features that cost little and other ways of clustering, and offers what fits these images better.",
        ),
        Command::Refine => (
            "Learn from your corrections",
            "Sorts all images anew by what you confirmed, moved, rejected and linked; takes seconds.",
        ),
        Command::TakeCandidate => ("Take what the run changed", "Takes the clusters of the run that waits."),
        Command::ShowMoved => ("Show what the run moved", "Shows the images that the run that waits would move."),
        Command::LeaveCandidate => {
            ("Leave what the run changed", "Keeps the clusters as they are; the run stays among the runs.")
        }
        Command::Undo => ("Undo", "Takes back the last change."),
        Command::Redo => ("Redo", "Makes the change again."),
        Command::ShowHistory => ("History\u{2026}", "Lists all changes; goes back to any of them."),
        Command::TakeLabels => {
            ("Take labels\u{2026}", "Takes folder names, or a table of file names and labels, as labels.")
        }
        Command::Export => ("Export labels\u{2026}", "Writes labels as CSV, JSON lines or class folders."),
        Command::CheckProject => (
            "Check this project\u{2026}",
            "Looks whether everything in the project is whole, says what helps, and changes nothing.",
        ),
        Command::ArchiveProject => (
            "Archive this project\u{2026}",
            "Writes all of the project but the photos into one file; `gleaner unarchive` makes a project of it again.",
        ),
        Command::FilterImages => {
            ("Filter images", "Shows only images that satisfy terms, such as cluster:cats conf<0.6.")
        }
        Command::SelectAll => ("Select all shown images", "Every image that the filter lets through."),
        Command::InvertSelection => ("Invert the selection", "Selects the shown images that are not selected."),
        Command::OpenLarge => ("Open large", "Shows the selected image as large as the window."),
        Command::Compare => ("Compare two images", "Lays the two selected images side by side under one lens."),
        Command::OpenInViewer => ("Open in viewer", "Opens the selected image with the system's program for images."),
        Command::RevealFile => ("Reveal in file manager", "Shows the selected image's file in its folder."),
        Command::CopyPaths => ("Copy paths", "Puts the full paths of the selected images on the clipboard."),
        Command::FilterClusters => ("Filter clusters", "Lists only clusters whose name contains a text."),
        Command::Palette => ("All actions", "Finds any action by its name."),
        Command::Keys => ("Keys", "Lists all keys."),
        Command::ThemeLight => ("Light theme", "Dark text on light ground."),
        Command::ThemeDark => ("Dark theme", "Light text on dark ground."),
        Command::ThemeSystem => ("Theme of the system", "Light or dark as the system is."),
        Command::HighContrast => (
            "High contrast on or off",
            "Text, frames and lines as strong as they can be, on light or dark ground. It is remembered.",
        ),
        Command::DismissMessages => ("Dismiss all messages", "Takes away the messages in the lower right corner."),
        Command::ZoomIn => ("Larger", "Makes everything in the window larger."),
        Command::ZoomOut => ("Smaller", "Makes everything in the window smaller."),
        Command::ZoomReset => ("Usual size", "Everything at its usual size."),
        Command::About => ("About Gleaner", "What this program is, and its version."),
        Command::Quit => ("Quit", "Closes the window. Nothing is lost: every change is on disk already."),
    }
}
