//! How sure a report is: what it covers, what was not read and what was not looked at.

use super::joined;
use crate::model::{CheckResult, CheckStatus, Coverage, Report, SAYS_OF_NOBODY, Statement, counted, grouped};
use crate::report::waiting::checks_by_export;

/// Names in a statement; the rest is counted.
const NAMED: usize = 3;

/// Days, files, rows, populations, checks, and what would make more of them assessable.
pub(super) fn statements(report: &Report) -> Vec<Statement> {
    let all = [
        ("Days covered", days(report)),
        ("Files", Some(files(report))),
        ("Rows not read", Some(rows(report))),
        ("Lists", populations(report)),
        ("Roster", rosters(report)),
        ("Checks", Some(checks_by_name(report))),
        ("Exports that would assess more", missing(report)),
    ];
    all.into_iter().filter_map(|(name, text)| Some(Statement { name: name.to_owned(), text: text? })).collect()
}

fn days(report: &Report) -> Option<String> {
    let all = report.period.days();
    let dated = report.coverage.iter().filter(|one| one.first.is_some() && one.rows > 0);
    let of = |one: &crate::model::Coverage| format!("{} {} of {all}", one.title, one.days_in_period);
    let short: Vec<String> = dated.clone().filter(|one| (one.days_in_period as i64) < all).map(of).collect();
    match (dated.clone().count(), short.len()) {
        (0, _) => None,
        // Which they are: two tables that cover all days say nothing of those that are not there.
        (tables, 0) => {
            let days = if all == 1 { "the one day".to_owned() } else { format!("all {all} days") };
            let titles: Vec<String> = dated.map(|one| one.title.to_string()).collect();
            let which =
                if tables <= NAMED { joined(&titles) } else { format!("each of {}", counted(tables, "dated table")) };
            Some(format!("{days} of the period, in {which}"))
        }
        (all_tables, _) => {
            let verb = if short.len() == 1 { "lacks" } else { "lack" };
            Some(format!("{} of {} {verb} days: {}", short.len(), counted(all_tables, "dated table"), named(&short)))
        }
    }
}

fn files(report: &Report) -> String {
    let unknown: Vec<String> =
        report.inputs.iter().filter(|input| input.kind.is_none()).map(|input| format!("`{}`", input.path)).collect();
    let all = report.files().count();
    let used = format!("{} of {} used", all - unknown.len(), counted(all, "file"));
    if unknown.is_empty() { used } else { format!("{used}; not recognized: {}", named(&unknown)) }
}

fn rows(report: &Report) -> String {
    let (rows, rejected) =
        report.inputs.iter().fold((0_u64, 0_u64), |(rows, bad), one| (rows + one.rows, bad + one.rejected));
    match rejected {
        0 => format!("none of {}", grouped(rows)),
        _ => format!("{} of {}, listed in `rejected-rows.csv`", grouped(rejected), grouped(rows)),
    }
}

fn populations(report: &Report) -> Option<String> {
    if report.populations.is_empty() {
        return None;
    }
    let each = report.populations.iter().map(|proof| match (&proof.unproven, proof.unexplained) {
        (Some(_), _) => format!("{} not proven by the activity feed", proof.title),
        (None, 0) => format!("{} agree with the activity feed", proof.title),
        (None, count) => {
            format!("{} disagree with the activity feed in {}", proof.title, counted(count as usize, "object"))
        }
    });
    Some(each.collect::<Vec<_>>().join("; "))
}

/// Rosters on which everybody counts as present, since they say of nobody whether they are there.
fn rosters(report: &Report) -> Option<String> {
    let silent = report.inputs.iter().filter(|input| input.notes.iter().any(|note| note == SAYS_OF_NOBODY));
    let silent: Vec<String> = silent.map(|input| format!("`{}`", input.path)).collect();
    let verb = if silent.len() == 1 { "says" } else { "say" };
    (!silent.is_empty()).then(|| {
        format!("{} {verb} of nobody whether they are there: everybody on it counts as present", named(&silent))
    })
}

/// `132 of 147 assessed; 4 not assessed; 11 not configured`.
pub(super) fn checks(report: &Report) -> String {
    counts_of_checks(report, |_| String::new())
}

/// As [`checks`], with the names of those that say nothing, or less than they would.
fn checks_by_name(report: &Report) -> String {
    counts_of_checks(report, |ids| {
        let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
        format!(" ({})", named(&ids))
    })
}

/// How many checks were assessed, and how many were not, by reason; `names` spells which are not, or only in part.
fn counts_of_checks(report: &Report, names: impl Fn(&[&str]) -> String) -> String {
    let of = |status| report.checks.iter().filter(move |check| check.status == status);
    let is_partial = |check: &&CheckResult| check.partial.is_some();
    let ids = |checks: &mut dyn Iterator<Item = &CheckResult>| checks.map(|check| check.id.clone()).collect::<Vec<_>>();
    let parts = [
        (ids(&mut of(CheckStatus::NotAssessed)), "not assessed", true),
        (ids(&mut of(CheckStatus::Disabled)), "disabled by the policy", true),
        (ids(&mut of(CheckStatus::NotApplicable)), "not configured", false),
        (ids(&mut of(CheckStatus::Assessed).filter(is_partial)), "assessed on incomplete exports", true),
    ];
    let mut text = format!("{} of {} assessed", of(CheckStatus::Assessed).count(), report.checks.len());
    for (ids, what, is_named) in parts.into_iter().filter(|(ids, _, _)| !ids.is_empty()) {
        let each: Vec<&str> = ids.iter().map(String::as_str).collect();
        let names = if is_named { names(&each) } else { String::new() };
        text.push_str(&format!("; {} {what}{names}", each.len()));
    }
    text
}

/// The exports that checks wait for, those of most checks first.
fn missing(report: &Report) -> Option<String> {
    let waiting = checks_by_export(&report.checks, &report.not_assessed);
    let mut waiting: Vec<(&str, usize)> = waiting.into_iter().collect();
    waiting.sort_by_key(|(_, checks)| std::cmp::Reverse(*checks));
    // What is there already is not what is missing, but more of it is.
    let is_there = |need: &str| report.coverage.iter().any(|one| one.title == need && one.rows > 0);
    let is_elsewhere = |need: &str| {
        let of_it = |one: &&Coverage| one.title == need && one.rows > 0;
        report.coverage.iter().filter(of_it).any(|one| one.first.is_some() && one.days_in_period == 0)
    };
    let what = |need: &str| match (is_elsewhere(need), is_there(need)) {
        (true, _) => format!("{need} of the period"),
        (_, true) => format!("more detailed {need}"),
        (_, false) => need.to_owned(),
    };
    let each: Vec<String> =
        waiting.iter().map(|(need, checks)| format!("{} ({})", what(need), counted(*checks, "check"))).collect();
    (!each.is_empty()).then(|| named(&each))
}

/// The first of them, and how many more there are.
fn named(all: &[String]) -> String {
    if all.len() <= NAMED {
        return joined(all);
    }
    format!("{} and {} more", all[..NAMED].join(", "), all.len() - NAMED)
}
