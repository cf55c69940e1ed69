//! The photo folder and what is known of it: which row each file is, what changed, and what people are asked about it.
//!
//! # A label belongs to a picture
//!
//! A row of the image table is a *file*: labels, rejections, links, answers of the review, notes and cached feature rows
//! hang on its id. What a file is told by is its content (BLAKE3 of its bytes), not its name. Each look at the folder decides
//! by one rule ([`rule`]) which row each file is; the first line that fits counts:
//!
//! | the file at a path | what was said of it | what is kept | what is asked |
//! |---|---|---|---|
//! | as at the last look: size, times (where no other file shares them) | stays | everything; it is not opened | nothing |
//! | touched (times alone), content as before | stays | everything | nothing |
//! | content of a file that is not where it was: moved, renamed (also by case alone), two names swapped | goes with the content | row, labels, thumbnails, feature rows; it is not decoded | nothing; it is counted |
//! | content of a file that was missing, replaced or forgotten: returned | is there again | the same | nothing; it is counted |
//! | content of a file that is where it was: copied | stays with the other | a row of its own | the other's label is offered |
//! | one more path (hard or symbolic link) of a file that is there | is that of the file | one row, several places | nothing |
//! | other content at a known path, the same picture ([`same_picture`]): turned, tagged, saved again | stays | row and labels; pixels are read anew | nothing; it is told |
//! | other content at a known path, another picture: replaced, or edited beyond that | stays with the former row, which waits for its content to return; *confirmed* and *reviewed* do not pass over | a new row that knows whose place it took | "Changed since you confirmed it": is it still that? |
//! | content never seen | | a new row | "place them" |
//! | gone, nowhere else (or a known file was put over it) | stays | row, labels, thumbnails; hidden, and in no export | "gone: take them out of the project?" |
//! | gone with its whole folder (a drive that is not connected, a share) | stays | everything is shown and exported as before; nothing is run anew | "is the drive connected?" |
//! | no readable picture where one was | stays with the former row | a skipped file; the former row is told as gone | as if gone |
//!
//! Among files of one content a row prefers its own path, then its own name, then the first path; rows that a person said
//! something of come before others, and rows that are shown before those that are not.
//!
//! An export asks once more: a file that is not what was looked at last is left out of it and told.
//!
//! Nothing here writes to the folder.

pub mod news;
pub mod report;
pub mod rule;
pub mod same_picture;
