//! What a file says about others, without whole keys.

use super::{Answer, Note, Sidecar};
use crate::model::mask_secrets;

impl Sidecar {
    /// The same without whole keys.
    pub(in crate::ingest) fn masked(&self) -> Self {
        let masked = |text: &String| mask_secrets(text).into_owned();
        let maybe = |text: &Option<String>| text.as_ref().map(masked);
        match self {
            Self::Answer(Answer { organization, request, date }) => {
                Self::Answer(Answer { organization: maybe(organization), request: maybe(request), date: maybe(date) })
            }
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
