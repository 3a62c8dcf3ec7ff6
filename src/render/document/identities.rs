//! Identities without a person: the inventory, what was decided about it, by whom, and what is open.

use super::Cells::{Number, Prose, Short};
use super::tables::{number, table};
use super::{Block, Limits, Span, Table, Words, code, prose, text};
use crate::model::{IdentityKind, IdentityReviewResult, IdentityRow, Report, counted};

pub(super) fn identities(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let rows = &report.identities;
    if rows.is_empty() {
        return vec![Block::Paragraph(text(
            "No export lists a key, a service account, a federation rule or an invitation.",
        ))];
    }
    let of = |kind: IdentityKind| rows.iter().filter(|row| row.kind == kind).count();
    let kinds = IdentityKind::ALL.into_iter().map(|kind| (of(kind), kind)).filter(|(count, _)| *count > 0);
    let each: Vec<String> = kinds.map(|(count, kind)| counted(count, kind.title())).collect();
    let intro = vec![
        Span::Text(format!("{} are in the worksheet ", each.join(", "))),
        Span::Code("non-human-identities.csv".into()),
        Span::Text(", with room for a decision about each. Give the filled-in worksheet to a run with ".into()),
        Span::Code("--review".into()),
        Span::Text(".".into()),
    ];
    let mut blocks = vec![Block::Paragraph(intro), Block::List(known(rows))];
    match &report.identity_review {
        Some(result) => blocks.push(Block::List(found(result, limits))),
        None => blocks.push(Block::Paragraph(text(
            "No worksheet with decisions was given. CIS Controls 5.5 asks for an inventory with owner, purpose and review date, reviewed every \
             quarter; PCI DSS 7.2.5.1 for periodic reviews.",
        ))),
    }
    let mut title = vec![Span::Strong("Inventory".into())];
    title.push(Span::Text(match &report.identity_review {
        Some(result) => format!(": {}", result.equation()),
        None => format!(": {}", counted(rows.len(), "identity")),
    }));
    blocks.push(Block::Folded(title, inventory(report, limits)));
    blocks
}

/// What an inventory must say of each, and how many say it.
fn known(rows: &[IdentityRow]) -> Vec<Words> {
    let without = |what: &str, is_known: &dyn Fn(&IdentityRow) -> bool| {
        let count = rows.iter().filter(|row| row.kind != IdentityKind::Invite && !is_known(row)).count();
        (count > 0).then(|| format!("{count} without {what}"))
    };
    let gaps: Vec<String> = [
        without("a known owner", &|row| row.owner.is_some()),
        without("a known purpose", &|row| row.purpose.is_some()),
        without("a use on record", &|row| row.last_use.is_some()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if gaps.is_empty() { Vec::new() } else { vec![text(format!("Invitations aside: {}", gaps.join(", ")))] }
}

fn found(result: &IdentityReviewResult, limits: &Limits) -> Vec<Words> {
    let mut files = text("Worksheet: ");
    for (at, file) in result.files.iter().enumerate() {
        files.extend((at > 0).then(|| Span::Text(", ".into())));
        files.push(code(file, limits));
    }
    let days = result.days.map_or_else(
        || "no day is stated".to_owned(),
        |(first, last)| if first == last { first.to_string() } else { format!("{first} to {last}") },
    );
    let by = if result.reviewers.is_empty() { "nobody named".to_owned() } else { result.reviewers.join(", ") };
    let decided = (result.reviewed() > 0).then(|| prose(&format!("Decided: {days}, by {by}"), limits));
    let unclear = (result.unclear > 0)
        .then(|| text(format!("{} with a word that is no decision", counted(result.unclear, "row"))));
    let others = (result.others > 0)
        .then(|| text(format!("{} about what is not listed, or no longer live", counted(result.others, "decision"))));
    let since = (result.made_since > 0)
        .then(|| text(format!("{} of the undecided ones made after the last decision", result.made_since)));
    let done = super::access::carried_out(&result.carried_out, limits);
    [Some(files), Some(text(result.equation())), decided, unclear, since, others]
        .into_iter()
        .flatten()
        .chain(done)
        .collect()
}

fn inventory(report: &Report, limits: &Limits) -> Table {
    let mut columns = vec![
        ("Kind", Short),
        ("Name", Prose),
        ("Owner", Prose),
        ("Purpose", Prose),
        ("Age in days", Number),
        ("Last use", Short),
        ("Expires", Short),
        ("Found", Number),
    ];
    if report.identity_review.is_some() {
        columns.extend([("Decision", Prose), ("By", Prose), ("On", Short), ("Ticket, comment", Prose)]);
    }
    let day = |day: Option<chrono::NaiveDate>| text(day.map_or_else(|| "–".to_owned(), |day| day.to_string()));
    let row = |row: &IdentityRow| {
        let named = |name: Option<&String>| name.map_or_else(|| text("–"), |name| vec![code(name, limits)]);
        let purpose: Vec<&str> =
            [&row.purpose, &row.environment].into_iter().filter_map(|one| one.as_deref()).collect();
        let mut cells = vec![
            text(row.kind.title()),
            named(Some(row.name.as_ref().unwrap_or(&row.id))),
            named(row.owner.as_ref()),
            if purpose.is_empty() { text("–") } else { prose(&purpose.join(", "), limits) },
            row.age_days.map_or_else(|| text("–"), |days| text(days.to_string())),
            day(row.last_use),
            day(row.expires_on),
            number(row.findings.len() as u64),
        ];
        if report.identity_review.is_some() {
            cells.extend(decision(row, limits));
        }
        cells
    };
    table("Identities without a person, their owners and what was decided", &columns, &report.identities, limits, row)
}

fn decision(row: &IdentityRow, limits: &Limits) -> [Words; 4] {
    let Some(decision) = &row.decision else {
        let open = row.unclear.as_ref().map_or_else(|| "open".to_owned(), |why| format!("open: {why}"));
        return [prose(&open, limits), text("–"), text("–"), text("–")];
    };
    let remarks: Vec<&str> =
        [&decision.ticket, &decision.comment].into_iter().filter_map(|one| one.as_deref()).collect();
    [
        vec![Span::Strong(decision.decision.clone())],
        decision.reviewer.as_ref().map_or_else(|| text("–"), |by| prose(by, limits)),
        text(decision.on.map_or_else(|| "–".to_owned(), |on| on.to_string())),
        if remarks.is_empty() { text("–") } else { prose(&remarks.join("; "), limits) },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn the_inventory_and_what_was_decided() {
        let mut report = sample::report();
        let limits = Limits { findings: 9, details: 9, rows: 9, background: 9, evidence: 2, text: 60 };
        assert_eq!(
            found(report.identity_review.as_ref().unwrap(), &limits).len(),
            7,
            "unclear, later and other ones are said, and what was carried out"
        );
        let table = inventory(&report, &limits);
        assert_eq!((table.columns.len(), table.rows.len()), (12, report.identities.len()));
        report.identity_review = None;
        assert_eq!(inventory(&report, &limits).columns.len(), 8);
        report.identities.clear();
        assert_eq!(identities(&report, &limits).len(), 1);
    }
}
