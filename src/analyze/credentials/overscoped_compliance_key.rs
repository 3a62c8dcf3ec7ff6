//! Compliance and scoped keys that may change, delete or read contents.

#[cfg(test)]
mod tests;

use anyhow::Result;

use crate::analyze::wording::{quoted, some_of};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::data::vocabulary::{CONTENT_SCOPE, KEY_SCOPES};
use crate::facts::{OtherKey, OtherKeyKind};
use crate::model::{Control, Finding, Severity, Subject, SubjectKind, Table, capital, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "overscoped-compliance-key",
    title: "Compliance and scoped keys that may do more than read records",
    control: Control::LeastPrivilege,
    severity: Severity::High,
    reads: &[&[Table::Settings, Table::Events]],
    population: "compliance and scoped keys that are switched on",
    thresholds: &[],
    explain: Explain {
        finds: "Keys of the Compliance API and other scoped keys that may delete or write (`delete:…`, `write:…`), or read the contents of \
                people's conversations and files (`read:compliance_user_data`), and that the policy does not name under [access] \
                `wide_keys`. Keys that only read activities, settings, groups, limits or figures are not found, nor are keys that are \
                switched off or past their expiry. Keys come from the settings export; scoped keys of other kinds, and all of them where \
                that export is missing, from events that made them.",
        matters: "Such a key reads everybody's conversations or deletes evidence, has no person behind it, does not expire by itself, and \
                  stays active when whoever made it leaves.",
        remedy: &[
            "Find out which tool uses {name}, and which of the scopes it needs",
            "Make a key with those scopes only; scopes cannot be changed afterwards. Then delete {id}: Organization settings > API keys",
            "Where the tool must delete or read contents: name the key in the policy, [access] wide_keys",
        ],
        caveats: "Events tell of keys that were made in the days that the activity feed covers, and of no older ones.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::ApiKey);
    let credentials = &cx.facts.credentials.keys;
    let (mut population, mut findings) = (0, Vec::new());
    let (mut unsaid, mut unknown) = (Vec::new(), Vec::new());
    for key in credentials.all.iter().filter(|key| is_judged(cx, key)) {
        let Some(scopes) = &key.scopes else {
            unsaid.push(key.label());
            continue;
        };
        let wide: Vec<&str> = scopes.iter().map(String::as_str).filter(|scope| is_wide(scope)).collect();
        let new = scopes.iter().filter(|scope| !is_wide(scope) && !KEY_SCOPES.contains(&scope.as_str()));
        let new: Vec<String> = new.map(|scope| format!("`{scope}` of «{}»", key.label())).collect();
        let is_named = cx.policy.is_wide_key(&key.id, key.name.as_deref());
        if wide.is_empty() && !new.is_empty() && !is_named {
            unknown.extend(new);
            continue;
        }
        population += 1;
        judged.add(&key.id);
        if !wide.is_empty() && !is_named {
            findings.push(finding(cx, key, &wide));
        }
    }
    if !cx.data.has(Table::Settings) && findings.is_empty() {
        return Ok(not_listed(population));
    }
    Ok(Outcome::Assessed { population, findings, notes: notes(cx, &unsaid, unknown) })
}

/// Without the list of compliance keys, that none is found proves nothing.
fn not_listed(population: u64) -> Outcome {
    let why = format!(
        "no export of organization settings, which lists the compliance keys; known from events, with read scopes only: {}",
        counted(population, "key")
    );
    Outcome::NotAssessed { why, needs: vec![Table::Settings] }
}

fn notes(cx: &Context, unsaid: &[&str], unknown: Vec<String>) -> Vec<String> {
    let mut notes = Vec::new();
    if !unsaid.is_empty() {
        notes.push(format!("not judged, because no export states their scopes: {}", quoted(unsaid.iter().copied())));
    }
    if !unknown.is_empty() {
        notes.push(format!("not judged, because this version does not know their scopes: {}", some_of(unknown, 5)));
    }
    let unconfirmed = &cx.facts.credentials.keys.unconfirmed;
    if !unconfirmed.is_empty() {
        let labels = unconfirmed.iter().map(OtherKey::label);
        notes.push(format!(
            "not judged, because events made them and the settings export does not list them: {}",
            quoted(labels)
        ));
    }
    if !cx.data.has(Table::Settings) {
        notes.push(
            "no export of organization settings: compliance keys that are older than the events are not known"
                .to_owned(),
        );
    }
    notes
}

/// Admin keys have no scopes: they may do everything, and the checks of keys count them.
fn is_judged(cx: &Context, key: &OtherKey) -> bool {
    key.kind != OtherKeyKind::Admin && key.is_active && key.expires_at.is_none_or(|expiry| expiry > cx.as_of)
}

/// Whether a scope lets a key do more than read records about people and settings.
fn is_wide(scope: &str) -> bool {
    let verb = scope.split(':').next().unwrap_or_default();
    matches!(verb, "delete" | "write") || scope == CONTENT_SCOPE
}

fn finding(cx: &Context, key: &OtherKey, wide: &[&str]) -> Finding {
    let kind = key.kind.title();
    let subject =
        Subject { kind: SubjectKind::ApiKey, id: Some(key.id.clone()), name: key.name.clone(), workspace: None };
    let made = key.created_at.map_or_else(String::new, |at| format!(", made {}", at.date_naive()));
    let message = format!(
        "{kind}{made}, which may {}. The policy does not name it under [access] wide_keys. Expected: scopes that read records",
        wide.join(", ")
    );
    let title = format!("{} «{}» may do more than read records", capital(kind), key.label());
    let mut finding = ANALYZER.finding(subject, title, message);
    finding.observed = Some(wide.join(", "));
    finding.threshold = Some("read scopes, or named in the policy".to_owned());
    finding.evidence = vec![key.source.evidence(cx.data, format!("{}: scopes {}", key.id, wide.join(", ")))];
    finding
}
