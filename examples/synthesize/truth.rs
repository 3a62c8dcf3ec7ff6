//! What an audit of the exports has to find, what it must not find, and the sums it has to reach.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Collected while problems are planted and rows are written.
#[derive(Default)]
pub(crate) struct Truth {
    expected: Vec<Value>,
    with_policy: Vec<Value>,
    possible: Vec<Value>,
    decoys: Vec<Value>,
    /// Tokens by category: uncached input, five-minute write, one-hour write, read, output.
    pub(crate) tokens: [u64; 5],
    /// Web searches.
    pub(crate) searches: u64,
    /// Cents by month.
    pub(crate) month: BTreeMap<String, u64>,
    /// Cents by workspace.
    pub(crate) workspace: BTreeMap<&'static str, u64>,
    /// Events of the feed within the quarter.
    pub(crate) feed_events: u64,
    /// Rows of the audit log within the quarter.
    pub(crate) log_events: u64,
}

/// What a line of the truth is about: kind, id, name.
pub(crate) type Subject<'a> = (&'a str, Option<String>, &'a str);

fn named(name: &str) -> Option<&str> {
    (!name.is_empty()).then_some(name)
}

/// Exports that a check cannot do without, for the checks that are planted.
fn needs(rule: &str) -> &'static [&'static str] {
    match rule {
        "orphaned-member" => &["members", "roster"],
        "inactive-member" | "inactive-admin" => &["members", "events"],
        "orphaned-key" => &["api_keys", "members"],
        "stale-key" | "unused-key" | "unknown-key" | "shared-key" => &["api_keys", "usage"],
        "key-used-after-departure" => &["api_keys", "usage", "events"],
        "environment-mismatch"
        | "mixed-environment-workspace"
        | "archived-workspace-active-key"
        | "default-workspace-key" => &["api_keys", "workspaces"],
        "orphaned-workspace-member" => &["members", "workspace_members"],
        "stale-invite" | "privileged-invite" => &["invites"],
        "spend-spike" => &["usage"],
        "data-export-event"
        | "workspace-churn"
        | "privileged-role-change"
        | "admin-key-change"
        | "repeated-failed-login"
        | "mass-deletion"
        | "security-setting-change"
        | "spend-limit-removed"
        | "connector-added" => &["events"],
        "missing-environment-separation" => &["workspaces"],
        "external-member" | "shared-account" => &["members"],
        "missing-export" => &[],
        _ => &["api_keys"],
    }
}

impl Truth {
    /// A finding that must be there.
    pub(crate) fn expect(&mut self, rule: &str, (kind, id, name): Subject<'_>) {
        self.expected.push(json!({"rule": rule, "subject_kind": kind, "subject_id": id, "subject_name": named(name)}));
    }

    /// A finding about one of several subjects: which of them is for the check to choose, and the others are possible.
    pub(crate) fn expect_one(&mut self, rule: &str, subjects: &[Subject<'_>]) {
        let subject = |(kind, id, name): &Subject<'_>| json!({"subject_kind": kind, "subject_id": id, "subject_name": named(name)});
        let any_of: Vec<Value> = subjects.iter().map(subject).collect();
        self.expected.push(json!({"rule": rule, "any_of": any_of}));
    }

    /// A finding of a rule, whatever it is about.
    pub(crate) fn expect_any(&mut self, rule: &str) {
        self.expected.push(json!({"rule": rule, "any_of": []}));
    }

    /// A finding that is there only with the policy beside the exports: about one of these.
    pub(crate) fn expect_with_policy(&mut self, rule: &str, subjects: &[Subject<'_>]) {
        let expected = self.expected.len();
        self.expect_one(rule, subjects);
        self.with_policy.extend(self.expected.drain(expected..));
    }

    /// A finding that is there only with the policy beside the exports, whatever it is about.
    pub(crate) fn expect_any_with_policy(&mut self, rule: &str) {
        self.expect_with_policy(rule, &[]);
    }

    /// Findings of a rule about anything: neither required nor wrong.
    pub(crate) fn allow_any(&mut self, rule: &str, why: &str) {
        self.possible.push(json!({"rule": rule, "any_of": [], "why": why}));
    }

    /// A finding that follows from a planted problem only in some readings of its check: neither required nor wrong.
    pub(crate) fn allow(&mut self, rule: &str, (kind, id, name): Subject<'_>, why: &str) {
        self.possible.push(
            json!({"rule": rule, "subject_kind": kind, "subject_id": id, "subject_name": named(name), "why": why}),
        );
    }

    /// A finding that must not be there: something that looks like a problem.
    pub(crate) fn decoy(&mut self, rule: &str, (kind, id, name): Subject<'_>, why: &str) {
        self.decoys.push(
            json!({"rule": rule, "subject_kind": kind, "subject_id": id, "subject_name": named(name), "why": why}),
        );
    }

    /// Drops what cannot be found without an export, and expects that its absence is.
    pub(crate) fn without(&mut self, exports: &[String]) {
        for list in [&mut self.expected, &mut self.with_policy, &mut self.possible] {
            list.retain(|line| {
                let rule = line["rule"].as_str().expect("rules are text");
                needs(rule).iter().all(|table| !exports.iter().any(|left_out| left_out == table))
            });
        }
        for export in exports {
            self.expect("missing-export", ("file", None, export));
        }
    }

    /// Drops what cannot be found in another kind of export.
    pub(crate) fn forget(&mut self, rule: &str) {
        self.expected.retain(|line| line["rule"] != rule);
    }

    /// The file, given the counts of listed records.
    pub(crate) fn write(mut self, counts: &Value, as_of: &str, period: &Value) -> Value {
        let [uncached, write_5m, write_1h, read, output] = self.tokens;
        let money = |cents: u64| -> Value {
            format!("{}.{:02}", cents / 100, cents % 100).parse::<serde_json::Number>().expect("a plain decimal").into()
        };
        let map = |sums: &BTreeMap<String, u64>| -> Value {
            sums.iter().map(|(name, cents)| (name.clone(), money(*cents))).collect::<serde_json::Map<_, _>>().into()
        };
        let workspaces: BTreeMap<String, u64> =
            self.workspace.iter().map(|(name, cents)| ((*name).to_owned(), *cents)).collect();
        let mut totals = json!({
            "tokens": {
                "uncached_input": uncached, "cache_write_5m": write_5m, "cache_write_1h": write_1h, "cache_read": read,
                "output": output, "total": self.tokens.iter().sum::<u64>(),
            },
            "web_searches": self.searches,
            "cost_usd": {
                "total": money(self.month.values().sum()), "month": map(&self.month), "workspace": map(&workspaces),
            },
            "audit_events": {"total": self.feed_events + self.log_events},
        });
        for (name, value) in counts.as_object().expect("counts are an object") {
            totals[name] = value.clone();
        }
        let order = |line: &Value| {
            format!("{} {} {} {}", line["rule"], line["subject_name"], line["subject_id"], line["any_of"])
        };
        for list in [&mut self.expected, &mut self.with_policy, &mut self.possible, &mut self.decoys] {
            list.sort_by_cached_key(order);
        }
        json!({
            "as_of": as_of, "period": period, "totals": totals,
            "expected": self.expected, "with_policy": self.with_policy, "possible": self.possible, "decoys": self.decoys,
        })
    }
}
