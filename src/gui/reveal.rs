//! Shows a file in the system's file manager.

use std::path::Path;
use std::process::{Command, Stdio};

/// Opens the file manager at a file or folder, without waiting for it.
///
/// # Errors
/// In words, if no file manager can be started.
pub fn show_in_file_manager(path: &Path) -> Result<(), String> {
    let folder = path.parent().filter(|_| path.extension().is_some()).unwrap_or(path);
    let mut command = if cfg!(target_os = "macos") {
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
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = child.map_err(|_| format!("No file manager could be started. The file is {}", path.display()))?;
    // Somebody has to take the exit status, or a dead process stays behind on Unix.
    let waiter = std::thread::Builder::new().name("file-manager".into()).spawn(move || child.wait());
    waiter.map(|_| ()).map_err(|why| format!("No thread could be started: {why}"))
}
