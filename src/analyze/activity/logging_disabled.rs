//! The Compliance API or its logging switched off.

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::{DurationRound, NaiveDate, TimeDelta};

use super::{WITHOUT_VALUE, assessed_events, by_whom, finding_of, format_duration, minute, no_events, rows_of, span};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{LoggingOff, OffInterval};
use crate::model::{Confidence, Control, Finding, Severity, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "logging-disabled",
    title: "Audit logging switched off",
    control: Control::AuditLogReview,
    severity: Severity::Critical,
    reads: &[&[Table::Events]],
    population: "changes of the settings of the Compliance API in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Every time in which the Compliance API or its logging was off and that reaches into the period, from the event that \
                switched it off to the one that switched it on again. Where nothing switched it on, how long it was off is not known: the events \
                end, and events of the feed behind the change show that it was on again, or that nothing stopped. Switching on what was on, and off what \
                was off already, is no finding.",
        matters: "What happens without a log can never be shown to anybody, and whoever wants to leave no trace begins here.",
        remedy: &[
            "If it is still off: claude.ai > Organization settings > Data and privacy > Compliance API > enable",
            "Ask {name} why, and who allowed it; note the answer with the ticket",
            "Cover the time by other means: the audit-log export (Organization settings > Data and privacy > Export audit logs) and the \
             identity provider's sign-in log",
        ],
        caveats: "Everything in this report that says that nothing happened is weaker inside the interval. Events that name the setting \
                  and not its value are counted in a note. Logs of the identity provider or of a proxy are not among the exports.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_events(cx) {
        return Ok(missing);
    }
    let in_period = |off: &&OffInterval| {
        let is_over = off.on.as_ref().is_some_and(|on| on.at.date_naive() < cx.period.start);
        off.off.at.date_naive() <= cx.period.end && !is_over
    };
    let findings = cx.facts.log.logging_off.intervals().iter().filter(in_period).map(|off| finding(cx, off)).collect();
    let settings = || cx.facts.log.events.within(cx.period).filter(|event| LoggingOff::is_setting(event));
    let unattributed = settings().filter(|event| !LoggingOff::states_outcome(event)).count();
    Ok(assessed_events((settings().count(), unattributed), findings, |unsaid| {
        format!("{WITHOUT_VALUE}: {} of the Compliance API's settings", counted(unsaid, "change"))
    }))
}

/// What became of it, as far as the events show it.
struct Ending {
    title: String,
    message: String,
    observed: String,
    confidence: Confidence,
}

/// A time with both its ends, or one whose end no event shows.
fn ending(cx: &Context, off: &OffInterval) -> Ending {
    if let Some(on) = &off.on {
        let time = format_duration(on.at - off.off.at);
        return Ending {
            title: format!("{} was off for {time}", off.what),
            message: format!(", on again by {} on {}: off for {time}", on.actor.label(), minute(on.at)),
            observed: format!("off for {time}"),
            confidence: Confidence::High,
        };
    }
    let (ends, days) = (&cx.facts.log.ends, days_behind(cx, off));
    let unknown = format!(". Not switched on again in {}: how long it was off is not known", ends.says(&off.off));
    match (days.first(), days.last()) {
        (Some(first), Some(last)) => {
            let when = if first == last {
                format!("on {last}")
            } else {
                format!("on {} to {last}", counted(days.len(), "day"))
            };
            let goes_on = format!(
                "The feed has events behind it, {when}: it was on again without an event of that, or logging did not stop"
            );
            Ending {
                title: format!("{} was switched off, and the feed goes on", off.what),
                message: format!("{unknown}. {goes_on}"),
                observed: "switched off, and the feed goes on".to_owned(),
                confidence: Confidence::Medium,
            }
        }
        _ => Ending {
            title: format!("{} was switched off, and nothing switched it on again", off.what),
            message: unknown,
            observed: "not switched on again".to_owned(),
            confidence: Confidence::High,
        },
    }
}

/// The days on which the feed has events in spite of it, from the hour behind the change on: what was under way is logged late.
fn days_behind(cx: &Context, off: &OffInterval) -> BTreeSet<NaiveDate> {
    let hour = off.off.at.duration_trunc(TimeDelta::hours(1)).unwrap_or(off.off.at);
    let hours = cx.facts.log.hours.of_source(true).filter(|row| row.hour > hour);
    let is_setting = |name: &str| LoggingOff::is_setting_type(name);
    hours.filter(|row| !is_setting(cx.facts.log.hours.name(row))).map(|row| row.hour.date_naive()).collect()
}

fn finding(cx: &Context, off: &OffInterval) -> Finding {
    let Ending { title, message, observed, confidence } = ending(cx, off);
    let mut finding =
        finding_of(cx, &ANALYZER, by_whom(cx, &off.off), title, &off.off, &format!("{} switched off", off.what));
    finding.message = format!("{}{message}. Expected: logging is never off", finding.message);
    finding.confidence = confidence;
    finding.period = span(off.off.at, off.on.as_ref().map_or(off.off.at, |on| on.at));
    finding.observed = Some(observed);
    finding.threshold = Some("never off".to_owned());
    finding.evidence = rows_of(cx, [Some(&off.off), off.on.as_ref()].into_iter().flatten());
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{event, feed, in_feed, log, on, said};
    use super::ANALYZER;
    use crate::analyze::Outcome;
    use crate::analyze::testing::{ask, cost, days, found, outcome};
    use crate::model::Confidence;
    use crate::policy::Policy;

    const SETTING: &str = "org_compliance_api_settings_updated";

    fn set(time: &str, enabled: bool) -> Value {
        event(time, SETTING, "stale-ann", json!({"compliance_api_logging_enabled": enabled}))
    }

    #[test]
    fn off_and_on() {
        let said = said(&ANALYZER, &[set("10:00", false), set("10:20", false), set("11:55", true)]);
        assert_eq!(
            said,
            [
                "critical stale-ann@example.com: logging of the Compliance API switched off by stale-ann@example.com on 2026-08-03 10:00 UTC, \
              on again by stale-ann@example.com on 2026-08-03 11:55 UTC: off for 1 h 55 min. Expected: logging is never off"
            ]
        );
    }

    #[test]
    fn never_on_again() {
        let later = on("2026-08-05", "10:00", "claude_chat_created", "ok-bob", json!({}));
        let both = json!({"compliance_api_enabled": false, "compliance_api_logging_enabled": false});
        let said = said(&ANALYZER, &[event("10:00", SETTING, "stale-ann", both), later]);
        assert_eq!(said.len(), 1, "one event, one time");
        assert!(said[0].contains("Not switched on again in the activity feed"), "{said:?}");
    }

    /// Fault: «Off for 22 d 14 h», up to the report's instant, of a feed that ends eight days before it and has events on eleven days behind the change
    /// Outcome: No duration is given where nothing shows its end; events of the feed behind the change are named, and lower the confidence
    #[test]
    fn no_duration_where_nothing_shows_the_end() {
        let cost =
            cost(&days("2026-08-01", "2026-09-30").into_iter().map(|day| (day, "k", "", "A", 1.0)).collect::<Vec<_>>());
        let chat = |day: &str, time: &str| on(day, time, "claude_chat_created", "ok-bob", json!({}));
        let log_later = log(&[("12:00", "project_created", "{}"), ("23:00", "project_created", "{}")]);
        let alone = "Not switched on again in the activity feed, which ends on 2026-08-03 10:00 UTC: how long it was off is not known. Expected";
        for (behind, log, says, confidence) in [
            (vec![], "", alone, Confidence::High),
            // Under way, or of the other source, which goes on.
            (vec![], &log_later, alone, Confidence::High),
            (
                vec![chat("2026-08-03", "10:20")],
                "",
                "which ends on 2026-08-03 10:20 UTC: how long it was off is not known. Expected",
                Confidence::High,
            ),
            (
                vec![set("11:30", false)],
                "",
                "which ends on 2026-08-03 11:30 UTC: how long it was off is not known. Expected",
                Confidence::High,
            ),
            (
                vec![chat("2026-08-03", "12:00")],
                "",
                "The feed has events behind it, on 2026-08-03: it was on again",
                Confidence::Medium,
            ),
            (
                vec![chat("2026-08-04", "12:00"), chat("2026-08-05", "12:00"), chat("2026-08-22", "09:00")],
                &log_later,
                "which ends on 2026-08-22 09:00 UTC: how long it was off is not known. The feed has events behind it, on 3 days to 2026-08-22",
                Confidence::Medium,
            ),
        ] {
            let events: Vec<Value> = std::iter::once(set("10:00", false)).chain(behind).collect();
            let feed = feed(&events);
            let mut files = vec![("feed.jsonl", feed.as_str()), ("cost.csv", cost.as_str())];
            files.extend((!log.is_empty()).then_some(("log.csv", log)));
            let said = ask(&ANALYZER, &files).concat();
            assert!(said.contains(says), "{says}: {said}");
            let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
                panic!("{said}")
            };
            let one = &findings[0];
            assert_eq!((findings.len(), one.confidence), (1, confidence), "{said}");
            assert!(!format!("{} {} {:?}", one.title, one.message, one.observed).contains("off for"), "{one:?}");
            assert!(one.period.is_some_and(|days| days.end <= "2026-08-22".parse().unwrap()), "{one:?}");
        }
    }

    #[test]
    fn the_log_tells_too() {
        let log = log(&[("10:00", SETTING, "{'compliance_api_enabled': False}")]);
        assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["critical ann@example.com"]);
    }

    #[test]
    fn what_is_none() {
        let silent = event("10:00", SETTING, "ok-ann", json!({}));
        assert_eq!(in_feed(&ANALYZER, &[set("10:00", true), silent.clone()]), [""; 0]);
        assert_eq!(in_feed(&ANALYZER, &[silent]), ["not assessed"], "which way is not known");
        let keys = crate::analyze::testing::page(&[]);
        assert_eq!(ask(&ANALYZER, &[("keys.json", &keys)]), ["not assessed: no export of audit events"]);
    }
}
