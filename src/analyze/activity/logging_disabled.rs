//! The Compliance API or its logging switched off.

use anyhow::Result;

use super::{WITHOUT_VALUE, assessed_events, by_whom, finding_of, format_duration, minute, no_events, rows_of, span};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{LoggingOff, OffInterval};
use crate::model::{Control, Finding, Severity, Table, counted};

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
                switched it off to the one that switched it on again, or to the end of the data. Switching on what was on, and off what \
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
        let days = span(off.off.at, off.until(cx.as_of));
        days.is_some_and(|days| days.start <= cx.period.end && cx.period.start <= days.end)
    };
    let findings = cx.facts.log.logging_off.intervals().iter().filter(in_period).map(|off| finding(cx, off)).collect();
    let settings = || cx.facts.log.events.within(cx.period).filter(|event| LoggingOff::is_setting(event));
    let unattributed = settings().filter(|event| !LoggingOff::states_outcome(event)).count();
    Ok(assessed_events((settings().count(), unattributed), findings, |unsaid| {
        format!("{WITHOUT_VALUE}: {} of the Compliance API's settings", counted(unsaid, "change"))
    }))
}

fn finding(cx: &Context, off: &OffInterval) -> Finding {
    let until = off.until(cx.as_of);
    let end = off.on.as_ref().map_or_else(
        || format!("not switched on again until the end of the data ({})", minute(until)),
        |on| format!("on again by {} on {}", on.actor.label(), minute(on.at)),
    );
    let time = format_duration(until - off.off.at);
    let title = format!("{} was off for {time}", off.what);
    let mut finding =
        finding_of(cx, &ANALYZER, by_whom(cx, &off.off), title, &off.off, &format!("{} switched off", off.what));
    finding.message = format!("{}, {end}: off for {time}. Expected: logging is never off", finding.message);
    finding.period = span(off.off.at, until);
    finding.observed = Some(format!("off for {time}"));
    finding.threshold = Some("never off".to_owned());
    finding.evidence = rows_of(cx, [Some(&off.off), off.on.as_ref()].into_iter().flatten());
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{event, in_feed, log, on, said};
    use super::ANALYZER;
    use crate::analyze::testing::{ask, found};

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
        assert!(said[0].contains("not switched on again until the end of the data"), "{said:?}");
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
