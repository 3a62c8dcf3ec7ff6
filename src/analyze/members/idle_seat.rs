//! Paid seats of claude.ai that nobody uses.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{Duration, NaiveDate};

use crate::analyze::wording::some_of;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::{Member, Seat};
use crate::model::{Confidence, Control, Finding, Severity, Subject, SubjectKind, Table, counted, normalize_address};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "idle-seat",
    title: "Paid seats that nobody uses",
    control: Control::LeastPrivilege,
    severity: Severity::Low,
    reads: &[&[Table::Seats]],
    population: "paid seats of people who joined before the threshold",
    thresholds: &[Threshold {
        name: "idle_days",
        default: 90.0,
        unit: "days",
        source: "as for `inactive-member`; three bills that nobody used",
    }],
    explain: Explain {
        finds: "Standard and premium seats of people of whom no export shows anything for `idle_days`: neither the last active day that the \
                analytics of members state, nor the analytics of users, nor an audit event, nor a day with Claude Code. Pending invitations, \
                people without a seat, and people who joined within that time are not found. Silence counts where the analytics state an \
                older last active day, or audit events cover that many days.",
        matters: "A seat costs money every month, and an account that nobody uses is one that nobody watches.",
        remedy: &[
            "Ask {name}, or their manager, whether the seat is still needed",
            "Organization settings > Members > {name} > change the seat to unassigned, or remove the member",
        ],
        caveats: "The analytics are of the day of their download: days are counted up to the latest day that the file states of anybody.",
    },
    run,
};

/// Tiers that cost money.
const PAID: [&str; 2] = ["standard", "premium"];
/// Tiers that do not.
const UNPAID: [&str; 2] = ["unassigned", "none"];

/// Members of the organization by normalized address.
type Members<'a> = BTreeMap<String, &'a Member>;

/// What is known of a seat's use.
enum Use {
    InTime,
    /// Joined within the limit.
    New,
    Idle {
        last: Option<NaiveDate>,
        days: i64,
        how: &'static str,
    },
    /// Why nothing can be said.
    Unknown,
}

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::User);
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("idle_days") }).days();
    let members = cx.facts.lists.members.iter();
    let members: Members = members.filter_map(|member| Some((normalize_address(&member.address)?, member))).collect();
    let (mut population, mut findings) = (0, Vec::new());
    let (mut words, mut unknown) = (Vec::new(), Vec::new());
    for seat in &cx.facts.people.seats {
        let (tier, status) = (seat.tier.as_deref().unwrap_or_default(), seat.status.as_deref().unwrap_or("active"));
        match (PAID.contains(&tier), status) {
            (true, "active") => {}
            (_, "pending") => continue,
            (false, "active") if tier.is_empty() || UNPAID.contains(&tier) => continue,
            (true, other) => {
                words.push(format!("{} (status {other})", seat.address));
                continue;
            }
            (false, _) => {
                words.push(format!("{} (seat {tier})", seat.address));
                continue;
            }
        }
        let member = members.get(&seat.address).copied();
        match used(cx, (seat, member), limit) {
            Use::New => {}
            Use::InTime => {
                population += 1;
                judged.add(member.map_or(seat.address.as_str(), |member| &member.id));
            }
            Use::Unknown => unknown.push(seat.address.as_str()),
            Use::Idle { last, days, how } => {
                population += 1;
                findings.push(finding(cx, (seat, member), (last, days), how));
            }
        }
    }
    let words = (!words.is_empty())
        .then(|| format!("not judged, because this version does not know the words: {}", some_of(words, 4)));
    let unknown = (!unknown.is_empty()).then(|| {
        format!(
            "{} not judged: no export covers {limit} days of them, or none says when they joined: {}",
            counted(unknown.len(), "seat"),
            some_of(unknown, 4)
        )
    });
    Ok(Outcome::Assessed { population, findings, notes: words.into_iter().chain(unknown).collect() })
}

fn used(cx: &Context, (seat, member): (&Seat, Option<&Member>), limit: i64) -> Use {
    let joined = member.and_then(|member| member.added_at);
    if joined.is_some_and(|at| cx.as_of - at < Duration::days(limit)) {
        return Use::New;
    }
    let addresses = cx.facts.people.roster.own_addresses(&seat.address);
    let by_address =
        addresses.into_iter().chain([seat.address.as_str()]).filter_map(|one| cx.facts.log.activity.of_id(one));
    let by_member = member.and_then(|member| cx.facts.last_event(member));
    let last = by_address.chain(by_member).map(|event| event.at.date_naive()).max();
    let last = last.max(member.and_then(|member| cx.facts.own_key_use(&member.id)));
    if last.is_some_and(|last| (cx.as_of_day() - last).num_days() <= limit) {
        return Use::InTime;
    }
    // The analytics know the day; how far they reach, the latest day of anybody says.
    if let Some((stated, until)) = seat.last_active {
        let days = (until - last.map_or(stated, |last| last.max(stated))).num_days();
        if days > limit {
            return Use::Idle { last: last.max(Some(stated)), days, how: "by the analytics of members" };
        }
    }
    let Some(covered) = cx.facts.coverage.events.latest(limit) else { return Use::Unknown };
    match covered.idle_days(last) {
        _ if last.is_none() && joined.is_none() => Use::Unknown,
        days if days > limit => Use::Idle { last, days, how: "in audit events" },
        _ if last.is_some() => Use::InTime,
        _ => Use::Unknown,
    }
}

fn finding(
    cx: &Context,
    (seat, member): (&Seat, Option<&Member>),
    (last, days): (Option<NaiveDate>, i64),
    how: &str,
) -> Finding {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("idle_days") });
    let tier = seat.tier.as_deref().unwrap_or("paid");
    let seen = last.map_or_else(
        || format!("nothing in {days} days {how}"),
        |last| format!("last active {last}, {days} days before the data ends {how}"),
    );
    let subject = Subject {
        kind: SubjectKind::User,
        id: member.map(|member| member.id.clone()),
        name: Some(seat.address.clone()),
        workspace: None,
    };
    let title = format!("The {tier} seat of {} is not used", seat.address);
    let mut finding = ANALYZER.finding(subject, title, format!("{tier} seat, {seen}. Allowed: {limit}"));
    finding.confidence = if last.is_some() { Confidence::High } else { Confidence::Medium };
    finding.observed = Some(last.map_or_else(|| "never".to_owned(), |last| last.to_string()));
    finding.threshold = Some(limit.to_string());
    finding.evidence = vec![seat.source.evidence(cx.data, format!("{}: {tier} seat", seat.address))];
    finding
}
