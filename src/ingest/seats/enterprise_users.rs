//! What every member of a Claude Enterprise organization did in a window, from the analytics: only the last active day is kept.

use super::super::Ingestor;
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::document::Document;
use crate::ingest::text::instant::parse_day;
use crate::model::Table;

/// Recognizes them by a user next to the figures of products, or to a last active day: an answer may leave out what it has no figures of.
pub const INGESTOR: Ingestor = Ingestor {
    id: "enterprise-users",
    title: "Claude Enterprise analytics of users (JSON)",
    table: Table::SeatActivity,
    signature: &["user", "chat_metrics", "claude_code_metrics", "last_activity_date"],
    claims: |document| {
        document.first().is_some_and(|r| {
            let is_a_user = || r.object("user").is_some_and(|user| user.has("id")) && !r.has("results");
            r.has("chat_metrics") && (r.has("user") || r.has("last_activity_date"))
                || r.has("last_activity_date") && is_a_user()
        })
    },
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    let mut is_undated = false;
    json.each_record(batch, |record, line, batch| {
        let user =
            record.object("user").ok_or_else(|| Reject::new("user", "", "figures of several people together"))?;
        let day = match record.text("last_activity_date")? {
            None => None,
            Some(text) => Some(parse_day(text).ok_or_else(|| Reject::new("last_activity_date", text, "not a day"))?),
        };
        is_undated |= day.is_none();
        batch.push(line, &[Cell::text(Some(user.required("id")?)), Cell::day(day), user.cell("email_address")?]);
        Ok(())
    });
    if is_undated {
        batch.note("states of some people no last active day: the organization does not report it");
    }
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::document::Document;
    use crate::ingest::recognize;
    use crate::ingest::testing::rows;

    /// Fault: The activity of Enterprise members with nothing but the fields that the API's description names was «not read»
    /// Outcome: A user and a last active day are enough; figures of a day without either stay what they are
    #[test]
    fn a_user_and_a_day_are_enough() {
        let text = r#"{"data":[{"user":{"id":"user_1","email_address":"a@b.example"},"last_activity_date":"2026-09-29"},
{"user":{"id":"user_2","email_address":"c@b.example"}}],"next_page":null}"#;
        assert_eq!(
            rows(&INGESTOR, text),
            ["1: user_id=user_1 last_active=2026-09-29 address=a@b.example", "2: user_id=user_2 address=c@b.example"]
        );
        for other in [
            r#"{"data":[{"user":{"id":"user_1"},"claude_code_metrics":{}}]}"#,
            r#"{"data":[{"user":"user_1","last_activity_date":"2026-09-29"}]}"#,
            r#"{"data":[{"user":{"name":"A"},"last_activity_date":"2026-09-29"}]}"#,
            r#"{"data":[{"user":{"id":"user_1"},"last_activity_date":"2026-09-29","results":[]}]}"#,
        ] {
            let kind = recognize(&Document::open(other.as_bytes())).map(|ingestor| ingestor.id);
            assert_ne!(kind, Some(INGESTOR.id), "{other}");
        }
    }

    #[test]
    fn the_last_active_day_of_each() {
        let text = r#"{"data":[{"user":{"type":"user","id":"user_1","email_address":"a@b.example"},"chat_metrics":{"message_count":4},"claude_code_metrics":{},"web_search_count":0,"last_activity_date":"2026-09-29"},
{"user":{"type":"user","id":"user_2","email_address":"c@b.example"},"chat_metrics":{},"claude_code_metrics":{},"web_search_count":0},
{"user":null,"rbac_group_id":"rbac_group_1","chat_metrics":{},"claude_code_metrics":{},"web_search_count":0},
{"user":{"type":"user","id":"user_3"},"chat_metrics":{},"last_activity_date":"soon"}],"next_page":null}"#;
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "1: user_id=user_1 last_active=2026-09-29 address=a@b.example",
                "2: user_id=user_2 address=c@b.example",
                "3: rejected: user: figures of several people together",
                "4: rejected: last_activity_date: not a day",
            ]
        );
    }
}
