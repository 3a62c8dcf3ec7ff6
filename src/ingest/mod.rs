//! Exports -> tables: recognizes every file by its content, reads it, and decides what counts once.

pub mod access_review;
pub mod activity_feed;
pub mod api_keys;
mod appended;
pub mod audit_log;
pub mod batch;
mod cell;
mod chunked;
mod closed_words;
pub mod clouds;
pub mod compliance;
pub mod console_cost;
pub mod console_logs;
pub mod console_usage;
pub mod data_export;
pub mod document;
mod event_organizations;
mod failed;
mod fold;
mod folders;
mod frames;
mod full_answers;
pub mod gateways;
pub mod identities;
pub mod identity_review;
pub mod invites;
mod joined;
mod joined_pages;
mod json_chunked;
pub mod limits;
mod listed_workspaces;
mod load;
pub mod log_review;
mod merge;
mod midnights;
mod misdated;
pub mod organization;
mod organization_counts;
mod own_list;
mod paths;
mod provenance;
mod remarks;
pub mod reports;
mod roles_of_files;
pub mod roster;
mod routine;
mod row_group;
mod row_of_sums;
pub mod seats;
mod shown;
mod silent;
pub mod source;
mod streamed;
#[cfg(test)]
mod testing;
pub mod text;
mod unrecognized;
pub mod users;
mod values;
mod vocabulary;
mod worksheets;
pub mod workspace_members;
pub mod workspaces;

use serde_json::{Map, Value};

use self::batch::Batch;
use self::document::Document;
use self::joined::by_source;
use self::text::delimited::Delimited;
use crate::model::{Table, mask_secrets};
pub use load::{
    CANNOT_WRITE_PART, FoldedPart, fold_bytes, fold_files, load, load_bytes, load_bytes_as, load_bytes_within,
    load_with_reviews,
};

/// One kind of export: how it is recognized and read.
#[derive(Debug)]
pub struct Ingestor {
    /// Public id, kebab-case: `kind` of an input.
    pub id: &'static str,
    /// For people.
    pub title: &'static str,
    /// The table it fills.
    pub table: Table,
    /// Columns or fields that it is known by, to name the nearest kind of a file that nobody claims.
    pub signature: &'static [&'static str],
    /// Whether this is its kind of file, by content. At most one ingestor may claim a file; a worksheet has
    /// the marks of lists too, and is none.
    pub claims: fn(&Document) -> bool,
    /// Reads every record into the batch, or rejects it there.
    pub read: fn(&Document, &mut Batch),
}

/// Every kind of export that can be read.
pub const ALL: &[Ingestor] = &[
    console_usage::INGESTOR,
    console_cost::INGESTOR,
    api_keys::INGESTOR,
    users::INGESTOR,
    invites::INGESTOR,
    workspaces::INGESTOR,
    workspace_members::INGESTOR,
    audit_log::INGESTOR,
    activity_feed::INGESTOR,
    organization::INGESTOR,
    access_review::INGESTOR,
    log_review::INGESTOR,
    identity_review::INGESTOR,
    roster::entra::INGESTOR,
    roster::microsoft365::INGESTOR,
    roster::google::INGESTOR,
    roster::okta_health::INGESTOR,
    roster::okta_assignments::INGESTOR,
    roster::okta_api::INGESTOR,
    roster::graph::INGESTOR,
    roster::google_api::INGESTOR,
    roster::scim::INGESTOR,
    roster::list::INGESTOR,
    reports::usage_report::INGESTOR,
    reports::cost_report::INGESTOR,
    reports::enterprise_usage::INGESTOR,
    reports::enterprise_cost::INGESTOR,
    reports::analytics_usage::INGESTOR,
    reports::analytics_cost::INGESTOR,
    limits::spend_limits::INGESTOR,
    limits::spend_limits_effective::INGESTOR,
    limits::rate_limits::INGESTOR,
    limits::workspace_rate_limits::INGESTOR,
    identities::service_accounts::INGESTOR,
    identities::federation_issuers::INGESTOR,
    identities::federation_rules::INGESTOR,
    identities::federation_rule_workspaces::INGESTOR,
    identities::rbac_groups::INGESTOR,
    identities::rbac_group_members::INGESTOR,
    identities::rbac_roles::INGESTOR,
    identities::rbac_role_permissions::INGESTOR,
    compliance::compliance_users::INGESTOR,
    compliance::compliance_settings::INGESTOR,
    compliance::compliance_state::INGESTOR,
    compliance::security_posture::INGESTOR,
    compliance::review_cases::INGESTOR,
    data_export::data_export_users::INGESTOR,
    data_export::data_export_conversations::INGESTOR,
    console_logs::INGESTOR,
    reports::claude_code_report::INGESTOR,
    seats::claude_code_team::INGESTOR,
    seats::claude_members::INGESTOR,
    seats::claude_members_analytics::INGESTOR,
    seats::claude_spend_report::INGESTOR,
    seats::enterprise_users::INGESTOR,
    reports::user_cost_report::INGESTOR,
    reports::user_usage_report::INGESTOR,
    clouds::aws_cur::INGESTOR,
    clouds::focus::INGESTOR,
    gateways::litellm_keys::INGESTOR,
    gateways::litellm_users::INGESTOR,
    gateways::litellm_daily_spend::INGESTOR,
    gateways::litellm_activity::INGESTOR,
    gateways::litellm_spend_logs::INGESTOR,
];

/// What worksheets of reviews have the ids, names and states of: a worksheet is no list of these.
const ON_WORKSHEETS: [Table; 5] =
    [Table::Keys, Table::Invites, Table::Members, Table::Workspaces, Table::WorkspaceMembers];

/// The ingestor that claims a document; none where several do, since such a file is an export of neither.
#[must_use]
pub fn recognize(document: &Document) -> Option<&'static Ingestor> {
    let at = match document.delimited() {
        Some(csv) => csv.kind(|| only_claim(document)),
        None => only_claim(document),
    };
    at.and_then(|at| ALL.get(at))
}

/// The place of the only kind that claims a file.
fn only_claim(document: &Document) -> Option<usize> {
    let is_worksheet = document.delimited().and_then(worksheets::table_of).is_some();
    let may_be = |ingestor: &Ingestor| !is_worksheet || !ON_WORKSHEETS.contains(&ingestor.table);
    let claims = |ingestor: &Ingestor| may_be(ingestor) && (ingestor.claims)(document);
    let mut claiming = (0..).zip(ALL).filter(|(_, ingestor)| claims(ingestor)).map(|(at, _)| at);
    claiming.next().filter(|_| claiming.next().is_none())
}

impl Batch {
    /// Tells the reader which columns were not asked for: a new header version, or a hand-made one.
    fn note_unknown_columns(&mut self, csv: &Delimited) {
        let unknown: Vec<&str> = csv
            .unknown_columns()
            .into_iter()
            .filter(|name| !name.is_empty() && !by_source::is_named_so(name))
            .collect();
        if !unknown.is_empty() {
            self.note(format!("columns not read: {}", unknown.join(", ")));
            self.unknown_columns = unknown.into_iter().map(|name| mask_secrets(name).into_owned()).collect();
        }
    }
}

impl Batch {
    /// As [`Batch::note_unknown_columns`], of columns given by their place. The `plain` ones are known, and say nothing that is
    /// asked: they are reported next to the unknown ones and are none.
    fn note_unread_columns(&mut self, csv: &Delimited, plain: &[usize], unknown: &[usize]) {
        let names =
            |columns: &[usize]| columns.iter().map(|at| csv.header[*at].as_str()).collect::<Vec<_>>().join(", ");
        if !unknown.is_empty() {
            self.note(format!("columns not read: {}", names(unknown)));
            let masked = unknown.iter().map(|at| mask_secrets(&csv.header[*at]).into_owned());
            self.unknown_columns = masked.collect();
        }
        if !plain.is_empty() {
            self.note(format!("columns that say nothing of who is there, not read: {}", names(plain)));
        }
    }
}

impl Batch {
    /// Tells the reader which columns of this kind of export are not there, each given by the names it has had. A file cannot say
    /// whether it is older than a column, was grouped by less, or had it cut out.
    fn note_absent_columns(&mut self, csv: &Delimited, expected: &[&[&str]]) {
        let absent = expected.iter().filter(|names| !names.iter().any(|name| csv.has(name)));
        let absent: Vec<&str> = absent.filter_map(|names| names.first().copied()).collect();
        if !absent.is_empty() {
            self.note(format!("columns not there, of which nothing is known or counted: {}", absent.join(", ")));
        }
    }
}

/// The type of an event as its source spells it, where that is known; else as it is written.
fn known_spelling<'a>(written: &'a str, by_feed: bool, batch: &mut Batch) -> &'a str {
    let Some(name) = crate::data::event_spelling::known_type(written, by_feed) else { return written };
    batch.note("types of events that are written otherwise than their source does, in capitals or with other separators, are read as its own");
    name
}

/// Fields as JSON with sorted keys, so that the same event reads the same from every export; nothing where there are none.
fn sorted_json(fields: &Map<String, Value>) -> Option<String> {
    // serde_json's map keeps keys sorted; it would not with the feature `preserve_order`, which a test would show.
    (!fields.is_empty()).then(|| Value::Object(fields.clone()).to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_unique_and_kebab_case() {
        let ids: BTreeSet<_> = ALL.iter().map(|i| i.id).collect();
        assert_eq!(ids.len(), ALL.len());
        assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')));
    }

    #[test]
    fn nobody_claims_what_other_vendors_export() {
        for text in [
            r#"[{"type":"user","id":"11446498","name":"Aaron","login":"a@example.com","created_at":"2026-01-01T00:00:00Z"}]"#,
            r#"{"type":"user","id":"5ba6","email":"a@example.com","name":"A","role":"admin"}"#,
            r#"[{"type":"User","id":1,"login":"octocat","site_admin":false}]"#,
            r#"{"type":"workspace","id":"T1","name":"Acme"}"#,
            r#"{"type":"invite","code":"abc","expires_at":null}"#,
            r#"{"type":"api_key","id":"k1","name":"ci","status":"active"}"#,
            r#"{"type":"service_account","client_email":"x@p.iam.gserviceaccount.com","private_key_id":"1"}"#,
            r#"[{"type":"rate_limit","retry_after":3}]"#,
            r#"{"object":"page","data":[{"object":"bucket","start_time":1,"results":[{"amount":{"value":0.06,"currency":"usd"}}]}]}"#,
            r#"[{"request_id":"r1","model":"gpt-4o","created_at":"2026-08-01T00:00:00Z","prompt_tokens":1,"completion_tokens":2}]"#,
            r#"[{"id":"RISK-1","name":"Backup","status":"open","review_date":"2026-12-01"}]"#,
            r#"[{"id":"evt_1","type":"user.login","created_at":"2026-08-01T00:00:00Z","actor":{"type":"User","id":"1"}}]"#,
        ] {
            let claiming: Vec<&str> =
                ALL.iter().filter(|i| (i.claims)(&Document::open(text.as_bytes()))).map(|i| i.id).collect();
            assert!(claiming.is_empty(), "{text}: {claiming:?}");
        }
    }

    #[test]
    fn details_have_sorted_keys() {
        let fields = serde_json::from_str(r#"{"b":1,"a":{"z":1,"y":2}}"#).unwrap();
        assert_eq!(sorted_json(&fields).as_deref(), Some(r#"{"a":{"y":2,"z":1},"b":1}"#));
    }
}
