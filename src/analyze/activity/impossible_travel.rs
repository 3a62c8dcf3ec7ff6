//! Somebody acting from two places between which nobody travels that fast.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::{actor_key, by_whom, format_duration, minute, no_events, rows_of, span};
use crate::analyze::{Analyzer, Context, Explain, Limit, Outcome, Threshold};
use crate::data::event_kinds::Action;
use crate::facts::{Event, network};
use crate::model::{Confidence, Control, Finding, Place, Severity, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "impossible-travel",
    title: "One person in two places too far apart",
    control: Control::AuditLogReview,
    severity: Severity::Medium,
    reads: &[&[Table::Events]],
    population: "acts of people in the period whose address has a place",
    thresholds: &[
        Threshold {
            name: "distance_km",
            default: 500.0,
            unit: "km",
            source: "databases of cities are wrong by up to 500 km (their accuracy radius)",
        },
        Threshold {
            name: "speed_kmh",
            default: 1000.0,
            unit: "km/h",
            source: "airliners cruise at about 900 km/h, and nobody acts from door to door",
        },
        Threshold {
            name: "shared_by",
            default: 3.0,
            unit: "people",
            source: "two may share a home; from three on it is the way out of an office or a VPN",
        },
    ],
    explain: Explain {
        finds: "Two acts of one person, one after the other, from places more than `distance_km` apart that only a journey at more than \
                `speed_kmh` joins. Places are those of a database given with --geoip. Not judged: failed and unfinished sign-ins, keys, \
                service accounts, support and directory sync; addresses that `shared_by` people or more use; two addresses of one \
                network (/24, or /48 of IPv6); addresses without coordinates. One finding per person, pair of places and day. Events of \
                the activity feed and of the audit-log export are each compared among themselves.",
        matters: "Who holds a stolen session or password is somewhere else while the owner goes on working.",
        remedy: &[
            "Ask {name} whether both were them, and whether a VPN, a phone or a remote desktop was in use",
            "If not: end their sessions (Organization settings > Members > {name} > Sign out), change their sign-in, and review what was \
             done from the second place",
            "Allow known networks only: Organization settings > Identity and access > IP restriction",
        ],
        caveats: "An address is not a person's place: VPNs, remote desktops, mobile operators and cloud providers answer from elsewhere, \
                  also where both places have one operator, which the message names. Databases err, and age. A stop between the two acts \
                  is seen only where an event shows it; who shares an address is known only from events other than everyday work.",
    },
    run,
};

/// What anybody can begin in another's name, or what is done to them. Source: Anthropic's activity reference.
const UNPROVEN: [&str; 5] = [
    "sso_login_initiated",
    "magic_link_login_initiated",
    "anonymous_mobile_login_attempted",
    "phone_code_sent",
    "abuse_decision_received",
];

fn run(cx: &Context) -> Result<Outcome> {
    let not_applicable = |why: String| Outcome::NotApplicable {
        why,
        needs: vec!["a city database of your own (MMDB), given with --geoip".to_owned()],
    };
    if !cx.facts.places.asked {
        return Ok(not_applicable("no database that says where addresses are was given".to_owned()));
    }
    if let Some(missing) = no_events(cx) {
        return Ok(missing);
    }
    let limits =
        const { [ANALYZER.threshold("distance_km"), ANALYZER.threshold("speed_kmh"), ANALYZER.threshold("shared_by")] }
            .map(|limit| cx.limit(&ANALYZER, limit));
    let acts: Vec<(String, &Event)> = cx.facts.log.events.notable.iter().filter_map(act).collect();
    let in_period = |event: &Event| cx.period.contains(event.at.date_naive());
    let asked = acts.iter().filter(|(_, event)| in_period(event)).count();
    let places = located(cx, &acts);
    let population = places.iter().filter(|(_, stay)| in_period(stay.event)).count();
    if population == 0 && asked > 0 {
        return Ok(not_applicable(format!(
            "the databases given have coordinates for no address of the period ({} by people)",
            counted(asked, "event")
        )));
    }
    let crowded = crowded(&acts, limits[2]);
    let mut last: BTreeMap<(&str, bool), Stay> = BTreeMap::new();
    let (mut found, mut findings) = (BTreeSet::new(), Vec::new());
    for (who, stay) in places {
        if crowded.contains(stay.ip) {
            continue;
        }
        let Some(before) = last.insert((who, stay.event.by_feed), stay) else { continue };
        let day = stay.event.at.date_naive();
        let mut pair = [before.spot(), stay.spot()];
        pair.sort();
        if in_period(stay.event) && is_impossible(&before, &stay, &limits) && found.insert((who, pair, day)) {
            findings.push(finding(cx, &before, &stay, &limits));
        }
    }
    let note =
        format!("not judged: {} by people in the period, without coordinates", counted(asked - population, "event"));
    let notes = if asked > population { vec![note] } else { Vec::new() };
    Ok(Outcome::Assessed { population: population as u64, findings, notes })
}

/// Where somebody was when something happened.
#[derive(Clone, Copy)]
struct Stay<'a> {
    event: &'a Event,
    ip: &'a str,
    place: &'a Place,
}

impl Stay<'_> {
    /// `DE, AS64500 Example Net (52.5, 13.4)`
    fn spot(&self) -> String {
        let (north, east) = self.place.coordinates.unwrap_or_default();
        format!("{} ({north:.1}, {east:.1})", self.place)
    }
}

/// Something that a person did, by who that is.
fn act(event: &Event) -> Option<(String, &Event)> {
    let is_done = !matches!(event.kind.action, Action::Fail | Action::Deny) && !UNPROVEN.contains(&event.name.as_str());
    let who = actor_key(&event.actor).filter(|_| is_done && event.is_by_person())?;
    event.ip.is_some().then_some((who, event))
}

fn located<'a>(cx: &'a Context, acts: &'a [(String, &'a Event)]) -> Vec<(&'a str, Stay<'a>)> {
    let stay = |(who, event): &'a (String, &'a Event)| {
        let ip = event.ip.as_deref()?;
        let place = cx.facts.places.of(Some(ip)).filter(|place| place.coordinates.is_some())?;
        Some((who.as_str(), Stay { event, ip, place }))
    };
    acts.iter().filter_map(stay).collect()
}

/// Addresses that so many people use.
fn crowded<'a>(acts: &[(String, &'a Event)], least: Limit) -> BTreeSet<&'a str> {
    let mut people: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (who, event) in acts {
        people.entry(event.ip.as_deref().unwrap_or_default()).or_default().insert(who);
    }
    people.into_iter().filter(|(_, people)| people.len() as f64 >= least.value).map(|(ip, _)| ip).collect()
}

fn is_impossible(from: &Stay, to: &Stay, [distance, speed, _]: &[Limit; 3]) -> bool {
    let way = from.place.distance_km(to.place).unwrap_or_default();
    let same_network = network(from.ip).is_some_and(|own| Some(own) == network(to.ip));
    !same_network && way > distance.value && way > speed.value * hours(from, to)
}

fn hours(from: &Stay, to: &Stay) -> f64 {
    (to.event.at - from.event.at).num_milliseconds() as f64 / 3_600_000.0
}

fn finding(cx: &Context, from: &Stay, to: &Stay, [distance, speed, _]: &[Limit; 3]) -> Finding {
    let subject = by_whom(cx, to.event);
    let way = from.place.distance_km(to.place).unwrap_or_default();
    let observed = match hours(from, to) {
        0.0 => format!("{way:.0} km in no time"),
        hours => format!("{way:.0} km in {}, {:.0} km/h", format_duration(to.event.at - from.event.at), way / hours),
    };
    let title = format!("{} acted from two places {way:.0} km apart", subject.label());
    let act =
        |stay: &Stay| format!("{} on {} from {}, in {}", stay.event.event, minute(stay.event.at), stay.ip, stay.spot());
    let message = format!(
        "{} did {}, then {}: {observed}. Thresholds: more than {distance}, at more than {speed}",
        subject.label(),
        act(from),
        act(to)
    );
    let mut finding = ANALYZER.finding(subject, title, message);
    finding.confidence = Confidence::Medium;
    finding.period = span(from.event.at, to.event.at);
    finding.event = Some(to.event.key());
    finding.observed = Some(observed);
    finding.threshold = Some(format!("more than {distance}, at more than {speed}"));
    finding.evidence = rows_of(cx, [from.event, to.event]);
    finding
}

#[cfg(test)]
mod tests;
