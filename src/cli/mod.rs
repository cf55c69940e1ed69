//! The command line: one file a subcommand, over the session alone.
