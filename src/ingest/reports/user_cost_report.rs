//! What each member of a Claude Enterprise organization spent beyond the seat.

use super::user_report;
use crate::ingest::Ingestor;
use crate::model::Table;

/// Recognizes rows of one user with an amount and its list price.
pub const INGESTOR: Ingestor = Ingestor {
    id: "user-cost-report",
    title: "Claude Enterprise cost by user (JSON)",
    table: Table::SeatSpend,
    signature: &["actor", "amount", "list_amount", "currency", "product"],
    claims: |document| user_report::is_report(document, "list_amount"),
    read: |document, batch| user_report::read(document, batch, true),
};

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn cents_by_user_and_product() {
        let text = r#"{"data":[{"actor":{"type":"user_actor","user_id":"user_1","email_address":"A@b.example","name":"Ann","deleted":false},"amount":"12345.5","list_amount":"13000","currency":"USD","product":"claude_code","model":"claude-opus-5","requests":12,"starting_at":"2026-09-01T00:00:00Z","ending_at":"2026-10-01T00:00:00Z"},
{"actor":{"type":"user_actor","user_id":"user_2","email_address":null},"amount":"1","list_amount":"1","currency":"USD","product":null,"starting_at":null},
{"actor":{"type":"user_actor","user_id":"user_3"},"amount":"1","list_amount":"1","currency":"USD","rbac_group_id":"rbac_group_1"},
{"actor":{"type":"user_actor","user_id":"user_3"},"amount":"1","list_amount":"1","currency":"EUR"}],"next_page":null}"#;
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "1: day=2026-09-01 address=a@b.example user_id=user_1 product=claude_code model=claude-opus-5 requests=12 \
                 net_spend=123.455 gross_spend=130",
                "2: user_id=user_2 net_spend=0.01 gross_spend=0.01",
                "3: rejected: rbac_group_id: a share of a group, which overlaps with other groups",
                "4: rejected: currency: not US dollars",
            ]
        );
    }
}
