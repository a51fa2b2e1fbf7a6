//! Figures from elsewhere that the reports are held against.

use super::{Decoder, poll_list};
use crate::model::{ContextFigure, ContextKind};
use crate::scenario::rule::Rule;
use crate::scenario::tree::Node;

impl Decoder<'_, '_> {
    /// `[[context]]`.
    pub(super) fn context(&mut self) -> Vec<ContextFigure> {
        let list = self.root.get("context").map_or(&[][..], Node::items);
        let mut context: Vec<ContextFigure> = Vec::new();
        for (number, node) in list.iter().enumerate() {
            let polls = poll_list(self, node.get("poll"));
            let sources = self.sources_of(node, &[]);
            let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_string);
            let kind = text("kind").unwrap_or_default();
            let id = text("id").unwrap_or_else(|| format!("{kind}-{}", number + 1));
            if context.iter().any(|known| known.id == id) {
                let at = node.get("id").map_or(node.at, |id| id.at);
                let what = "context figure";
                self.sink.error(
                    at,
                    Rule::Duplicate {
                        what,
                        id: id.clone(),
                    },
                    "choose another id",
                );
            }
            context.push(ContextFigure {
                id,
                label: text("label").unwrap_or_default(),
                kind: if kind == "other-roll" {
                    ContextKind::OtherRoll
                } else {
                    ContextKind::OtherPoll
                },
                polls,
                persons: node.get("persons").and_then(Node::whole).unwrap_or(0),
                sources,
            });
        }
        context
    }
}
