//! `gleaner man` and `gleaner completions`: the manual and the completions of shells, made from the commands themselves.
//!
//! Where they are installed is the caller's matter, or that of whoever packages the program.

use super::outcome::{Answer, Exit, Failure};
use super::text;
use crate::room;
use clap_complete::Shell;
use std::path::PathBuf;

/// The arguments of `man`.
#[derive(Debug, clap::Args)]
pub struct ManArgs {
    /// Write a page for each command into this directory; else the page of the whole is printed
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// The arguments of `completions`.
#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// Whose completions to print
    shell: Shell,
}

/// Prints or writes manual pages.
///
/// # Errors
/// [`Failure`].
pub fn man(args: &ManArgs, commands: clap::Command) -> Answer {
    if let Some(folder) = &args.out {
        let failed = |error| Failure::failed(room::failed(folder, &error));
        std::fs::create_dir_all(folder).map_err(failed)?;
        clap_mangen::generate_to(commands, folder).map_err(failed)?;
        return Ok(Exit::Done);
    }
    let mut page = Vec::new();
    let rendered = clap_mangen::Man::new(commands).render(&mut page);
    rendered.map_err(|error| Failure::failed(error.to_string()))?;
    text::print(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Done)
}

/// Prints what makes a shell complete commands and options.
///
/// # Errors
/// [`Failure`].
pub fn completions(args: &CompletionsArgs, mut commands: clap::Command) -> Answer {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut commands, "gleaner", &mut script);
    text::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::super::Cli;
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn manual_and_completions_know_every_command() {
        let commands = Cli::command();
        let folder = tempfile::tempdir().expect("a folder");
        let out = Some(folder.path().join("man1"));
        man(&ManArgs { out: out.clone() }, commands.clone()).expect("written");
        let mut script = Vec::new();
        clap_complete::generate(Shell::Bash, &mut Cli::command(), "gleaner", &mut script);
        let script = String::from_utf8(script).expect("text");
        for command in commands.get_subcommands().map(clap::Command::get_name) {
            let page = out.as_ref().expect("a folder").join(format!("gleaner-{command}.1"));
            assert!(page.is_file(), "{}", page.display());
            assert!(script.contains(&format!("gleaner,{command})")), "{command}");
        }
    }
}
