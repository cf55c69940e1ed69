//! Where a part of the window puts what it is asked for while it is drawn.

use super::intent::Intent;
use crate::gui::command::{Command, Situation};
use crate::ids::ImageId;
use crate::session::protocol::{Change, ClusterView, Request};
use egui::{Response, Ui};

/// What a part of the window asks for while it is drawn.
#[derive(Default)]
pub struct Out {
    /// See [`Intent`].
    pub intents: Vec<Intent>,
    /// Commands that were asked for.
    pub commands: Vec<Command>,
    /// These images are to become a new cluster; its name has to be asked for.
    pub new_cluster: Option<Vec<ImageId>>,
    /// What commands can do anything in this frame.
    pub situation: Situation,
}

impl Out {
    /// A request for the engine.
    pub fn request(&mut self, request: Request) {
        self.intents.push(Intent::Request(request));
    }

    /// An edit by a person.
    pub fn edit(&mut self, change: impl Into<Change>) {
        self.request(Request::edit(change));
    }

    /// What commands can do where they are about this cluster, whichever the grid shows.
    #[must_use]
    pub fn about(&self, cluster: &ClusterView) -> Situation {
        Situation { shown_cluster: Some(cluster.members.len()), n_marked: 0, ..self.situation }
    }

    /// Takes in what a widget that was drawn for a command says: what it does, why it can not be done, whether it was pressed.
    pub fn note(&mut self, ui: &Ui, command: Command, response: Response) {
        let is_chosen = command.is_chosen(ui, response, &self.situation);
        self.commands.extend(is_chosen.then_some(command));
    }

    /// A line of a menu under the command's short name.
    pub fn line_ui(&mut self, ui: &mut Ui, command: Command) {
        let is_chosen = command.line_ui(ui, &self.situation);
        self.commands.extend(is_chosen.then_some(command));
    }

    /// A line of a menu under another name.
    pub fn line_as_ui(&mut self, ui: &mut Ui, command: Command, text: impl Into<String>) {
        let is_chosen = command.line_as_ui(ui, text, &self.situation);
        self.commands.extend(is_chosen.then_some(command));
    }

    /// A button under the command's short name.
    pub fn button_ui(&mut self, ui: &mut Ui, command: Command) {
        self.button_as_ui(ui, command, command.short());
    }

    /// A button under another name.
    pub fn button_as_ui(&mut self, ui: &mut Ui, command: Command, text: impl Into<String>) {
        let is_chosen = command.button_as_ui(ui, text, &self.situation);
        self.commands.extend(is_chosen.then_some(command));
    }

    /// The button that says what to do next.
    pub fn primary_ui(&mut self, ui: &mut Ui, command: Command, text: &str) {
        let is_chosen = command.primary_ui(ui, text, &self.situation);
        self.commands.extend(is_chosen.then_some(command));
    }
}
