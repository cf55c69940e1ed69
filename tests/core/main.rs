//! Tests of the library without a window or a command line.

mod curating;
mod folder;
mod layering;
mod placing;
mod resume;
mod session;
mod sizes;
