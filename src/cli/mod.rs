//! The command line: one file a subcommand, over the session alone.

/// Runs the program with the process's arguments.
#[must_use]
pub fn main() -> std::process::ExitCode {
    todo!()
}
