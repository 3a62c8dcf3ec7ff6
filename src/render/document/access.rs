//! Who is to be reviewed, and what became of a review.

use super::{Block, Limits, Span, Words, code, count, prose, text};
use crate::model::{AccessGroup, CarriedOut, Report, ReviewResult, grouped};

pub(super) fn access(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let of = |group: AccessGroup| report.access.iter().filter(|row| row.group == group).count();
    let (privileged, members, accounts) =
        (of(AccessGroup::Privileged), of(AccessGroup::Member), of(AccessGroup::ServiceAccount));
    let powerful =
        report.access.iter().filter(|row| row.group == AccessGroup::ServiceAccount && row.is_privileged).count();
    if report.access.is_empty() {
        return vec![Block::Paragraph(text("There is no list of members: nobody's access can be reviewed."))];
    }
    let intro = vec![
        Span::Text(
            format!(
                "{}, {} and {}",
                count(privileged, "privileged member"),
                count(members, "other member"),
                count(accounts, "service account"),
            ) + &match powerful {
                0 => " are in the worksheet ".to_owned(),
                n => format!(" ({n} of them privileged) are in the worksheet "),
            },
        ),
        Span::Code("access-review.csv".into()),
        Span::Text(", with room for a decision about each. Give the filled-in worksheet to a run with ".into()),
        Span::Code("--review".into()),
        Span::Text(".".into()),
    ];
    let mut blocks = vec![Block::Paragraph(intro)];
    match &report.access_review {
        Some(result) => blocks.push(Block::List(found(result, limits))),
        None => blocks.push(Block::Paragraph(text("The exports contain no decisions of a reviewer."))),
    }
    blocks
}

fn found(result: &ReviewResult, limits: &Limits) -> Vec<Words> {
    let mut files = text("Worksheet: ");
    for (at, file) in result.files.iter().enumerate() {
        files.extend((at > 0).then(|| Span::Text(", ".into())));
        files.push(code(file, limits));
    }
    let days = result.days.map_or_else(
        || "no day is stated".to_owned(),
        |(first, last)| if first == last { first.to_string() } else { format!("{first} to {last}") },
    );
    let reviewers = format!("Decided: {days}, by {}", result.reviewers.join(", "));
    let others =
        (result.others > 0).then(|| text(format!("{} about people who are no longer listed", grouped(result.others))));
    let since = (result.joined_since > 0).then(|| {
        text(format!("{} of the undecided ones joined after the last decision", grouped(result.joined_since)))
    });
    [Some(files), Some(text(result.equation())), Some(prose(&reviewers, limits)), since, others]
        .into_iter()
        .flatten()
        .chain(carried_out(&result.carried_out, limits))
        .collect()
}

/// Decisions to take something away that were carried out, as many as there is room for, each with who did it and after how long.
pub(super) fn carried_out(all: &[CarriedOut], limits: &Limits) -> Vec<Words> {
    let mut lines: Vec<Words> = Vec::new();
    for one in all.iter().take(limits.evidence) {
        lines.push(text(format!("Carried out: {}", super::cut(&one.sentence(), 3 * limits.text))));
    }
    let rest = all.len().saturating_sub(lines.len());
    lines.extend((rest > 0).then(|| text(format!("{} more carried out", count(rest, "decision")))));
    lines
}
