//! Worksheets that a reviewer filled in: every row is a decision, a refusal or a reject, and the review counts everybody once.

use clade_analyze::ingest::load_bytes;
use clade_analyze::judge;
use clade_analyze::options::Options;
use clade_analyze::policy::Policy;

use super::assert_closes;

const USERS: &str = r#"[{"type":"user","id":"user_1","email":"ana@example.com","name":"Ana","role":"admin","added_at":"2026-05-01T00:00:00Z"},
{"type":"user","id":"user_2","email":"ben@example.com","name":"Ben","role":"user","added_at":"2026-05-02T00:00:00Z"}]"#;
const KEYS: &str = r#"[{"type":"api_key","id":"apikey_1","name":"prod-search","status":"active","created_at":"2025-01-01T00:00:00Z","created_by":{"id":"user_1","type":"user"},"workspace_id":null}]"#;

/// Reads the bytes as a worksheet beside two lists.
pub(crate) fn run(bytes: &[u8]) {
    let files = vec![
        ("keys.json".to_owned(), KEYS.as_bytes().to_vec()),
        ("review/sheet.csv".to_owned(), bytes.to_vec()),
        ("users.json".to_owned(), USERS.as_bytes().to_vec()),
    ];
    let Ok(data) = load_bytes(files) else { return };
    assert_closes(&data);
    if !data.frames.keys().any(|table| table.is_worksheet()) {
        return;
    }
    let Ok(report) = judge(data, &Policy::default(), None, &Options::default()) else { return };
    if let Some(review) = &report.access_review {
        assert_eq!(review.population, review.reviewed + review.undecided, "{}", review.equation());
        let decided = review.appropriate + review.modified + review.revoked + review.deferred + review.exceptions;
        assert_eq!(review.reviewed, decided, "{}", review.equation());
    }
    if let Some(result) = report.log_review.as_ref().and_then(|review| review.result.as_ref()) {
        assert_eq!(result.rows, result.expected + result.follow_up + result.incidents + result.undecided);
    }
}
