//! Tests of the library without a window or a command line.

mod curating;
mod folder;
mod improving;
mod layering;
mod placing;
mod resume;
mod session;
mod sizes;
