//! The spend limit in force and the spend so far per member and period, from the Admin API; amounts in cents.

use super::super::Ingestor;
use super::source_of;
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes rows with an actor, a period and a spend so far; they have no `type`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "spend-limits-effective",
    title: "Admin API effective spend limits (JSON)",
    table: Table::EffectiveLimits,
    signature: &["actor", "amount", "period", "period_to_date_spend", "source"],
    claims: |document| {
        document.first().is_some_and(|r| r.has("actor") && r.has("period_to_date_spend") && r.has("period"))
    },
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        let actor = record.only_object("actor")?.ok_or_else(|| Reject::new("actor", "", "no `actor`"))?;
        let id = actor.first_text(&["user_id", "scoped_api_key_id"])?;
        let id = id.ok_or_else(|| Reject::new("actor", "", "an actor without an id"))?;
        let [source_type, source_id] = source_of(record)?;
        batch.push(
            line,
            &[
                Cell::text(Some(id)),
                Cell::text(Some(record.required("period")?)),
                actor.cell("email_address")?,
                actor.cell("name")?,
                actor.yes_no("deleted")?,
                record.minor_units("amount")?,
                record.minor_units("period_to_date_spend")?,
                source_type,
                source_id,
                record.cell("spend_limit_id")?,
            ],
        );
        Ok(())
    });
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn a_row_per_member_and_period_with_fractions_of_a_cent() {
        let text = r#"[{"actor":{"type":"user_actor","user_id":"user_1","email_address":"a@b.example","name":"Ann","deleted":false},"amount":"50000","currency":"USD","period":"monthly","period_to_date_spend":"12050.125","scope":{"type":"user","user_id":"user_1"},"source":{"type":"seat_tier","seat_tier":"premium"},"spend_limit_id":"spl_1"},
{"actor":{"type":"user_actor","user_id":"user_2","email_address":null,"name":null,"deleted":true},"amount":null,"currency":"USD","period":"daily","period_to_date_spend":"0","source":null,"spend_limit_id":null},
{"actor":{"type":"user_actor"},"period":"daily","period_to_date_spend":"0"}]"#;
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "1: actor_id=user_1 period=monthly address=a@b.example name=Ann deleted=false amount=500 spent=120.50125 \
                 source_type=seat_tier source_id=premium spend_limit_id=spl_1",
                "2: actor_id=user_2 period=daily deleted=true spent=0",
                "3: rejected: actor: an actor without an id",
            ]
        );
    }
}
