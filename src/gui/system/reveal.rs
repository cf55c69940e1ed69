//! Hands a file to the system: shows it in the file manager, or opens it with the program for its kind.

use crate::strings::say;
use crate::text::has_picture_ending;
use std::path::Path;
use std::process::{Command, Stdio};

/// Opens the file manager at a file or folder, without waiting for it.
///
/// # Errors
/// In words, if no file manager can be started.
pub fn show_in_file_manager(path: &Path) -> Result<(), String> {
    check_place(path)?;
    let folder = path.parent().filter(|_| path.extension().is_some()).unwrap_or(path);
    let command = if cfg!(target_os = "macos") {
        let mut command = Command::new("open");
        command.arg("-R").arg(path);
        command
    } else if cfg!(windows) {
        let mut command = Command::new("explorer");
        command.arg("/select,").arg(path);
        command
    } else {
        let mut command = Command::new("xdg-open");
        command.arg(folder);
        command
    };
    start(command, || say!("system-no-manager", path = path.display().to_string()))
}

/// Opens a file with the program that the system opens its kind with, without waiting for it.
///
/// # Errors
/// In words, if nothing can be started.
pub fn open_in_viewer(path: &Path) -> Result<(), String> {
    check_place(path)?;
    // By the ending the system chooses what to start: a picture may be called `holiday.cmd`.
    if !has_picture_ending(path) {
        return Err(say!("system-no-picture-name", path = path.display().to_string()));
    }
    let opener = match () {
        () if cfg!(target_os = "macos") => "open",
        () if cfg!(windows) => "explorer",
        () => "xdg-open",
    };
    let mut command = Command::new(opener);
    command.arg(path);
    start(command, || say!("system-no-viewer", path = path.display().to_string()))
}

/// That it is a place on this computer and there: to what is no path the system finds a meaning, as to `smb://host/x`.
fn check_place(path: &Path) -> Result<(), String> {
    if path.is_absolute() && path.exists() {
        Ok(())
    } else {
        Err(say!("system-no-file", path = path.display().to_string()))
    }
}

fn start(mut command: Command, failure: impl FnOnce() -> String) -> Result<(), String> {
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = child.map_err(|_| failure())?;
    // Somebody has to take the exit status, or a dead process stays behind on Unix.
    let waiter = std::thread::Builder::new().name("file-manager".into()).spawn(move || child.wait());
    waiter.map(|_| ()).map_err(|why| say!("system-no-thread", why = why.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_called_like_a_program_is_not_opened() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("holiday.jpg.cmd");
        std::fs::write(&path, b"\xff\xd8\xff").unwrap();
        assert!(open_in_viewer(&path).unwrap_err().contains("does not end like a picture's"));
        assert!(open_in_viewer(&dir.path().join("gone.jpg")).unwrap_err().contains("not there any more"));
    }
}
