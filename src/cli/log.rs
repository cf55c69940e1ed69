//! The log file in the data directory; people get sentences, the file gets everything else.

use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tracing_subscriber::EnvFilter;

/// Bytes after which the next start begins a new file.
const MAX_BYTES: u64 = 1 << 20;

/// Starts logging into `<data_dir>/gleaner.log`, what `RUST_LOG` says, else warnings and our own news; gives the file.
/// A file of more than 1 MB becomes `gleaner.log.1` first. Without a writable place nothing is logged: no command fails
/// for that.
pub fn start(data_dir: &Path) -> Option<PathBuf> {
    let path = data_dir.join("gleaner.log");
    let file = rotated(&path).ok()?;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,gleaner=info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(Mutex::new(file));
    // What can not be logged is not worth a word either, least of all one that nobody can write.
    let log = log.log_internal_errors(false);
    log.try_init().ok()?;
    // A fault in a thread is told in words by whoever waits for it; its trace belongs into the file.
    std::panic::set_hook(Box::new(|fault| tracing::error!("{fault}\n{}", std::backtrace::Backtrace::force_capture())));
    let args: Vec<String> = std::env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned()).collect();
    tracing::info!(version = env!("CARGO_PKG_VERSION"), ?args, "started");
    Some(path)
}

fn rotated(path: &Path) -> io::Result<std::fs::File> {
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)?;
    }
    if std::fs::metadata(path).is_ok_and(|file| file.len() > MAX_BYTES) {
        std::fs::rename(path, path.with_extension("log.1"))?;
    }
    OpenOptions::new().create(true).append(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_long_log_steps_aside() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("new/gleaner.log");
        rotated(&path).expect("a file").write_all(b"one").expect("written");
        rotated(&path).expect("a file").write_all(b"two").expect("written");
        assert_eq!(std::fs::read(&path).expect("a file"), b"onetwo");
        rotated(&path).expect("a file").write_all(&vec![b'x'; MAX_BYTES as usize]).expect("written");
        rotated(&path).expect("a file");
        assert_eq!(std::fs::metadata(&path).expect("a file").len(), 0);
        assert!(dir.path().join("new/gleaner.log.1").exists());
    }
}
