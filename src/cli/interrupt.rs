//! Ctrl-C: the first asks the work to stop, the second leaves at once.

use super::text;
use crate::control::CancelToken;
use std::sync::OnceLock;

/// The token that Ctrl-C cancels; listening begins with the first call.
pub fn token() -> CancelToken {
    static TOKEN: OnceLock<CancelToken> = OnceLock::new();
    TOKEN.get_or_init(listen).clone()
}

fn listen() -> CancelToken {
    let token = CancelToken::default();
    let stop = token.clone();
    let listening = ctrlc::set_handler(move || {
        if stop.is_cancelled() {
            std::process::exit(130);
        }
        text::tell("\ngleaner: stopping; press Ctrl-C again to leave at once");
        stop.cancel();
    });
    if let Err(error) = listening {
        // Then Ctrl-C ends the process as it always does: the project on disk stands it.
        tracing::warn!("Ctrl-C cannot be listened for: {error}");
    }
    token
}
