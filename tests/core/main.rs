//! Tests of the library without a window or a command line.

mod curating;
mod layering;
mod placing;
mod resume;
mod session;
