//! One gate for all that changes images: what touches more than a person looks at is asked about before it is done, whoever
//! asked for it, and so is taking back a whole result. A menu, a button, a key, the palette and a drag all come through here.

use super::asked::Asked;
use super::window::Window;
use crate::gui::dialogs::Dialog;
use crate::gui::dialogs::sure::Sure;
use crate::gui::dialogs::take_back::TakeBack;
use crate::gui::frame::Intent;
use crate::gui::frame::asks::many::{MOST_UNASKED, deed};
use crate::session::protocol::{Change, Request, Snapshot};

impl Window {
    /// Does what parts of the window asked for at once.
    pub(in crate::gui) fn do_intents(&mut self, intents: Vec<Intent>, snapshot: &Snapshot) {
        self.do_noted(intents, None, snapshot);
    }

    /// As [`Window::do_intents`]; where it is asked about, `note` says what stays as it is.
    pub(super) fn do_noted(&mut self, mut intents: Vec<Intent>, note: Option<String>, snapshot: &Snapshot) {
        let taken_back = |intent: &mut Intent| match intent {
            Intent::Request(request) => self.takes_back(request, snapshot).is_some(),
            _ => false,
        };
        let asked = intents.extract_if(.., taken_back).next();
        if let Some(Intent::Request(request)) = asked
            && let Some(question) = self.takes_back(&request, snapshot)
        {
            self.dialog = Some(Dialog::TakeBack(question));
        }
        let n: usize = intents.iter().filter_map(change).filter_map(deed).map(|(_, images)| images.len()).sum();
        if n <= MOST_UNASKED {
            for intent in intents {
                self.act(intent, snapshot);
            }
            return;
        }
        let mut asked = Vec::new();
        for intent in intents {
            match change(&intent).filter(|change| deed(change).is_some()) {
                Some(change) => asked.push(change.clone()),
                None => self.act(intent, snapshot),
            }
        }
        self.dialog = Some(Dialog::Sure(Sure::new(asked, note, snapshot)));
    }

    /// The question before a result is taken back, if a request does that.
    fn takes_back(&self, request: &Request, snapshot: &Snapshot) -> Option<TakeBack> {
        let history = &snapshot.history;
        // Those that are on their way are not in the snapshot yet.
        let is_undo = |(request, _): &&(Request, Option<u64>)| matches!(request, Request::Undo);
        let n_asked = self.requests.iter().filter(is_undo).count()
            + self.asked.values().filter(|asked| **asked == Asked::Undo).count();
        let from = history.back(n_asked);
        let to = match request {
            Request::Undo => history.back(n_asked + 1),
            Request::GoTo(point) => *point,
            _ => return None,
        };
        TakeBack::new(request, from, to, snapshot)
    }

    /// Does what a part of the window asked for.
    pub(in crate::gui) fn do_intent(&mut self, intent: Intent, snapshot: &Snapshot) {
        self.do_intents(vec![intent], snapshot);
    }
}

fn change(intent: &Intent) -> Option<&Change> {
    match intent {
        Intent::Request(Request::Edit(change)) => Some(change),
        _ => None,
    }
}
