//! Logging switched off, something done, and logging switched on again.

use anyhow::Result;

use super::{by_whom, finding_of, format_duration, minute, no_events, rows_of, span};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::data::event_kinds::{Action, Weight};
use crate::facts::{Event, LoggingOff, OffInterval};
use crate::model::{Control, Finding, Severity, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "disable-act-enable",
    title: "Something sensitive done while logging was off",
    control: Control::AuditLogReview,
    severity: Severity::Critical,
    reads: &[&[Table::Events]],
    population: "times without logging that ended in the period",
    thresholds: &[],
    explain: Explain {
        finds: "A time without logging that ended again, in which some source still shows a sensitive event: a setting, role, member, \
                limit, key or connector changed, data exported, or something deleted. Everyday work and signing in are none, and neither \
                is the setting of logging itself.",
        matters: "Off, act, on is how somebody hides an action that they know to be wrong.",
        remedy: &[
            "Treat it as an incident: keep the exports, and do not inform {name} first",
            "Undo what was done meanwhile: the evidence lists it",
            "Take the right to change the Compliance API's settings from all but the primary owner: Organization settings > Roles",
        ],
        caveats: "While logging is off, the feed may have no events: only what the other source or late events show is found, and silence proves nothing. Ordinary administration during a long outage looks the same.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_events(cx) {
        return Ok(missing);
    }
    let ended: Vec<(&OffInterval, &Event)> = cx
        .facts
        .log
        .logging_off
        .intervals()
        .iter()
        .filter_map(|off| Some((off, off.on.as_ref()?)))
        .filter(|(_, on)| cx.period.contains(on.at.date_naive()))
        .collect();
    let findings = ended.iter().filter_map(|(off, on)| finding(cx, off, on)).collect();
    Ok(Outcome::Assessed { population: ended.len() as u64, findings, notes: Vec::new() })
}

fn is_sensitive(event: &Event) -> bool {
    matches!(event.kind.weight, Weight::Admin | Weight::Export)
        || matches!(event.kind.action, Action::Delete | Action::Export)
        || event.kind.topic == "key" && event.kind.action != Action::Read
}

fn finding(cx: &Context, off: &OffInterval, on: &Event) -> Option<Finding> {
    let meanwhile = |event: &&Event| {
        event.at >= off.off.at && event.at <= on.at && !LoggingOff::is_setting(event) && is_sensitive(event)
    };
    let acts: Vec<&Event> = cx.facts.log.events.notable.iter().filter(meanwhile).collect();
    let first = acts.first()?;
    let more = if acts.len() > 1 { format!(" and {} more", acts.len() - 1) } else { String::new() };
    let what = format!("{} by {} on {}{more}", first.event, first.actor.label(), minute(first.at));
    let title = format!("{} while {} was off", counted(acts.len(), "sensitive event"), off.what);
    let mut finding =
        finding_of(cx, &ANALYZER, by_whom(cx, &off.off), title, &off.off, &format!("{} switched off", off.what));
    finding.message = format!(
        "{}, then {what}, and on again by {} on {}, {} later. Expected: nothing sensitive while logging is off",
        finding.message,
        on.actor.label(),
        minute(on.at),
        format_duration(on.at - off.off.at)
    );
    finding.period = span(off.off.at, on.at);
    finding.observed = Some(counted(acts.len(), "sensitive event"));
    finding.threshold = Some("none while logging is off".to_owned());
    finding.evidence = rows_of(cx, [&off.off, on].into_iter().chain(acts));
    Some(finding)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{event, in_feed, said};
    use super::ANALYZER;

    fn set(time: &str, enabled: bool) -> Value {
        let fields = json!({"compliance_api_enabled": enabled});
        event(time, "org_compliance_api_settings_updated", "stale-ann", fields)
    }

    #[test]
    fn off_act_on() {
        let key = event("10:10", "admin_api_key_created", "bob", json!({"admin_api_key_id": "a1"}));
        let said = said(&ANALYZER, &[set("10:00", false), key, set("10:30", true)]);
        assert_eq!(said.len(), 1);
        assert!(said[0].starts_with("critical stale-ann@example.com: the Compliance API switched off by"), "{said:?}");
        assert!(
            said[0].contains("admin_api_key_created by bob@example.com") && said[0].contains("30 min later"),
            "{said:?}"
        );
    }

    #[test]
    fn what_is_none() {
        let key = |time| event(time, "admin_api_key_created", "bob", json!({"admin_api_key_id": "a1"}));
        assert_eq!(in_feed(&ANALYZER, &[set("10:00", false), key("10:10")]), [""; 0], "never on again");
        assert_eq!(in_feed(&ANALYZER, &[set("10:00", false), set("10:30", true), key("10:31")]), [""; 0], "after it");
        let chat = event("10:10", "claude_chat_created", "bob", json!({}));
        assert_eq!(in_feed(&ANALYZER, &[set("10:00", false), chat, set("10:30", true)]), [""; 0], "everyday work");
    }

    #[test]
    fn whatever_takes_data_out_is_sensitive() {
        for kind in [
            "org_data_export_started",
            "org_data_export_completed",
            "org_data_export_accessed",
            "org_members_exported",
            "audit_log_export_started",
        ] {
            let export = event("10:10", kind, "bob", json!({}));
            let found = in_feed(&ANALYZER, &[set("10:00", false), export, set("10:30", true)]);
            assert_eq!(found, ["critical stale-ann@example.com"], "{kind}");
        }
    }
}
