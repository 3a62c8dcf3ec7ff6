//! `conversations.json` of the data export: which account, when begun, when last touched.
//!
//! Names, summaries and messages are passed over by the parser and never held: an access review has no business reading them.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::super::Ingestor;
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::document::Document;
use crate::ingest::text::instant::parse_instant;
use crate::model::Table;

/// Recognizes conversations by `uuid` and `chat_messages`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "data-export-conversations",
    title: "Data export: conversations.json (dates only)",
    table: Table::Conversations,
    signature: &["uuid", "account", "created_at", "updated_at", "chat_messages"],
    claims: |document| document.first().is_some_and(|r| r.has("uuid") && r.has("chat_messages") && r.has("updated_at")),
    read,
};

/// The only fields that are read.
#[derive(Deserialize)]
struct Conversation {
    uuid: String,
    account: Option<Account>,
    created_at: Option<String>,
    updated_at: Option<String>,
}

#[derive(Deserialize)]
struct Account {
    uuid: Option<String>,
}

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_part(batch, |conversation: Conversation, line, batch| {
        batch.push(
            line,
            &[
                Cell::text(Some(conversation.uuid)),
                Cell::text(conversation.account.and_then(|account| account.uuid)),
                Cell::instant(instant("created_at", conversation.created_at.as_deref())?),
                Cell::instant(instant("updated_at", conversation.updated_at.as_deref())?),
            ],
        );
        Ok(())
    });
}

/// The instant; a text that is none is not shown, whatever it may be.
fn instant(field: &str, text: Option<&str>) -> Result<Option<DateTime<Utc>>, Reject> {
    let Some(text) = text else { return Ok(None) };
    parse_instant(text).map(Some).ok_or_else(|| Reject::new(field, "", "not an instant"))
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::batch::Batch;
    use crate::ingest::document::Document;
    use crate::ingest::testing::rows;

    const TEXT: &str = r#"[{"uuid":"c1","name":"TOPSECRET","summary":"TOPSECRET","created_at":"2026-07-01T08:00:00.5Z","updated_at":"2026-07-02T08:00:00Z","account":{"uuid":"0a"},"chat_messages":[{"uuid":"m1","text":"TOPSECRET","created_at":"2026-07-02T08:00:00Z"}]},
{"uuid":"c2","chat_messages":[],"updated_at":"TOPSECRET","account":{"uuid":"0a"}},
"TOPSECRET",
{"uuid":{"x":"TOPSECRET"},"chat_messages":[]},
{"uuid":"c3","chat_messages":["TOPSECRET"#;

    #[test]
    fn only_ids_and_dates_are_taken() {
        assert_eq!(
            rows(&INGESTOR, TEXT),
            [
                "1: id=c1 account_id=0a created_at=2026-07-01T08:00:00.500Z updated_at=2026-07-02T08:00:00Z",
                "2: rejected: updated_at: not an instant",
                "3: rejected: not a record of this kind",
                "4: rejected: not a record of this kind",
                "5: rejected: the file ends inside this record",
            ]
        );
    }

    #[test]
    fn not_a_word_is_held() {
        let document = Document::open(TEXT.as_bytes());
        assert!(!format!("{:?}", document.first()).contains("TOPSECRET"));
        let mut batch = Batch::new(INGESTOR.table);
        (INGESTOR.read)(&document, &mut batch);
        assert!(!format!("{batch:?}").contains("TOPSECRET"));
    }
}
