//! Active keys that were used once and are not any more.

#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::NaiveDate;

use super::{
    ambiguity_note, covered, keys_with_visible_use, last_possible_use, last_use, record, silence_confidence, subject,
    unread_note, unread_use, until_where, use_record,
};
use crate::analyze::wording::quoted;
use crate::analyze::{Analyzer, Context, Explain, Limit, Outcome, Threshold};
use crate::facts::Covered;
use crate::model::{Control, Severity, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "stale-key",
    title: "Active keys that nobody uses any more",
    control: Control::Offboarding,
    severity: Severity::Medium,
    reads: &[&[Table::Keys], &[Table::Usage, Table::Cost]],
    population: "active keys",
    thresholds: &[Threshold {
        name: "stale_after_days",
        default: 45.0,
        unit: "days",
        source: "CIS AWS Foundations Benchmark 1.12: disable credentials unused for 45 days",
    }],
    explain: Explain {
        finds: "Active keys whose last use in usage or cost exports (or as the actor of an audit event) lies more than \
                `stale_after_days` before the report's instant. Absence counts only where the exports cover it without a gap and name \
                keys; with less data than the threshold nothing is said. A key never seen at all is `unused-key`. \
                Keys of a gateway (LiteLLM) likewise, by its note of their last use (`last_active`) and by rows of use, of whatever model; the confidence is medium where nothing shows that the list goes on for so long.",
        matters: "A key without a user has nobody who would notice its abuse, and nobody who would miss it.",
        remedy: &[
            "Ask the owner whether {name} is still needed",
            "Console > API keys > {name} > Disable; or Admin API: POST /v1/organizations/api_keys/{id} with {\"status\":\"inactive\"}",
            "After a quiet month: Delete (Admin API: status \"archived\")",
        ],
        caveats: "Usage exports name keys, and two keys can have one name: then no verdict is given unless the workspace, the day on which \
                  a key was made or a cost export with key ids settles it, or unless neither was used. A key renamed in between counts \
                  under its new name only, unless the activity feed shows the renaming; the confidence is medium where such a name is in \
                  use. Exports that were filtered to some workspaces or models show no use of the others. Jobs that run once a quarter \
                  are stale by this measure.",
    },
    run,
};

/// Keys that would be stale by now, had they been silent since the data ends: nobody can say.
fn silent_behind_the_data(cx: &Context, covered: Covered, limit: Limit) -> Option<String> {
    let idle = |last: NaiveDate| ((cx.as_of_day() - last).num_days(), covered.idle_days(Some(last)));
    let is_open = |last: NaiveDate| {
        let (by_now, shown) = idle(last);
        by_now > limit.days() && shown <= limit.days()
    };
    let open: Vec<&str> = keys_with_visible_use(cx)
        .filter(|key| last_possible_use(cx, key).is_some_and(is_open))
        .map(|key| key.name.as_str())
        .collect();
    let until = covered.until;
    (!open.is_empty())
        .then(|| format!("the data ends {until}: whether these keys were used after it is not known: {}", quoted(open)))
}

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::ApiKey);
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("stale_after_days") });
    let covered = match covered(cx, limit) {
        Ok(covered) => covered,
        Err(not_assessed) => return Ok(not_assessed),
    };
    let (mut population, mut findings, mut ambiguous) = (0, Vec::new(), Vec::new());
    let (unread, mut unclear) = (unread_use(cx), Vec::new());
    for key in keys_with_visible_use(cx) {
        let (certain, possible) = (last_use(cx, key), last_possible_use(cx, key));
        let is_idle = |last| covered.idle_days(last) > limit.days();
        // Used for certain lately, or not even by a namesake; in between nothing can be said.
        if is_idle(certain) && !is_idle(possible) {
            ambiguous.push(key.name.as_str());
            continue;
        }
        population += 1;
        judged.add(&key.id);
        let Some(last) = possible.filter(|_| is_idle(possible)) else { continue };
        if unread.contains(&key.name) || unread.contains(&key.id) {
            unclear.push(key.name.as_str());
            continue;
        }
        let idle = counted((cx.as_of_day() - last).num_days(), "day");
        let namesake = if possible > certain { " under a name that another key has too" } else { "" };
        let message = format!(
            "last used {last}{namesake}, {idle} before {}{}. Allowed: {limit}",
            cx.as_of_day(),
            until_where(cx, covered)
        );
        let subject = subject(cx, key);
        let title = format!("Key «{}» is active but no longer used", subject.label());
        let mut finding = ANALYZER.finding(subject, title, message);
        finding.confidence = silence_confidence(cx, key);
        finding.observed = Some(idle);
        finding.threshold = Some(limit.to_string());
        finding.evidence = vec![record(cx, key)];
        finding
            .evidence
            .extend(cx.facts.keys.uses.of(&key.id).and_then(|uses| uses.last()).map(|last| use_record(cx, last)));
        findings.push(finding);
    }
    let unseen = silent_behind_the_data(cx, covered, limit);
    let notes = ambiguity_note(&ambiguous).into_iter().chain(unread_note(&unclear)).chain(unseen).collect();
    Ok(Outcome::Assessed { population, findings, notes })
}
