//! Open cases of the provider about compromised keys.

#[cfg(test)]
mod tests;

use anyhow::Result;

use crate::analyze::wording::{quoted, some_of};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::ReviewCase;
use crate::model::{Control, Finding, Severity, Subject, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "compromised-key-notice",
    title: "Open cases about a compromised key",
    control: Control::KeyRotation,
    severity: Severity::Critical,
    reads: &[&[Table::ReviewCases]],
    population: "review cases",
    thresholds: &[],
    explain: Explain {
        finds: "Cases that Anthropic opened about messages of the organization, that are still open, and among whose reasons is \
                `compromised_key`. Closed cases and cases for other reasons are not found.",
        matters: "Somebody outside uses a key of the organization: it costs money, acts in its name, and ends only when the key does. The \
                  time to answer runs from the day of the case.",
        remedy: &[
            "Find the key: the flagged messages of case {id} came from workspace {workspace}; look at its keys and their use since",
            "Make a successor, deploy it, and disable the key at once: Console > API keys; find out where it leaked",
            "Answer the case: Compliance API: POST /v1/compliance/review/cases/{id}/respond",
        ],
        caveats: "The export is of the day on which it was saved: a case may have been closed since.",
    },
    run,
};

/// The reason of the provider.
const COMPROMISED: &str = "compromised_key";

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::ReviewCase);
    let (mut population, mut findings) = (0, Vec::new());
    let (mut unsaid, mut unclear) = (Vec::new(), Vec::new());
    for case in &cx.facts.credentials.cases {
        let is_about_a_key = case.categories.as_ref().map(|all| all.iter().any(|one| is_compromised(one)));
        match (is_about_a_key, case.status.as_deref()) {
            (None, Some("open")) => unsaid.push(case.id.as_str()),
            (Some(true), Some("open")) => {
                population += 1;
                findings.push(finding(cx, case));
            }
            (_, Some("closed")) | (Some(false), _) => {
                population += 1;
                judged.add(&case.id);
            }
            (_, status) => unclear.push(format!("{} ({})", case.id, status.unwrap_or("no status"))),
        }
    }
    let unsaid = (!unsaid.is_empty())
        .then(|| format!("not judged, because their records do not say why they were opened: {}", quoted(unsaid)));
    let unclear = (!unclear.is_empty())
        .then(|| format!("not judged, because their status is neither open nor closed: {}", some_of(unclear, 5)));
    Ok(Outcome::Assessed { population, findings, notes: unsaid.into_iter().chain(unclear).collect() })
}

/// Whether a category is this one, whatever its case and whatever joins its words.
fn is_compromised(category: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    letters(category) == letters(COMPROMISED)
}

fn finding(cx: &Context, case: &ReviewCase) -> Finding {
    let name = case.workspace_id.as_deref();
    let workspace = name.map(|id| cx.facts.lists.workspace(id).map_or(id, |workspace| &workspace.name).to_owned());
    let place =
        workspace.as_deref().map_or_else(|| "no workspace".to_owned(), |workspace| format!("workspace «{workspace}»"));
    let sent = case.created_at.map_or_else(String::new, |at| format!(" since {}", at.date_naive()));
    let done = case
        .enforcement
        .as_deref()
        .map_or_else(|| "took no action".to_owned(), |action| format!("took the action {action}"));
    let until = case.respond_by.map_or_else(String::new, |at| format!(". Answer requested by {}", at.date_naive()));
    let message = format!(
        "open{sent}, about messages of {place}. Anthropic {done}{until}. Expected: no open case about a compromised key"
    );
    let subject = Subject { kind: SubjectKind::ReviewCase, id: Some(case.id.clone()), name: None, workspace };
    let title = format!("Anthropic reports a compromised key: case {} is open", case.id);
    let mut finding = ANALYZER.finding(subject, title, message);
    finding.observed = Some("open".to_owned());
    finding.threshold = Some("no open case".to_owned());
    let all = case.categories.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ");
    finding.evidence = vec![case.source.evidence(cx.data, format!("{}: open, {all}", case.id))];
    finding
}
