//! Tests of the library without a window or a command line.

mod answers;
mod curating;
#[path = "../support/data.rs"]
mod data;
mod documents;
mod faults;
mod folder;
mod improving;
mod kept;
mod layering;
mod leaving;
mod messy;
mod placing;
mod resume;
mod session;
mod sizes;
mod strangers;
mod strings;
