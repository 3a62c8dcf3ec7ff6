//! What each member of a Claude Enterprise organization used.

use super::user_report;
use crate::ingest::Ingestor;
use crate::model::Table;

/// Recognizes rows of one user with all tokens together.
pub const INGESTOR: Ingestor = Ingestor {
    id: "user-usage-report",
    title: "Claude Enterprise usage by user (JSON)",
    table: Table::SeatSpend,
    signature: &["actor", "total_tokens", "uncached_input_tokens", "output_tokens", "product"],
    claims: |document| user_report::is_report(document, "total_tokens"),
    read: |document, batch| user_report::read(document, batch, false),
};

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn tokens_by_user() {
        let text = r#"[{"actor":{"type":"user_actor","user_id":"user_1","email_address":"a@b.example","deleted":false},"uncached_input_tokens":10,"cache_creation":{"ephemeral_5m_input_tokens":2,"ephemeral_1h_input_tokens":3},"cache_read_input_tokens":4,"output_tokens":5,"total_tokens":24,"requests":null,"server_tool_use":{"web_search_requests":6},"product":"chat"},
{"actor":{"type":"user_actor"},"total_tokens":1,"output_tokens":1}]"#;
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "1: address=a@b.example user_id=user_1 product=chat output=5 uncached_input=10 cache_read=4 cache_write_5m=2 \
                 cache_write_1h=3 web_searches=6",
                "2: rejected: user_id: no `user_id`",
            ]
        );
    }
}
