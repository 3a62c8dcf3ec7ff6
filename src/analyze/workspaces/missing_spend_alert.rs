//! Whether anybody hears of spend before the bill.

#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::NaiveDate;

use super::whole_exports;
use crate::analyze::{Analyzer, Context, Explain, Outcome, list_is_cut, unread};
use crate::facts::LimitEvent;
use crate::model::{Confidence, Control, EventSource, Finding, Severity, Subject, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "missing-spend-alert",
    title: "Nobody is notified of spend",
    control: Control::SpendAlerts,
    severity: Severity::Medium,
    reads: &[],
    population: "organization",
    thresholds: &[],
    explain: Explain {
        finds: "An organization of which nothing says that somebody is notified of spend: no recipients in the policy ([alerts]), no \
                limit in force in the list of spend limits (every limit notifies: its action is notify_only or notify_and_pause), and in \
                the activity feed no limit that notifies and no change that left recipients of alerts.",
        matters: "A key that is abused, or a loop that calls itself, spends for days before an invoice shows it.",
        remedy: &[
            "Console > Settings > Limits: set a limit that notifies, and who is mailed",
            "State the recipients in the policy under [alerts], so that the next report knows them",
        ],
        caveats: "What was set before the activity feed begins is not in it, and recipients are named once: without a list of limits the check is \
                  not assessed unless the feed reaches back, without a gap, to the first day that any list or export knows. Alerts of \
                  a billing system outside are not seen; state them in the policy. Limits of single members do not count.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let limits = &cx.facts.spend.limits;
    let (has_list, has_feed) = (cx.data.has(Table::SpendLimits), !cx.facts.coverage.events_on_record.feed.is_empty());
    let found = |note: String| Outcome::Assessed { population: 1, findings: Vec::new(), notes: vec![note] };
    if !cx.policy.alert_recipients().is_empty() {
        return Ok(found(format!(
            "the policy names {} of alerts",
            counted(cx.policy.alert_recipients().len(), "recipient")
        )));
    }
    // A limit notifies those who are named; where nobody is, it notifies nobody.
    if let (Some(event), true) = (&limits.events.emptied, limits.events.recipients.is_empty()) {
        return Ok(Outcome::Assessed { population: 1, findings: vec![emptied(cx, event)], notes: Vec::new() });
    }
    if let Some(limit) = limits.any_in_force() {
        return Ok(found(format!("a limit of {} is in force, and every limit notifies", limit.says())));
    }
    let (sure, doubtful): (Vec<&LimitEvent>, Vec<&LimitEvent>) =
        limits.events.notifying.iter().chain(&limits.events.recipients).partition(|event| !event.is_in_doubt);
    if let Some(event) = sure.first() {
        return Ok(found(format!("the activity feed has {} on {}", event.event, event.at.date_naive())));
    }
    if let (Some(event), false) = (doubtful.first(), has_list) {
        let why = format!(
            "the activity feed has {} on {}, and a removal after it that does not say which limit is gone",
            event.event,
            event.at.date_naive()
        );
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::SpendLimits] });
    }
    if !has_list && !has_feed {
        let why = "neither a list of spend limits nor the activity feed is there, and the policy names no recipients ([alerts])";
        return Ok(Outcome::NotAssessed { why: why.to_owned(), needs: vec![Table::SpendLimits, Table::Events] });
    }
    if let (false, Some(why)) = (has_list, silent_feed(cx)) {
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::SpendLimits] });
    }
    if has_list && let Some(cut) = list_is_cut(cx, Table::SpendLimits) {
        return Ok(cut);
    }
    if let Some(unread) = unread(cx, Table::SpendLimits) {
        return Ok(unread);
    }
    if let Some(open) = limits.without_amount().next() {
        let file = cx.data.path(open.source.file);
        let why = format!("{file} states no amount of any limit: nobody knows whether one is in force, and notifies");
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::SpendLimits] });
    }
    let notes = cx.facts.log.logging_off.caveat(cx.as_of).filter(|_| has_feed).into_iter().collect();
    Ok(Outcome::Assessed { population: 1, findings: vec![finding(cx, has_list, has_feed)], notes })
}

/// Why the feed alone does not show that nobody was ever named: it would have to reach from the organization's first day to now.
fn silent_feed(cx: &Context) -> Option<String> {
    let mut runs = cx.facts.coverage.feed.iter();
    let (Some(run), None) = (runs.next(), runs.next()) else {
        return Some("the activity feed has gaps or holds a part of the types, and recipients may have been named in what it lacks".to_owned());
    };
    let Some(first) = first_day(cx) else {
        return Some(format!(
            "no list says when the organization began: recipients may have been named before the activity feed, which begins on {}",
            run.since
        ));
    };
    (run.since > first).then(|| {
        format!("recipients may have been named before the activity feed, which begins on {}: the organization is older ({first})", run.since)
    })
}

/// The first day on which anything of the organization was made, as far as lists say; usage can begin long after it.
fn first_day(cx: &Context) -> Option<NaiveDate> {
    let lists = &cx.facts.lists;
    let members = lists.members.iter().filter_map(|member| member.added_at);
    let keys = lists.keys.iter().filter_map(|key| key.created_at);
    let workspaces = lists.workspaces.iter().filter_map(|workspace| workspace.created_at);
    let made = members.chain(keys).chain(workspaces).map(|at| at.date_naive()).min()?;
    let used = cx.facts.spend.series.extent().map(|days| days.start);
    Some(used.map_or(made, |used| used.min(made)))
}

/// Of recipients that somebody took away.
fn emptied(cx: &Context, event: &LimitEvent) -> Finding {
    let day = event.at.date_naive();
    let message = format!(
        "{} left no recipients on {day}, no later change names one, and the policy names none. Expected: one recipient",
        event.event
    );
    let mut finding = ANALYZER.finding(Subject::organization(), "Nobody is notified of spend", message);
    finding.confidence = Confidence::Medium;
    finding.observed = Some("none".to_owned());
    finding.threshold = Some("one recipient, or a limit that notifies".to_owned());
    finding.evidence = vec![event.source.evidence(cx.data, format!("{}: no recipients", event.event))];
    finding
}

fn finding(cx: &Context, has_list: bool, has_feed: bool) -> Finding {
    let mut looked = vec!["the policy names no recipients"];
    looked.extend(has_list.then_some("the list of spend limits has none in force for the organization or a workspace"));
    looked.extend(has_feed.then_some("the activity feed sets no limit that notifies and no recipients"));
    let message = format!("{}. Expected: one recipient or limit that notifies", looked.join(", "));
    let mut finding = ANALYZER.finding(Subject::organization(), "Nobody is notified of spend", message);
    finding.confidence = if has_list { Confidence::Medium } else { Confidence::Low };
    finding.observed = Some("none".to_owned());
    finding.threshold = Some("one recipient, or a limit that notifies".to_owned());
    finding.evidence = whole_exports(cx, "spend-limits", "no limit in force for the organization or a workspace");
    finding.evidence.extend(whole_exports(cx, EventSource::Feed.id(), "no limit that notifies, no recipients"));
    finding
}
