//! Keys that were used while they were archived or inactive, or past their own expiry.

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
    title: "Keys used after they were switched off or had expired",
    control: Control::Offboarding,
    severity: Severity::High,
    reads: &[&[Table::Keys], &[Table::Usage, Table::Cost], &[Table::Events]],
    population: "keys that the activity feed says were switched off, or that are past their own expiry",
    thresholds: &[],
    explain: Explain {
        finds: "Use in the period, on a day after the one on which the activity feed says that a key was inactivated or archived, and \
                before the one on which it was switched on again, if it was; and of a key that is not active any more, on a day after its \
                own expiry, which needs no feed. Use on those days themselves is no finding, nor is use by a successor of the same name. \
                An active key past its expiry is `expiring-key-in-use`.",
        matters: "A key that answers after its revocation was not revoked: whoever holds it still has access.",
        remedy: &[
            "Console > API keys > {name}: see its status; or Admin API: GET /v1/organizations/api_keys/{id}",
            "Archive it again: Console > API keys > {name} > Delete; or Admin API: POST /v1/organizations/api_keys/{id} with \
             {\"status\":\"archived\"}",
            "Report the use after revocation to Anthropic's support with the days and amounts, and look for who made the requests",
        ],
        caveats: "Batches that were submitted before the revocation may be billed a day later. Where usage exports only name keys, use counts for \
                  the ended key if no living key of the list has its name; a key that the list lacks may have it. Without the activity \
                  feed nobody knows when a key was switched off, and only expiries are judged; where logging was off between the revocation and the use, the key may \
                  have been switched on again then, and the confidence is low.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    Ok(feed_is_missing(cx).unwrap_or_else(|| judged(cx)))
}

/// Judges keys by their own expiry where nothing says which were switched off: that needs no events.
pub(in crate::analyze) fn by_expiry(outcome: Outcome, analyzer: &Analyzer, cx: &Context) -> Outcome {
    let Outcome::NotAssessed { why, needs } = outcome else { return outcome };
    let own = (analyzer.id == ANALYZER.id).then(|| judged(cx));
    let Some(Outcome::Assessed { population, findings, notes }) = own else {
        return Outcome::NotAssessed { why, needs };
    };
    if findings.is_empty() {
        return Outcome::NotAssessed { why, needs };
    }
    let first = format!("only expiries were judged, and not which keys were switched off: {why}");
    Outcome::Assessed { population, findings, notes: std::iter::once(first).chain(notes).collect() }
}

/// When a key was off: by events, and since its own expiry where it is not active any more. What the last report knew counts where neither
/// says anything.
fn times_off(cx: &Context, key: &Key) -> Vec<Off> {
    let mut off = cx.facts.keys.history.off(&key.id);
    let expired = key.expires_at.filter(|at| !key.is_active() && *at < cx.as_of);
    let Some(from) = expired else { return off };
    // Switched off before: nothing new. Switched off later, or back on since: the expiry is what holds.
    if !off.iter().any(|one| one.until.is_none() && one.from <= from) {
        off.retain(|one| one.until.is_some_and(|until| until <= from));
        off.push(Off { from, until: None, status: EXPIRED.to_owned(), source: key.source });
    }
    off
}

/// What a key is that its own expiry ended.
const EXPIRED: &str = "expired";
/// What a key is that does not work any more.
const ENDED: [&str; 3] = ["inactive", "archived", EXPIRED];

fn judged(cx: &Context) -> Outcome {
    let judged = cx.judged.of(SubjectKind::ApiKey);
    let (mut population, mut findings) = (0, Vec::new());
    let (mut ambiguous, mut undated) = (Vec::new(), 0);
    let (mut unseen, mut known_until) = (Vec::new(), None);
    for key in &cx.facts.lists.keys {
        let mut off = times_off(cx, key);
        let is_undated = off.is_empty() && ENDED.contains(&key.status.as_str());
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
    let unseen = unseen_note(&unseen, known_until, "they were switched off or expired");
    if let (0, Some(why)) = (population, &unseen) {
        return Outcome::NotAssessed { why: why.clone(), needs: vec![Table::Usage, Table::Cost] };
    }
    let mut notes = ambiguity_note(&ambiguous);
    notes.extend(unseen);
    if undated > 0 {
        let keys = counted(undated, "inactive, archived or expired key");
        notes.push(format!("not judged: {keys}, because nothing says since when"));
    }
    Outcome::Assessed { population, findings, notes }
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
        "{} since {}{again}, and used on {} in that time: {seen}{cost}. Expected: no use after the day on which it {}",
        off.status,
        off.from.date_naive(),
        counted(during.len(), "day"),
        if off.status == EXPIRED { EXPIRED } else { "was switched off" }
    );
    // What switched it on again may have happened when nothing was logged.
    let use_begins = first.and_time(NaiveTime::MIN).and_utc();
    let is_event = off.status != EXPIRED;
    let dark = cx.facts.log.logging_off.during(off.from, use_begins).next().filter(|_| is_event);
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
