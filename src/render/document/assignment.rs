//! Whose task a finding is, until when, and what the days rest on.

use super::{Limits, Span, Words, code, count};
use crate::model::{Finding, Report, Severity};

/// `Owner: ann@example.com (admin of Production). Due 2026-10-08.`
pub(super) fn assignment(finding: &Finding, report: &Report, limits: &Limits) -> Words {
    let task = &finding.assignment;
    let mut words = Words::new();
    if let Some(owner) = &task.owner {
        words.extend([Span::Text("Owner: ".into()), code(owner, limits)]);
        let role = task.owner_role.as_ref().filter(|role| *role != "owner");
        words.extend(role.map(|role| Span::Text(format!(", {}", super::cut(role, limits.text)))));
        words.push(Span::Text(". ".into()));
    }
    if let Some(due) = task.due {
        let day = super::spelled(&due.to_string());
        let late = task.overdue_days(report.as_of);
        words.push(match late {
            Some(days) => Span::Strong(format!("Was due {day}, {} overdue.", count(to_usize(days), "day"))),
            None => Span::Text(format!("Due {day}.")),
        });
    }
    words
}

/// What the due dates rest on, in a sentence.
pub(super) fn rule(report: &Report) -> String {
    let due = &report.due_days;
    let each: Vec<String> = Severity::ALL
        .into_iter()
        .filter_map(|severity| {
            due.of(severity).map(|days| format!("{} {}", severity.id(), count(to_usize(days), "day")))
        })
        .collect();
    let source = if due.by_policy { "by the policy" } else { "default deadlines; [due] in the policy changes them" };
    format!(
        "Due dates count from the first report that had the finding open: {} ({source}). All open items are in open-items.csv.",
        each.join(", ")
    )
}

fn to_usize(days: u64) -> usize {
    usize::try_from(days).unwrap_or(usize::MAX)
}
