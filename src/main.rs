//! No subcommand: the window; else the command line.

fn main() -> std::process::ExitCode {
    gleaner::cli::main()
}
