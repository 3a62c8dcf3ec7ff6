//! Privileged actions from where, or with what, their actor was never seen before.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{DateTime, Duration, Utc};

use super::{actor_key, by_whom, finding_of, is_admin_action, no_events, same_actor};
use crate::analyze::{Analyzer, Context, Explain, Limit, Outcome, Threshold};
use crate::data::event_kinds::Action;
use crate::facts::{ActorSeen, Event, agent_family, network};
use crate::model::{Confidence, Control, Finding, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "new-origin-for-admin",
    title: "Privileged actions from a new place or program",
    control: Control::AuditLogReview,
    severity: Severity::Medium,
    reads: &[&[Table::Events]],
    population: "privileged actions in the period whose actor is known long enough",
    thresholds: &[Threshold {
        name: "known_days",
        default: 14.0,
        unit: "days",
        source: "two weeks show where somebody works",
    }],
    explain: Explain {
        finds: "A change of settings, roles, members, limits or connectors, a key made, changed or deleted by anybody but a listed member \
                without a privileged role, or an export, from a network (/24, or /48 of IPv6) or with a program that was first seen for that person within the 24 hours before. Judged are people whose first event lies \
                `known_days` before, so the first days of the data say nothing. An update of the same program is no new one. Of several \
                actions from one new origin the first is found. Networks decide; a database given with --geoip tells where they are, \
                and whose.",
        matters: "Stolen sessions and passwords are used from elsewhere, and first for what only admins can do.",
        remedy: &[
            "Ask {name} whether they were there",
            "If not: end their sessions, change their sign-in, and undo the action; allow admins from known networks only (IP restriction)",
        ],
        caveats: "Travel, a new provider or a new laptop look the same; people behind a proxy share its address. Events without address and \
                  program are not judged.",
    },
    run,
};

/// A sign-in just before the action makes its origin no known one.
const SAME_VISIT_HOURS: i64 = 24;

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_events(cx) {
        return Ok(missing);
    }
    let known = cx.limit(&ANALYZER, const { ANALYZER.threshold("known_days") });
    let (mut population, mut findings) = (0, Vec::new());
    let mut reported: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for event in cx.facts.log.events.within(cx.period).filter(|event| is_judged(cx, event)) {
        let seen = cx.facts.log.events.actors.get(event.actor.id.as_deref(), event.actor.address.as_deref());
        let Some(seen) = seen.filter(|seen| event.at - seen.first >= Duration::days(known.days())) else { continue };
        population += 1;
        let reported = reported.entry(actor_key(&event.actor).unwrap_or_default()).or_default();
        let new: Vec<String> = news(event, seen).into_iter().filter(|new| reported.insert(new.clone())).collect();
        if !new.is_empty() {
            findings.push(finding(cx, event, &new, known));
        }
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

/// Whether a person did what administrators do: also making, renaming or deleting a key, unless a listed member without a privileged role
/// did that.
fn is_judged(cx: &Context, event: &Event) -> bool {
    let touches_key =
        event.kind.topic == "key" && matches!(event.kind.action, Action::Make | Action::Change | Action::Delete);
    event.is_by_person() && (is_admin_action(event) || touches_key && !cx.facts.lists.knows_as_other(&event.actor))
}

/// What is new about where an event comes from.
fn news(event: &Event, seen: &ActorSeen) -> Vec<String> {
    let is_new = |first: Option<&DateTime<Utc>>| {
        first.is_some_and(|first| event.at - *first < Duration::hours(SAME_VISIT_HOURS))
    };
    let place = event.ip.as_deref().and_then(network).filter(|place| is_new(seen.networks.get(place)));
    let program = event.user_agent.as_deref().filter(|agent| is_new(seen.agents.get(&agent_family(agent))));
    // What cannot be compared is not new: there must be another one before.
    let place = place.filter(|_| seen.networks.len() > 1).map(|place| format!("the network {place}"));
    let program = program.filter(|_| seen.agents.len() > 1).map(|program| format!("the program «{program}»"));
    place.into_iter().chain(program).collect()
}

fn finding(cx: &Context, event: &Event, new: &[String], known: Limit) -> Finding {
    let subject = by_whom(cx, event);
    let title = format!("{} used {} for the first time, for {}", subject.label(), new.join(" and "), event.event);
    let mut finding = finding_of(cx, &ANALYZER, subject, title, event, &event.event);
    finding.confidence = Confidence::Medium;
    finding.message = format!(
        "{}, from {}, never seen for them before that day{}. Expected: known from earlier days (for people seen for {known})",
        finding.message,
        new.join(" and "),
        whereabouts(cx, event, new)
    );
    finding.observed = Some(new.join(" and "));
    finding.threshold = Some("known from earlier days".to_owned());
    finding
}

/// Where a new network is and whose, and where that person usually is, as far as databases know.
fn whereabouts(cx: &Context, event: &Event, new: &[String]) -> String {
    const SHOWN: usize = 3;
    let is_new = event.ip.as_deref().and_then(network).is_some_and(|own| new.iter().any(|what| what.ends_with(&own)));
    let places = &cx.facts.places;
    let Some(here) = places.of(event.ip.as_deref()).filter(|_| is_new) else { return String::new() };
    let before = event.at - Duration::hours(SAME_VISIT_HOURS);
    let earlier = cx.facts.log.events.notable.iter().take_while(|one| one.at <= before);
    let own = earlier.filter(|one| one.is_by_person() && same_actor(&one.actor, &event.actor));
    let usual: BTreeSet<String> = own.filter_map(|one| places.of(one.ip.as_deref())).map(ToString::to_string).collect();
    let mut shown: Vec<String> = usual.iter().take(SHOWN).cloned().collect();
    shown.extend((usual.len() > SHOWN).then(|| format!("{} more", usual.len() - SHOWN)));
    match shown.is_empty() {
        true => format!(". The address is in {here}; earlier places are not known"),
        false => format!(". The address is in {here}, earlier ones in {}", shown.join(" and ")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{feed, in_feed, on, said};
    use super::ANALYZER;
    use crate::analyze::Outcome;
    use crate::analyze::testing::{ask, data, found, judge_at, member, page};
    use crate::model::{Place, Places, address};
    use crate::policy::Policy;

    fn from(mut event: Value, ip: &str, agent: &str) -> Value {
        event["actor"]["ip_address"] = json!(ip);
        event["actor"]["user_agent"] = json!(agent);
        event
    }

    fn act(day: &str, kind: &str, ip: &str, agent: &str) -> Value {
        from(on(day, "10:00", kind, "stale-ann", json!({})), ip, agent)
    }

    const HOME: &str = "198.51.100.7";
    const FOX: &str = "Mozilla/5.0 Firefox/143.0";

    fn before() -> Value {
        act("2026-08-01", "sso_login_succeeded", HOME, FOX)
    }

    #[test]
    fn a_new_network_or_program() {
        let away = act("2026-08-20", "org_members_exported", "203.0.113.9", FOX);
        let said = said(&ANALYZER, &[before(), away.clone()]);
        assert!(said[0].contains("from the network 203.0.113.0/24, never seen for them before that day"), "{said:?}");
        let again =
            from(on("2026-08-20", "11:00", "org_members_exported", "stale-ann", json!({})), "203.0.113.10", FOX);
        let signed_in =
            from(on("2026-08-20", "09:55", "sso_login_succeeded", "stale-ann", json!({})), "203.0.113.9", FOX);
        assert_eq!(in_feed(&ANALYZER, &[before(), signed_in, away, again]).len(), 1, "one visit");
        let curl = act("2026-08-20", "org_members_exported", HOME, "curl/8.9.1");
        assert_eq!(in_feed(&ANALYZER, &[before(), curl]), ["medium stale-ann@example.com"]);
    }

    #[test]
    fn keys_from_a_new_network() {
        for kind in ["platform_api_key_created", "platform_api_key_updated", "admin_api_key_created"] {
            let away = act("2026-08-20", kind, "203.0.113.9", FOX);
            assert_eq!(in_feed(&ANALYZER, &[before(), away.clone()]), ["medium stale-ann@example.com"], "{kind}");
            let members = page(&[member("stale-ann@example.com", "admin")]);
            let feed = feed(&[before(), away]);
            let asked = found(&ANALYZER, &[("feed.jsonl", &feed), ("users.json", &members)]);
            assert_eq!(asked, ["medium stale-ann@example.com"], "{kind} by a listed administrator");
        }
    }

    #[test]
    fn places_are_named_where_they_are_known() {
        let place = |ip: &str, country: &str, asn: u32, name: &str| {
            let operator = Some(name.to_owned());
            let known =
                Place { country: Some(country.into()), asn: Some(asn), asn_organization: operator, coordinates: None };
            (address(ip).unwrap(), known)
        };
        let home = || place(HOME, "DE", 64500, "Example Net");
        let reported = |known: Vec<_>, agent: &str, ip: &str| -> String {
            let data =
                data(&[("feed.jsonl", &feed(&[before(), act("2026-08-20", "org_members_exported", ip, agent)]))]);
            let places = Places { asked: true, known: known.into_iter().collect() };
            match judge_at(&ANALYZER, &data, &Policy::default(), places) {
                Outcome::Assessed { findings, .. } => findings.into_iter().map(|finding| finding.message).collect(),
                _ => panic!("assessed"),
            }
        };
        let away = || place("203.0.113.9", "US", 64501, "Other Net");
        let message = reported(vec![home(), away()], FOX, "203.0.113.9");
        let both = ". The address is in US, AS64501 Other Net, earlier ones in DE, AS64500 Example Net. Expected: ";
        assert!(message.contains(both), "{message}");
        let message = reported(vec![away()], FOX, "203.0.113.9");
        assert!(
            message.contains(". The address is in US, AS64501 Other Net; earlier places are not known. Expected: ")
        );
        for message in [reported(vec![home()], FOX, "203.0.113.9"), reported(vec![home()], "curl/8.9.1", HOME)] {
            assert!(
                message
                    .ends_with("that day. Expected: known from earlier days (for people seen for 14 days (default))"),
                "{message}"
            );
        }
    }

    #[test]
    fn what_is_none() {
        let near = act("2026-08-20", "org_members_exported", "198.51.100.99", "Mozilla/5.0 Firefox/144.0");
        assert_eq!(in_feed(&ANALYZER, &[before(), near]), [""; 0], "the same network, an update of the program");
        let early = act("2026-08-10", "org_members_exported", "203.0.113.9", FOX);
        assert_eq!(in_feed(&ANALYZER, &[before(), early]), [""; 0], "the first fourteen days");
        let home_key = act("2026-08-20", "platform_api_key_created", HOME, FOX);
        assert_eq!(in_feed(&ANALYZER, &[before(), home_key]), [""; 0], "a key made at home");
        let members = page(&[member("stale-ann@example.com", "developer")]);
        let key = act("2026-08-20", "platform_api_key_created", "203.0.113.9", FOX);
        let feed = feed(&[before(), key]);
        let asked = found(&ANALYZER, &[("feed.jsonl", &feed), ("users.json", &members)]);
        assert_eq!(asked, [""; 0], "a developer's own key");
        let chat = act("2026-08-20", "claude_chat_created", "203.0.113.9", FOX);
        assert_eq!(in_feed(&ANALYZER, &[before(), chat]), [""; 0], "no privileged action");
        let keys = crate::analyze::testing::page(&[]);
        assert_eq!(ask(&ANALYZER, &[("keys.json", &keys)]), ["not assessed: no export of audit events"]);
    }
}
