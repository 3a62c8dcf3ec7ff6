//! Keys that were replaced and still work.

#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::Duration;

use super::places::{Place, Serving, Succession, places, replaced};
use super::{last_possible_use, last_use, record, subject, use_record};
use crate::analyze::{Analyzer, Context, Explain, Limit, Outcome, Threshold};
use crate::model::{Confidence, Control, Finding, Severity, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "incomplete-rotation",
    title: "Keys that were replaced and still work",
    control: Control::KeyRotation,
    severity: Severity::Medium,
    reads: &[&[Table::Keys], &[Table::Usage, Table::Cost]],
    population: "active keys of services",
    thresholds: &[Threshold {
        name: "overlap_days",
        default: 14.0,
        unit: "days",
        source: "time to deploy a successor and to switch its predecessor off",
    }],
    explain: Explain {
        finds: "Active keys whose successor is in use and was made more than `overlap_days` before the report's instant. A successor is a \
                younger active key of the same service, environment and workspace whose name says so (`search-v2` after `search`, \
                `search-2026q3` after `search-2026q2`, `search-new`), or, where the names say the same, one that took over the use: \
                the older key's ended within `overlap_days` of the younger one's first, and the exports cover the silence since. Not \
                found: a successor that is not in use yet, an overlap within the threshold, numbered keys that were made together, a \
                predecessor that is inactive, archived or expired.",
        matters: "A rotation protects only from the day on which the old key stops working: whoever copied it still has it.",
        remedy: &[
            "See in the use per key whether anything still uses {name}; if so, move it to the successor",
            "Console > API keys > {name} > Disable, and after a few days without errors Delete; or Admin API: POST \
             /v1/organizations/api_keys/{id} with {\"status\":\"inactive\"}",
        ],
        caveats: "Names are hints: two keys that differ in a version may serve two versions of one service that run side by side. With a bare \
                  number and the older key still in use, that is so likely that the confidence is low. Of keys with one and the same name \
                  the use cannot be separated without a cost export with key ids.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    if !cx.facts.keys.uses.names_keys {
        let why = "the usage and cost exports do not say which key was used".to_owned();
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Usage, Table::Cost] });
    }
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("overlap_days") });
    let (places, undated) = places(cx);
    let (mut population, mut findings) = (0, Vec::new());
    for place in &places {
        population += place.keys.len() as u64;
        cx.judged.of(SubjectKind::ApiKey).extend(place.keys.iter().map(|one| one.key.id.as_str()));
        for (old, new, succession) in replaced(cx, place, limit) {
            if cx.as_of - new.created > Duration::days(limit.days()) {
                findings.push(incomplete(cx, place, (old, new), succession, limit));
            }
        }
    }
    let note = format!("not judged: {} without a creation date", counted(undated, "active key"));
    Ok(Outcome::Assessed { population, findings, notes: if undated > 0 { vec![note] } else { Vec::new() } })
}

fn incomplete(
    cx: &Context,
    place: &Place,
    (old, new): (&Serving, &Serving),
    succession: Succession,
    limit: Limit,
) -> Finding {
    let days = cx.days_since(new.created);
    let used = match (last_use(cx, old.key), last_possible_use(cx, old.key)) {
        (Some(day), _) => format!("last used {day}"),
        (None, Some(day)) => format!("last used {day} under a name that another key has too"),
        (None, None) => "no use of it in the data".to_owned(),
    };
    let message = format!(
        "still active. Its successor «{}» was created {}, {} before {}, and is in use for {} ({}, {}). Allowed: {limit}",
        new.key.name,
        new.created.date_naive(),
        counted(days, "day"),
        cx.as_of_day(),
        place.formatted(),
        match succession {
            Succession::Name => "its name says that it follows",
            Succession::Handover => "the use passed over to it",
        },
        used
    );
    let subject = subject(cx, old.key);
    let title = format!("Key «{}» was replaced and still works", subject.label());
    let mut finding = ANALYZER.finding(subject, title, message);
    // A later use than the successor's creation: with a bare number they may as well work side by side.
    let side_by_side = last_use(cx, old.key)
        .is_some_and(|last| last > (new.created + Duration::days(limit.days())).date_naive())
        && new.is_numbered();
    finding.confidence = if side_by_side { Confidence::Low } else { place.confidence };
    finding.observed = Some(counted(days, "day"));
    finding.threshold = Some(limit.to_string());
    finding.evidence = vec![record(cx, old.key), record(cx, new.key)];
    let last =
        |one: &Serving| cx.facts.keys.uses.of(&one.key.id).and_then(|uses| uses.last()).map(|u| use_record(cx, u));
    finding.evidence.extend([last(new), last(old)].into_iter().flatten());
    finding
}
