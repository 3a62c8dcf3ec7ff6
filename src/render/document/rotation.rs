//! The rotations to come: one row for each owner, with their keys in order of the days.

use super::Cells::{Number, Prose, Short};
use super::{Block, Limits, Span, Table, Words, code, count, text};
use crate::model::{Report, Rotation, RotationBasis, RotationState};

pub(super) fn schedule(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    if report.rotation_schedule.is_empty() {
        return vec![Block::Paragraph(text("No active key is due within 90 days."))];
    }
    let columns =
        [("Owner", Prose), ("Keys", Number), ("Overdue", Number), ("First day", Short), ("Keys by day", Prose)];
    let owners = by_owner(&report.rotation_schedule);
    let rest = owners.len().saturating_sub(limits.rows);
    let of = |state| report.rotation_schedule.iter().filter(|one| one.state == state).count();
    let sums = format!(
        "{} overdue, {} due within 90 days.",
        count(of(RotationState::Overdue), "key"),
        count(of(RotationState::Due), "key")
    );
    let lead = " A key is due by its age, or by its expiry where that comes first. The owner is that of the service in the policy, else \
                the member who made the key; where that one has left or is in doubt, an admin of the workspace or the organization. Every active API key has a line in ";
    vec![
        Block::Paragraph(vec![
            Span::Strong(sums),
            Span::Text(lead.into()),
            Span::Code("rotation-schedule.csv".into()),
            Span::Text(".".into()),
        ]),
        Block::Table(Table {
            caption: "Keys to rotate, by owner",
            columns: super::heads(&columns),
            rows: owners.iter().take(limits.rows).map(|keys| row(keys, limits)).collect(),
            more: (rest > 0).then(|| {
                vec![
                    Span::Text(format!("… {} in ", count(rest, "more owner"))),
                    Span::Code("rotation-schedule.csv".into()),
                ]
            }),
        }),
    ]
}

/// The keys of each owner, in the order in which the owners first appear: whoever is responsible for keys by different roles has one row.
fn by_owner(schedule: &[Rotation]) -> Vec<Vec<&Rotation>> {
    let mut owners: Vec<(Option<&str>, Vec<&Rotation>)> = Vec::new();
    for one in schedule {
        let name = one.owner.as_ref().map(|owner| owner.name.as_str());
        match owners.iter_mut().find(|(owner, _)| *owner == name) {
            Some((_, keys)) => keys.push(one),
            None => owners.push((name, vec![one])),
        }
    }
    owners.into_iter().map(|(_, keys)| keys).collect()
}

fn row(keys: &[&Rotation], limits: &Limits) -> Vec<Words> {
    let owner = keys.first().and_then(|one| one.owner.as_ref());
    let overdue = keys.iter().filter(|one| one.state == RotationState::Overdue).count();
    let first = keys.iter().filter_map(|one| one.due_on).min();
    vec![
        owner.map_or_else(|| text("not known"), |owner| vec![code(&owner.name, limits)]),
        text(keys.len().to_string()),
        text(overdue.to_string()),
        text(first.map_or_else(|| "–".to_owned(), |day| day.to_string())),
        by_day(keys, limits),
    ]
}

/// `2026-10-05 prod-search (expires); 2026-10-12 …`.
fn by_day(keys: &[&Rotation], limits: &Limits) -> Words {
    let mut words = Words::new();
    for one in keys.iter().take(limits.evidence) {
        let separator = if words.is_empty() { "" } else { "; " };
        let day = one.due_on.map_or_else(|| "day unknown".to_owned(), |day| day.to_string());
        words.push(Span::Text(format!("{separator}{day} ")));
        // A key without a name is known by its id.
        words.push(code(if one.key_name.trim().is_empty() { &one.key_id } else { &one.key_name }, limits));
        let remark = match (one.state, one.basis) {
            (RotationState::Overdue, _) => " (overdue)",
            (RotationState::Due, Some(RotationBasis::Expiry)) => " (expires)",
            (RotationState::Due | RotationState::Unknown, _) => "",
        };
        words.extend((!remark.is_empty()).then(|| Span::Text(remark.to_owned())));
    }
    if keys.len() > limits.evidence {
        words.push(Span::Text(format!(" … {}", count(keys.len() - limits.evidence, "more key"))));
    }
    words
}
