//! What the sample's exports hold.

use super::day;
use crate::model::{
    AccessGroup, AccessRow, CloudBill, Counts, Coverage, EventCounts, Evidence, FileSpan, GatewayKeyRow, GatewaySpend,
    Input, InviteCounts, KeyCounts, MemberCounts, Money, PopulationProof, ReviewResult, Rotation, RotationBasis,
    RotationOwner, RotationState, Sample, SampleItem, SampleLine, SignOff, Signature, Spend, Tokens, Totals,
};

pub(super) fn inputs() -> Vec<Input> {
    let file = |path: &str, kind: Option<&str>, rows: u64, rejected: u64, duplicates: u64| Input {
        path: path.into(),
        kind: kind.map(str::to_owned),
        sha256: Some(crate::render::manifest::sha256(path.as_bytes())),
        bytes: rows * 140 + 12,
        rows,
        accepted: rows - rejected - duplicates,
        rejected,
        duplicates,
        other: 0,
        restated: 0,
        first: kind.map(|_| "2026-07-01".into()),
        last: kind.map(|_| "2026-09-30".into()),
        notes: if kind.is_none() {
            vec!["nearest kind: console-cost-csv; no column `cost_usd`".into()]
        } else {
            vec![]
        },
    };
    vec![
        file("api_keys.json", Some("admin-api-keys"), 58, 0, 0),
        file("audit/2026-09.zip!/audit_logs.csv", Some("audit-log-csv"), 21_204, 1, 0),
        file("cost_2026-07.csv", Some("console-cost-csv"), 4_120, 0, 0),
        file("cost_2026-08.csv", Some("console-cost-csv"), 4_377, 1, 212),
        file("holiday plans.csv", None, 0, 0, 0),
        file("usage_2026-Q3.csv", Some("console-usage-csv"), 48_913, 0, 0),
        file("users.json", Some("admin-api-users"), 41, 0, 0),
    ]
}

pub(super) fn samples() -> Vec<Sample> {
    let line = |at: Option<&str>, what: &str, line: u64| SampleLine {
        at: at.map(str::to_owned),
        what: what.to_owned(),
        evidence: vec![Evidence { file: "api_keys.json".into(), line: Some(line), record: "apikey_01|<b>".into() }],
    };
    let item = SampleItem {
        id: "apikey_01OldGateway".into(),
        name: Some("[x](javascript:alert(1))|`".into()),
        sha256: "0a".repeat(32),
        lines: vec![
            line(None, "listed: status `active`, workspace `a|b`", 12),
            line(Some("2026-07-01T08:00:00Z"), "`platform_api_key_updated` by `<b>`: name `a` → `=1+1`", 40),
            line(None, "spend in the period: nothing on record", 12),
        ],
    };
    let signed_in = |day: u64| line(Some(&format!("2026-07-0{day}T08:00:00Z")), "`<i>`, as the actor", day);
    let member = SampleItem {
        id: "user_01|".into(),
        name: None,
        sha256: "0b".repeat(32),
        lines: (1..=5).map(signed_in).collect(),
    };
    let sample = |of: &str, partial: Option<&str>, items: Vec<SampleItem>| Sample {
        of: of.into(),
        population: 58,
        size: 1,
        seed: "audit | 2026".into(),
        partial: partial.map(str::to_owned),
        items,
    };
    vec![sample("API keys", None, vec![item]), sample("organization members", Some("the list is cut"), vec![member])]
}

pub(super) fn coverage() -> Vec<Coverage> {
    let dated = |table: &str, title: &str, rows, days| Coverage {
        table: table.into(),
        title: title.into(),
        files: 2,
        rows,
        first: Some(day("2026-07-01")),
        last: Some(day("2026-09-30")),
        days_in_period: days,
        partial: None,
        file_spans: Vec::new(),
    };
    let mut keys = dated("api_keys", "API keys", 58, 0);
    (keys.first, keys.last) = (None, None);
    let mut usage = dated("usage", "token usage", 48_913, 91);
    usage.file_spans = vec![file_span("usage_2026-Q3.csv", "2026-07-01", "2026-09-30")];
    usage.file_spans[0].missing = vec![(day("2026-08-15"), day("2026-08-15"))];
    let mut cost = dated("cost", "cost", 8_284, 62);
    cost.file_spans = vec![
        file_span("cost_2026-07.csv", "2026-07-01", "2026-07-31"),
        file_span("cost_2026-08.csv", "2026-07-28", "2026-08-31"),
    ];
    cost.file_spans[1].elsewhere = vec![(day("2026-07-28"), day("2026-07-31"))];
    let mut events = dated("events", "audit events", 21_203, 92);
    events.file_spans = vec![
        file_span("audit/2025.zip!/audit_logs.csv", "2025-01-01", "2025-12-31"),
        file_span("audit/2026-09.zip!/audit_logs.csv", "2026-03-01", "2026-09-30"),
    ];
    vec![keys, usage, cost, events]
}

/// A file without a gap.
pub(in crate::render) fn file_span(file: &str, first: &str, last: &str) -> FileSpan {
    FileSpan { file: file.into(), first: day(first), last: day(last), missing: vec![], elsewhere: vec![] }
}

pub(super) fn totals() -> Totals {
    let dollars = |text: &str| Money::parse(text).unwrap();
    let tokens = Tokens {
        uncached_input: 1_204_332_118,
        cache_write_5m: 88_310_444,
        cache_write_1h: 1_204_000,
        cache_read: 6_411_004_992,
        output: 301_442_877,
        total: 8_006_294_431,
    };
    let month = [("2026-07", "15882.4"), ("2026-08", "18311.055"), ("2026-09", "22004.77")];
    let workspace = [
        ("Production", "31002.1"),
        ("Staging", "9004.02"),
        ("Claude Code", "8100.005"),
        ("Research & <Development>", "8092.1"),
    ];
    let map = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), dollars(v))).collect();
    let bill = CloudBill {
        total: dollars("120.5"),
        usage: dollars("130.5"),
        month: map(&[("2026-08", "120.5")]),
        account: map(&[("100000000002", "120.5")]),
        principal: map(&[("=role/<script>alert(1)</script>", "120.5")]),
        model: map(&[("claude-sonnet-4-6", "120.5")]),
    };
    let gateway = GatewaySpend {
        total: dollars("7.25"),
        month: map(&[("2026-08", "7.25")]),
        bill: map(&[("AWS", "7.25")]),
        key: map(&[("=key<script>alert(1)</script>", "7.25")]),
        model: map(&[("claude-sonnet-4-6", "7.25")]),
    };
    Totals {
        tokens,
        web_searches: 4_120,
        cost_usd: Spend {
            total: dollars("56198.225"),
            month: map(&month),
            workspace: map(&workspace),
            ..Spend::default()
        },
        estimated_cost_usd: Spend { total: dollars("412.5"), ..Spend::default() },
        estimated_at_least_usd: None,
        unpriced: None,
        cloud_cost_usd: [("AWS|<b>".to_owned(), bill)].into(),
        gateway_usd: [("LiteLLM|<b>".to_owned(), gateway)].into(),
        api_keys: KeyCounts { total: 58, active: 37 },
        members: MemberCounts { total: 41, admins: 9 },
        workspaces: Counts { total: 6, active: 5 },
        invites: InviteCounts { pending: 2 },
        audit_events: EventCounts { total: 21_203 },
    }
}

/// Keys of two owners and of nobody.
pub(in crate::render) fn rotations() -> Vec<Rotation> {
    let of = |owner: Option<(&str, &str)>, key_name: &str, created: Option<&str>, due: Option<&str>, state| Rotation {
        owner: owner.map(|(name, source)| RotationOwner { name: name.into(), source: source.into() }),
        key_id: "apikey_01Billing".into(),
        key_name: key_name.into(),
        workspace: Some("Production".into()),
        created_on: created.map(day),
        due_on: due.map(day),
        state,
        basis: due.map(|_| RotationBasis::Age),
    };
    let ada = Some(("ada@northwind.example", "creator"));
    vec![
        of(ada, "=billing-prod", Some("2026-06-16"), Some("2026-09-14"), RotationState::Overdue),
        of(ada, "search-prod", Some("2026-09-01"), Some("2026-11-30"), RotationState::Due),
        of(
            Some(("payments <team>", "policy")),
            "checkout|prod",
            Some("2026-08-01"),
            Some("2026-10-30"),
            RotationState::Due,
        ),
        of(None, "", None, None, RotationState::Unknown),
    ]
}

/// Two lists that the feed proves, one that it does not.
pub(in crate::render) fn populations() -> Vec<PopulationProof> {
    let proof = |table: &str, [listed, at_start, created, ended, unexplained]: [u64; 5], unproven: Option<&str>| {
        PopulationProof {
            table: table.to_owned(),
            title: table.replace('_', " "),
            since: "2026-06-28".parse().unwrap(),
            until: "2026-09-30".parse().unwrap(),
            listed,
            at_start,
            created,
            ended,
            unexplained,
            unproven: unproven.map(str::to_owned),
        }
    };
    vec![
        proof("api_keys", [48, 41, 12, 5, 2], None),
        proof("members", [37, 36, 4, 3, 0], None),
        proof("workspaces", [6, 0, 0, 0, 0], Some("the list is not whole: <b>page 2</b> is missing")),
    ]
}

/// Somebody of every group, one with a name that a spreadsheet would run.
pub(in crate::render) fn access() -> Vec<AccessRow> {
    let row = |group, id: &str, address: &str, name: &str| AccessRow {
        group,
        is_privileged: group == AccessGroup::Privileged,
        id: id.to_owned(),
        name: Some(name.to_owned()),
        address: address.to_owned(),
        role: Some("developer".to_owned()),
        workspaces: vec!["Production (workspace_developer)".to_owned(), "<i>Staging</i> (workspace_admin)".to_owned()],
        last_activity: Some(day("2026-09-29")),
        key_ids: vec!["apikey_01Ledger".to_owned()],
        keys: vec!["ledger-prod".to_owned(), "=1+1".to_owned()],
        findings: vec!["inactive-member 0011223344".to_owned()],
    };
    vec![
        row(AccessGroup::Privileged, "user_01Ines", "ines@northwind.example", "Ines Vallant"),
        row(AccessGroup::Member, "user_01Omar", "=cmd|'/c calc'!A1@northwind.example", "Omar Dietz"),
        row(AccessGroup::ServiceAccount, "svac_01Billing", "", "billing-export"),
    ]
}

pub(in crate::render) fn access_review() -> ReviewResult {
    ReviewResult {
        files: vec!["review/access-review <filled>.csv".to_owned()],
        population: 3,
        reviewed: 2,
        appropriate: 1,
        revoked: 1,
        undecided: 1,
        others: 2,
        days: Some((day("2026-10-06"), day("2026-10-07"))),
        reviewers: vec!["ines@northwind.example".to_owned(), "[x](javascript:alert(1))".to_owned()],
        ..ReviewResult::default()
    }
}

/// Signed by one, with something to remark.
pub(in crate::render) fn sign_off() -> SignOff {
    SignOff {
        prepared_by: Some(Signature { name: "ines <b>@northwind.example".to_owned(), on: day("2026-10-05") }),
        remarks: vec!["[x](javascript:alert(1)) approved a report on 2026-07-03".to_owned()],
        ..SignOff::default()
    }
}

pub(super) fn gateway_keys() -> Vec<GatewayKeyRow> {
    vec![GatewayKeyRow {
        gateway: "LiteLLM".into(),
        key: "=key<script>alert(1)</script>".into(),
        key_id: "88dc28".into(),
        state: "works".into(),
        reaches: "claude".into(),
        owner: Some("a|b@example.com".into()),
        team: None,
        created: Some(day("2026-07-01")),
        rotated: None,
        last_used: Some(day("2026-09-30")),
        expires: None,
        budget_usd: None,
        claude_usd: Money::parse("7.25").ok(),
    }]
}
