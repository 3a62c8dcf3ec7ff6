//! The last report: taken, or refused; what is taken is written as it was read, and a run can be compared with it.

use clade_analyze::ingest::load_bytes;
use clade_analyze::options::{Options, PeriodChoice};
use clade_analyze::policy::Policy;
use clade_analyze::{baseline, judge};

const KEYS: &str = r#"{"data":[{"type":"api_key","id":"apikey_1","name":"prod-search","status":"active","created_at":"2025-01-01T00:00:00Z","created_by":{"type":"user","id":"user_1"},"partial_key_hint":"sk-ant-api03-R2D...igAA","workspace_id":null}],"has_more":false,"first_id":null,"last_id":null}"#;
const USAGE: &str = "usage_date_utc,model_version,api_key,workspace,usage_type,usage_input_tokens_no_cache,usage_output_tokens\n\
                     2026-07-01,claude-opus-5,prod-search,Production,standard,1000,10\n\
                     2026-09-30,claude-opus-5,prod-search,Production,standard,2000,20\n";

/// Reads the bytes as a baseline, and compares a small run with it.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(last) = baseline::parse("findings.json", "findings.json".to_owned(), bytes) else { return };
    let Ok(text) = serde_json::to_vec(&last.report) else { panic!("what was read can be written") };
    let again = baseline::parse("findings.json", "findings.json".to_owned(), &text);
    let again = again.map(|again| serde_json::to_vec(&again.report).unwrap_or_default());
    assert_eq!(again.map_err(|error| error.to_string()), Ok(text), "a report is read as it was written");
    let files = [("keys.json", KEYS), ("usage.csv", USAGE)];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).to_vec();
    let Ok(data) = load_bytes(files) else { return };
    let options = Options { period: PeriodChoice::Latest, ..Options::default() };
    if let Ok(report) = judge(data, &Policy::default(), Some(last), &options) {
        let open = report.findings.len() + report.suppressed.len();
        let Some(compared) = &report.baseline else { panic!("a baseline was given") };
        let unknown = compared.not_comparable.len() as u64;
        assert_eq!(
            compared.new + compared.persisting + compared.reopened + unknown,
            open as u64,
            "every finding counts once"
        );
        assert_eq!(compared.resolved, report.resolved.len() as u64);
    }
}
