//! Settings that protect the organization switched off, removed or weakened.

mod events;
mod guards;
mod organization;
#[cfg(test)]
mod organization_tests;
#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::Duration;

use self::events::{EVENTS, ORGANIZATION, Weaker, is_about, weaker};
use super::{
    WITHOUT_VALUE, assessed_events, by_whom, finding_of, format_duration, minute, no_events, replaced, rows_of, span,
};
use crate::analyze::wording::some_of;
use crate::analyze::{Analyzer, Context, Explain, Limit, Outcome, Threshold};
use crate::facts::Event;
use crate::model::{Confidence, Control, Finding, Severity, Table, counted};

/// What is to be done about a change that nobody has undone.
const SET_BACK: &str = "If there is none, set it back: claude.ai > Organization settings > Identity and access (or Data and privacy); Console > Settings > \
                        Security";

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "security-setting-change",
    title: "Security settings switched off or weakened",
    control: Control::AuditLogReview,
    severity: Severity::High,
    reads: &[&[Table::Events]],
    population: "changes of security settings in the period",
    thresholds: &[Threshold {
        name: "replaced_within_hours",
        default: 24.0,
        unit: "hours",
        source: "a certificate, a domain or an office network is replaced within a working day",
    }],
    explain: Explain {
        finds: "Single sign-on switched off (critical); a sign-on connection deactivated or deleted; a domain or an IP restriction removed, or an IP restriction changed (medium); data residency changed; members no longer made and removed by directory sync; \
                the second factor of magic links, the connectors' domain guard or the inspection of prompts switched off; sign-in by magic link \
                switched on where the identity provider should be the only way; zero data retention switched off, or data kept longer than before; other settings of the organization whose new value is weaker \
                than the one before (enforced sign-on, allowlists, trusted devices, length of sessions, permissions, sharing); retention of a workspace's requests switched on, or off (medium); the organization's own encryption key deleted. A connection, \
                domain, IP restriction or encryption key that another replaces within `replaced_within_hours`, before or after, is no \
                finding, and neither is switching something on. Single sign-on that was off and on again stays one, with its interval.",
        matters: "These settings keep strangers out. Each change should have a ticket, and most attacks begin with undoing one.",
        remedy: &[
            "Ask {name} for the ticket that asked for it",
            SET_BACK,
            "Look at who signed in and what was done in the time without it: activity feed, filter by created_at",
        ],
        caveats: "Many events do not say what a setting was before and is now: a change of an IP restriction may be a stricter one, and settings \
                  without their value are counted in a note and not judged. What the events do not reach is not known: where they end sooner \
                  than `replaced_within_hours` after a removal, a replacement may have followed, and the confidence is medium. Settings of the identity provider itself are not in the exports.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_events(cx) {
        return Ok(missing);
    }
    let hours = cx.limit(&ANALYZER, const { ANALYZER.threshold("replaced_within_hours") });
    let time = Duration::minutes((hours.value * 60.0) as i64);
    let (mut findings, mut unstated) = (Vec::new(), 0);
    for kind in &EVENTS {
        let own: Vec<&Event> = cx.facts.log.events.notable.iter().filter(|event| event.name == kind.name).collect();
        let judged: Vec<(&Event, Weaker)> = own.iter().map(|event| (*event, weaker(kind, event))).collect();
        let in_period = |event: &Event| cx.period.contains(event.at.date_naive());
        unstated += judged.iter().filter(|(event, weaker)| *weaker == Weaker::Unstated && in_period(event)).count();
        let weakened: Vec<&Event> =
            judged.iter().filter(|(_, weaker)| *weaker == Weaker::Yes).map(|(event, _)| *event).collect();
        let made = |event: &&Event| kind.replaced_by == Some(event.name.as_str());
        let made: Vec<&Event> = cx.facts.log.events.notable.iter().filter(made).collect();
        let is_replaced = replaced(&weakened, &made, time, time);
        let open = weakened.iter().zip(is_replaced).filter(|(event, replaced)| !replaced && in_period(event));
        findings.extend(open.map(|(event, _)| {
            let back = own.iter().find(|later| is_its(event, later) && weaker(kind, later) == Weaker::No).copied();
            let what = event.text("domain").map_or_else(String::new, |name| format!(": {name}"));
            let too_soon = kind.replaced_by.is_some() && cx.facts.log.ends.of(event) - event.at < time;
            let then = match back {
                Some(on) => Then::Back(on),
                None if kind.is_switch() => Then::NotUndone,
                None if too_soon => Then::TooSoon(hours),
                None => Then::Unsaid,
            };
            finding(cx, event, (kind.says, &what), (kind.severity, then))
        }));
    }
    let unknown = of_the_organization(cx, &mut findings, &mut unstated);
    findings.sort_by(|a, b| (a.period.map(|p| p.start), &a.event).cmp(&(b.period.map(|p| p.start), &b.event)));
    let population = cx.facts.log.events.within(cx.period).filter(|event| is_about(&event.name)).count();
    let mut outcome = assessed_events((population, unstated), findings, |unsaid| {
        format!("{WITHOUT_VALUE}: {} of security settings", counted(unsaid, "change"))
    });
    if let Outcome::Assessed { notes, .. } = &mut outcome {
        notes.extend(unknown);
    }
    Ok(outcome)
}

/// Whether a later event is of the same organization: every one has settings of its own.
fn is_its(event: &Event, later: &Event) -> bool {
    later.at > event.at && later.organization() == event.organization()
}

/// So many unknown settings are named in a note.
const NAMED: usize = 5;

/// Finds what changes of the organization's settings weakened, and names the settings of which nobody knows what weakens them.
fn of_the_organization(cx: &Context, findings: &mut Vec<Finding>, unstated: &mut usize) -> Option<String> {
    let own: Vec<&Event> = cx.facts.log.events.notable.iter().filter(|one| one.name == ORGANIZATION).collect();
    let mut unknown = Vec::new();
    for event in own.iter().filter(|event| cx.period.contains(event.at.date_naive())) {
        // It reports that something changed, and not what.
        *unstated += usize::from(event.updates().next().is_none());
        for change in organization::changes(event) {
            if change.is_unknown() {
                unknown.push(format!("`{}` ({})", change.name, organization::shown(&change)));
            }
            match (change.guard, change.weaker()) {
                (_, Weaker::Unstated) => *unstated += 1,
                (Some(guard), Weaker::Yes) => {
                    let undoes = |one: organization::Change| one.name == change.name && one.weaker() == Weaker::No;
                    let is_back = |later: &&&Event| is_its(event, later) && organization::changes(later).any(undoes);
                    let back = own.iter().find(is_back).copied();
                    let what = format!(" (`{}`: {})", change.name, organization::shown(&change));
                    let then = back.map_or(Then::NotUndone, Then::Back);
                    findings.push(finding(cx, event, (guard.says, &what), (guard.severity, then)));
                }
                _ => {}
            }
        }
    }
    (!unknown.is_empty()).then(|| {
        let many = counted(unknown.len(), "change");
        format!("not judged: {many} of settings that this version does not know: {}", some_of(unknown, NAMED))
    })
}

/// What the events show behind a change.
#[derive(Clone, Copy)]
enum Then<'a> {
    /// What undid it.
    Back(&'a Event),
    /// Nothing, as far as they reach.
    NotUndone,
    /// Nothing, and they end before a replacement is due.
    TooSoon(Limit),
    /// What would undo it is no event of its kind.
    Unsaid,
}

impl Then<'_> {
    /// What is said of it; nothing is said of the time behind the last event.
    fn says(self, cx: &Context, event: &Event) -> String {
        let ends = &cx.facts.log.ends;
        match self {
            Then::Back(on) => {
                let time = format_duration(on.at - event.at);
                format!(", back by {} on {}, after {time}", on.actor.label(), minute(on.at))
            }
            Then::NotUndone => format!(". Not undone in {}", ends.says(event)),
            Then::TooSoon(limit) => {
                format!(". No replacement in {}, less than {} hours later", ends.says(event), limit.value)
            }
            Then::Unsaid => String::new(),
        }
    }
}

/// A change that weakened something: what it did and to what, how bad that is, and what followed.
fn finding(cx: &Context, event: &Event, (says, what): (&str, &str), (severity, then): (Severity, Then)) -> Finding {
    let time = match then {
        Then::Back(on) => format!(" for {}", format_duration(on.at - event.at)),
        _ => String::new(),
    };
    let title = format!("{says}{what}{time}");
    let mut finding = finding_of(cx, &ANALYZER, by_whom(cx, event), title, event, says);
    finding.severity = severity;
    let followed = then.says(cx, event);
    finding.message = format!("{}{followed}. Expected: no such change without a decision", finding.message);
    finding.threshold = Some("no change without a decision".to_owned());
    match then {
        Then::Back(on) => {
            finding.period = span(event.at, on.at);
            finding.evidence = rows_of(cx, [event, on]);
            // It is set back already.
            finding.remediation.retain(|step| step != SET_BACK);
        }
        Then::TooSoon(_) => finding.confidence = Confidence::Medium,
        Then::NotUndone | Then::Unsaid => {}
    }
    finding
}
