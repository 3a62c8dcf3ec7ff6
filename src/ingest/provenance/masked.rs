//! What a file says about others, without whole keys.

use super::answer::Answer;
use super::{Note, Sidecar};
use crate::model::mask_secrets;

impl Sidecar {
    /// The same without whole keys.
    pub(in crate::ingest) fn masked(&self) -> Self {
        let masked = |text: &String| mask_secrets(text).into_owned();
        let maybe = |text: &Option<String>| text.as_ref().map(masked);
        match self {
            Self::Answer(Answer { organization, request, date, names_next }) => Self::Answer(Answer {
                organization: maybe(organization),
                request: maybe(request),
                date: maybe(date),
                names_next: *names_next,
            }),
            Self::Notes(notes) => {
                let note = |note: &Note| Note {
                    path: masked(&note.path),
                    source: maybe(&note.source),
                    by: maybe(&note.by),
                    at: note.at.clone(),
                    records: note.records,
                };
                Self::Notes(notes.iter().map(note).collect())
            }
            Self::Script => Self::Script,
        }
    }
}
