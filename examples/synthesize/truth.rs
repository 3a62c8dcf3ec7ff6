//! What an audit of the exports has to find, what it must not find, and the sums it has to reach.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Collected while problems are planted and rows are written.
#[derive(Clone, Default)]
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

/// Exports without which a check may miss what is planted for it.
fn needs(rule: &str) -> &'static [&'static str] {
    match rule {
        "orphaned-member" => &["members", "roster"],
        "inactive-member" | "inactive-admin" | "off-roster-actor" => &["members", "events"],
        "offboarding-lag" | "leaver-activity" => &["events", "roster"],
        "population-mismatch" => &["events", "api_keys", "members", "workspaces"],
        "orphaned-key" => &["api_keys", "members"],
        "stale-key"
        | "unused-key"
        | "unknown-key"
        | "shared-key"
        | "expiring-key-in-use"
        | "revived-key"
        | "behaviour-change"
        | "incomplete-rotation" => &["api_keys", "usage", "cost"],
        "key-used-after-departure" | "key-used-after-revocation" => &["api_keys", "usage", "events"],
        "key-without-own-limit" => &["api_keys", "usage", "cost", "spend_limits"],
        "environment-mismatch"
        | "mixed-environment-workspace"
        | "archived-workspace-active-key"
        | "parallel-keys"
        | "default-workspace-key" => &["api_keys", "workspaces"],
        "orphaned-workspace-member" | "unknown-role" => &["members", "workspace_members"],
        "excess-workspace-admins" => &["workspace_members", "workspaces"],
        "stale-invite" | "privileged-invite" => &["invites"],
        "spend-spike" => &["usage", "cost"],
        "default-workspace-spend" | "spend-limit-breach" | "missing-spend-limit" => {
            &["usage", "cost", "workspaces", "spend_limits"]
        }
        "idle-workspace" | "archived-workspace-usage" | "residency-violation" => {
            &["api_keys", "usage", "cost", "workspaces"]
        }
        "lapsed-attestation" => &["attestations"],
        "sso-not-enforced"
        | "provisioning-without-offboarding"
        | "no-ip-allowlist"
        | "long-session"
        | "public-sharing-allowed"
        | "retention-outside-policy"
        | "logging-not-on"
        | "invite-domains-open"
        | "permission-bypass-allowed"
        | "code-execution-egress"
        | "connector-default-allow"
        | "overscoped-compliance-key"
        | "setting-outside-policy" => &["settings"],
        "dangling-federation-rule" => &["service_accounts"],
        "idle-service-account" => &["service_accounts", "api_keys", "usage", "cost", "events"],
        "member-without-spend-limit" => &["spend_limits"],
        "seat-spend-outlier" => &[],
        "idle-seat" => &["members", "events"],
        "group-member-left" => &["roster"],
        "blanket-role" | "empty-group" | "compromised-key-notice" => &[],
        "federation-rule-everywhere" | "weak-federation-issuer" => &[],
        "shared-rate-limit" => &["rate_limits", "workspaces"],
        "missing-environment-separation" | "unclear-workspace-environment" => &["workspaces"],
        "external-member"
        | "shared-account"
        | "duplicate-member"
        | "excess-admins"
        | "single-admin"
        | "primary-owner-count"
        | "role-mismatch"
        | "overdue-access-review" => &["members"],
        "limit-raised-then-spike" => &["events", "usage", "cost"],
        "exposed-secret" | "missing-spend-alert" | "unused-suppression" => &[],
        "unapproved-model" => &["usage"],
        "unrotated-key"
        | "ownerless-key"
        | "key-without-expiry"
        | "undescriptive-key-name"
        | "duplicate-key-name"
        | "missing-service-key" => &["api_keys"],
        // What happened.
        _ => &["events", "workspaces"],
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

    /// A finding that is there only with the policy next to the exports: about one of these.
    pub(crate) fn expect_with_policy(&mut self, rule: &str, subjects: &[Subject<'_>]) {
        let expected = self.expected.len();
        self.expect_one(rule, subjects);
        self.with_policy.extend(self.expected.drain(expected..));
    }

    /// A finding that is there only with the policy next to the exports, whatever it is about.
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

    /// What may need an export that was left out need not be found any more: some checks have another source. That the export is
    /// missing is expected where checks cannot do without it.
    pub(crate) fn without(&mut self, exports: &[String]) {
        let lost = |line: &Value| {
            let rule = line["rule"].as_str().expect("rules are text");
            needs(rule).iter().any(|table| exports.iter().any(|left_out| left_out == table))
        };
        for list in [&mut self.expected, &mut self.with_policy] {
            self.possible.extend(list.extract_if(.., |line| lost(line)));
        }
        for export in exports {
            match export.as_str() {
                "service_accounts" | "spend_limits" | "rate_limits" => {
                    self.allow("missing-export", ("file", None, export), "left out");
                }
                _ => self.expect("missing-export", ("file", None, export)),
            }
        }
    }

    /// What need not be found in another kind of export.
    pub(crate) fn forget(&mut self, rule: &str) {
        self.possible.extend(self.expected.extract_if(.., |line| line["rule"] == rule));
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
