//! What is said of somebody who used Claude and was not there.

use chrono::NaiveDate;

use super::person::{Person, Used};
use crate::analyze::Context;
use crate::analyze::activity::off_roster_actor::{ANALYZER, EXPORT_AGAIN, on_the_roster};
use crate::facts::Departure;
use crate::model::{Confidence, Evidence, Finding, Period, Severity, Subject, SubjectKind, Table};

/// Days of one thing that stand in the evidence.
const SHOWN: usize = 2;

/// Somebody who used Claude after they had left, and the use in words.
pub(super) fn leaver(
    cx: &Context,
    person: &Person,
    (left, day): (&Departure, NaiveDate),
    after: &[Used],
) -> (Finding, String) {
    let used = says(after);
    let listed = if has_lists(cx) { ", and is in no list of members" } else { "" };
    let doubt = person.addresses.iter().find_map(|address| on_the_roster(cx, address));
    let doubts = doubt.as_ref().map_or_else(String::new, |doubt| format!(". {doubt}"));
    let message = format!("{}{listed}. Used after that: {used}. Expected: no use after {day}{doubts}", left.basis());
    let subject = subject(person, Some(left));
    let title = format!("{} used {} after leaving", subject.label(), things(after));
    let mut finding = ANALYZER.finding(subject, title, message);
    // The day of a roster is that of the employment, in local time.
    let is_certain = left.removal.is_some() && doubt.is_none();
    finding.confidence = if is_certain { Confidence::High } else { Confidence::Medium };
    // The last day ends later where local time is behind.
    let last = after.iter().filter_map(Used::period).map(|one| one.end).max();
    if last == day.succ_opt() {
        finding.severity = Severity::Medium;
    }
    finding.event = Some(format!("left {day}"));
    finding.threshold = Some(format!("no use after {day}"));
    finding.remediation = vec![
        format!(
            "Find out how {} still signs in: an account of claude.ai, a key of theirs, or a machine where one is set up",
            finding.subject.label()
        ),
        "Remove the account and end its sessions; of a gateway, block the user and every key of theirs".to_owned(),
        format!("Look at everything that was done since {day}"),
    ];
    finding.evidence = left.evidence(cx.data);
    dated(cx, &mut finding, after);
    (finding, used)
}

/// Somebody who used Claude and whom no list has; nothing where no use lies in the period.
pub(super) fn stranger(cx: &Context, person: &Person, used: &[Used]) -> Option<(Finding, String)> {
    used.first()?;
    let said = says(used);
    let doubt = person.addresses.iter().find_map(|address| on_the_roster(cx, address));
    let doubt = doubt.map_or_else(String::new, |doubt| format!(". {doubt}"));
    let message = format!(
        "Used {said}. The person is in no list of members. Expected: everybody who uses Claude is a member{doubt}"
    );
    let subject = subject(person, None);
    let title = format!("{} used {} but is not a member", subject.label(), things(used));
    let mut finding = ANALYZER.finding(subject, title, message);
    finding.confidence = Confidence::Medium;
    finding.remediation.insert(0, EXPORT_AGAIN.to_owned());
    // Who they are distinguishes them, as where events name them.
    finding.event = Some("no member".to_owned());
    finding.threshold = Some("none".to_owned());
    dated(cx, &mut finding, used);
    Some((finding, said))
}

/// Whether any list says who is a member.
fn has_lists(cx: &Context) -> bool {
    cx.data.has(Table::Members) || !cx.facts.people.seats.is_empty()
}

/// The days of a finding, and a row of the first and the last of each thing.
fn dated(cx: &Context, finding: &mut Finding, used: &[Used]) {
    let ends = || used.iter().filter_map(Used::period);
    finding.period = ends()
        .map(|one| one.start)
        .min()
        .zip(ends().map(|one| one.end).max())
        .and_then(|(start, end)| Period::new(start, end));
    finding.observed = finding.period.map(|period| format!("used until {}", period.end));
    let rows = used.iter().flat_map(|one| {
        let (first, last) = (one.days.iter().next(), one.days.iter().next_back());
        let edges = first.into_iter().chain(last.filter(|last| Some(*last) != first)).take(SHOWN);
        edges.map(|(day, source)| (format!("use of {} on {day}", one.what), *source))
    });
    let rows: Vec<Evidence> = rows.map(|(record, source)| source.evidence(cx.data, record)).collect();
    finding.evidence.extend(rows);
}

fn says(used: &[Used]) -> String {
    used.iter().map(Used::says).collect::<Vec<_>>().join(", and ")
}

/// `Claude Code and LiteLLM`
fn things(used: &[Used]) -> String {
    used.iter().map(|one| one.what).collect::<Vec<_>>().join(" and ")
}

/// The person as a subject, by the id that lists of the API have, where one is known.
fn subject(person: &Person, left: Option<&Departure>) -> Subject {
    let known = left.into_iter().flat_map(|left| left.ids.iter().map(String::as_str));
    let mut ids = person.ids.iter().copied().chain(known);
    let id = ids.clone().find(|id| id.starts_with("user_")).or_else(|| ids.next());
    let name = person.addresses.first().cloned();
    Subject { kind: SubjectKind::User, id: id.map(str::to_owned), name, workspace: None }
}
