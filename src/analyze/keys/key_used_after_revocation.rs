//! Keys that were used while they were archived or inactive.

#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::NaiveTime;

use super::known::{go_on_with, known_by_last_report};
use super::{ambiguity_note, day_record, feed_is_missing, record, spent, subject, unseen_after, unseen_note};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{Key, KeySpend, Off};
use crate::model::{Confidence, Control, Finding, Period, Severity, SubjectKind, Table, capital, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "key-used-after-revocation",
    title: "Keys used after they were archived or inactivated",
    control: Control::Offboarding,
    severity: Severity::High,
    reads: &[&[Table::Keys], &[Table::Usage, Table::Cost], &[Table::Events]],
    population: "keys that the activity feed says were switched off",
    thresholds: &[],
    explain: Explain {
        finds: "Use in the period, on a day after the one on which the activity feed says that a key was inactivated or archived, and \
                before the one on which it was switched on again, if it was. Use on those days themselves is no finding, nor is use by \
                a successor of the same name.",
        matters: "A key that answers after its revocation was not revoked: whoever holds it still has access.",
        remedy: &[
            "Console > API keys > {name}: see its status; or Admin API: GET /v1/organizations/api_keys/{id}",
            "Archive it again: Console > API keys > {name} > Delete; or Admin API: POST /v1/organizations/api_keys/{id} with \
             {\"status\":\"archived\"}",
            "Report the use after revocation to Anthropic's support with the days and amounts, and look for who made the requests",
        ],
        caveats: "Batches that were submitted before the revocation may be billed a day later. Where usage exports only name keys, use counts for \
                  the ended key if no living key of the list has its name; a key that the list lacks may have it. Without the activity \
                  feed nobody knows when a key was switched off; where logging was off between the revocation and the use, the key may \
                  have been switched on again then, and the confidence is low.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::ApiKey);
    if let Some(missing) = feed_is_missing(cx) {
        return Ok(missing);
    }
    let (mut population, mut findings) = (0, Vec::new());
    let (mut ambiguous, mut undated) = (Vec::new(), 0);
    let (mut unseen, mut known_until) = (Vec::new(), None);
    for key in &cx.facts.lists.keys {
        let mut off = cx.facts.keys.history.off(&key.id);
        let is_undated = off.is_empty() && ["inactive", "archived"].contains(&key.status.as_str());
        let known = known_by_last_report(cx, ANALYZER.id, &key.id).filter(|_| is_undated);
        if let Some((_, as_of)) = known {
            let status = key.status.clone();
            off = vec![Off { from: as_of, until: None, status, source: key.source }];
        }
        undated += u64::from(is_undated && known.is_none());
        let mut found: Vec<Finding> = off.iter().filter_map(|off| used_while(cx, key, off)).collect();
        // None of its stretches can show use where all of them begin behind the last day of use that is known.
        let blind = off.iter().map(|off| unseen_after(cx, off.from.date_naive())).min().flatten();
        if found.is_empty() && blind.is_some() {
            known_until = blind;
            unseen.push(key.name.as_str());
            continue;
        }
        if !off.is_empty() {
            population += 1;
            judged.add(&key.id);
        }
        found.iter_mut().for_each(|finding| go_on_with(finding, known));
        let uses = cx.facts.keys.uses.of(&key.id);
        let mut open = uses.iter().flat_map(|uses| &uses.ambiguous).flat_map(|one| one.days.keys());
        if found.is_empty() && open.any(|day| cx.period.contains(*day) && off.iter().any(|off| off.holds(*day))) {
            ambiguous.push(key.name.as_str());
        }
        findings.extend(found);
    }
    let unseen = unseen_note(&unseen, known_until, "they were switched off");
    if let (0, Some(why)) = (population, &unseen) {
        return Ok(Outcome::NotAssessed { why: why.clone(), needs: vec![Table::Usage, Table::Cost] });
    }
    let mut notes = ambiguity_note(&ambiguous);
    notes.extend(unseen);
    if undated > 0 {
        notes.push(format!(
            "not judged: {}, because no event says since when",
            counted(undated, "inactive or archived key")
        ));
    }
    Ok(Outcome::Assessed { population, findings, notes })
}

/// The use of a key in the period while it was off.
fn used_while(cx: &Context, key: &Key, off: &Off) -> Option<Finding> {
    let days = cx.facts.keys.uses.of(&key.id)?.days();
    let during: Vec<_> = days.into_iter().filter(|(day, _)| off.holds(*day) && cx.period.contains(*day)).collect();
    let (&(first, (first_use, first_row)), &(last, (last_use, last_row))) = (during.first()?, during.last()?);
    let seen = Period { start: first, end: last };
    let spend = spent(cx, key, Some(seen));
    let cost = spend.map_or_else(String::new, |spend| format!(" ({spend})"));
    let again = off.until.map_or_else(String::new, |until| format!(" until {}", until.date_naive()));
    let message = format!(
        "{} since {}{again}, and used on {} in that time: {seen}{cost}. Expected: no use after the day on which it was switched off",
        off.status,
        off.from.date_naive(),
        counted(during.len(), "day")
    );
    // What switched it on again may have happened when nothing was logged.
    let use_begins = first.and_time(NaiveTime::MIN).and_utc();
    let dark = cx.facts.log.logging_off.during(off.from, use_begins).next();
    let message = match dark {
        Some(dark) => format!("{message}. {}: it may have been switched on again then", capital(&dark.to_string())),
        None => message,
    };
    let label = subject(cx, key);
    let title = format!("Key «{}» was used while it was {}", label.label(), off.status);
    let mut finding = ANALYZER.finding(label, title, message);
    finding.period = Some(seen);
    if dark.is_some() {
        finding.confidence = Confidence::Low;
    }
    // One stretch of being off is one event, however long it is used.
    finding.event = Some(off.from.to_rfc3339());
    finding.impact_usd = spend.map(KeySpend::total);
    finding.observed = Some(format!("used until {last}"));
    finding.threshold = Some(format!("no use after {}", off.from.date_naive()));
    finding.evidence = vec![
        record(cx, key),
        off.source.evidence(cx.data, format!("{}: {} on {}", key.id, off.status, off.from.date_naive())),
        day_record(cx, first_use, first, first_row),
    ];
    finding.evidence.extend((last > first).then(|| day_record(cx, last_use, last, last_row)));
    Some(finding)
}
