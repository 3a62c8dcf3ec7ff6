//! What people decided about the actions of administrators: what is left, by whom and when, and the weeks that were reviewed.

use super::Cells::{Number, Prose, Short};
use super::tables::{number, table};
use super::{Block, Limits, Span, Table, Words, code, prose, text};
use crate::model::{LogReview, LogReviewResult, LogRow, ReviewedWeek, counted, grouped};

/// CIS Controls v8.1, 8.11: audit logs are reviewed weekly or more often.
const WEEKLY: i64 = 7;

/// What there is to decide, or what was decided; nothing where administrators did nothing.
pub(super) fn decisions(review: &LogReview, limits: &Limits) -> Vec<Block<'static>> {
    if review.rows.is_empty() {
        return Vec::new();
    }
    let intro = vec![
        Span::Text(format!(
            "{} in {} of the worksheet ",
            counted(review.actions_total, "action"),
            counted(review.rows.len(), "row")
        )),
        Span::Code("log-review.csv".into()),
        Span::Text(": one actor and one type of event a row, those that rules found first. Give the filled-in worksheet to a run with ".into()),
        Span::Code("--review".into()),
        Span::Text(".".into()),
    ];
    let Some(result) = &review.result else {
        let unsigned = "No worksheet with decisions was given: nobody has signed a review.";
        return vec![Block::Paragraph(intro), Block::Paragraph(text(unsigned))];
    };
    let titled = |title: &str, rest: String| vec![Span::Strong(title.to_owned()), Span::Text(format!(": {rest}"))];
    vec![
        Block::Paragraph(intro),
        Block::List(found(result, limits)),
        Block::Folded(titled("Decisions about actions", result.equation()), rows(review, limits)),
        Block::Folded(titled("Reviewed by week", cadence(result)), weeks(result, limits)),
    ]
}

fn found(result: &LogReviewResult, limits: &Limits) -> Vec<Words> {
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
    let decided = (result.decided() > 0).then(|| prose(&format!("Decided: {days}, by {by}"), limits));
    let unclear = (result.unclear > 0).then(|| {
        let rows = counted(result.unclear, "row");
        text(format!(
            "{rows} with a decision that does not count: its word is not known, or its day is before the event"
        ))
    });
    let others = (result.others > 0).then(|| {
        let decisions = counted(result.others, "decision");
        text(format!("{decisions} about events that are not in this run: made for other exports or another period"))
    });
    let cadence =
        text(format!("By week: {}. CIS Controls 8.11 asks for a review every week or more often", cadence(result)));
    [Some(files), Some(text(result.equation())), decided, unclear, others, Some(cadence)]
        .into_iter()
        .flatten()
        .collect()
}

/// `3 of 13 weeks reviewed within 7 days of their end, 10 later, 0 not`.
fn cadence(result: &LogReviewResult) -> String {
    let weeks: Vec<&ReviewedWeek> = result.weeks.iter().filter(|week| week.events > 0).collect();
    let within = |most: i64| weeks.iter().filter(|week| week.after_days.is_some_and(|days| days <= most)).count();
    let (soon, ever) = (within(WEEKLY), within(i64::MAX));
    let idle = result.weeks.len() - weeks.len();
    let idle = if idle > 0 { format!("; {} without an action", counted(idle, "week")) } else { String::new() };
    format!(
        "{soon} of {} reviewed within {WEEKLY} days of the week's end, {} later, {} not whole or without a day{idle}",
        counted(weeks.len(), "week"),
        ever - soon,
        weeks.len() - ever,
    )
}

fn rows(review: &LogReview, limits: &Limits) -> Table {
    let columns = [
        ("Row", Short),
        ("Who", Prose),
        ("What", Prose),
        ("Events", Number),
        ("From", Short),
        ("To", Short),
        ("Found", Number),
        ("Decision", Prose),
        ("By", Prose),
        ("On", Short),
        ("Ticket, comment", Prose),
    ];
    let day = |at: &str| text(at.chars().take(10).collect::<String>());
    let optional = |cell: Option<&String>| cell.map_or_else(|| text("–"), |cell| prose(cell, limits));
    let row = |row: &LogRow| {
        let decision = row.decision.as_ref();
        let remarks: Vec<&str> =
            decision.iter().flat_map(|one| [&one.ticket, &one.comment]).filter_map(|one| one.as_deref()).collect();
        vec![
            vec![code(&row.id, limits)],
            vec![code(&row.actor, limits)],
            vec![code(&row.event, limits)],
            number(row.count),
            day(&row.first),
            day(&row.last),
            number(row.flagged),
            state(row, limits),
            optional(decision.and_then(|one| one.reviewer.as_ref())),
            text(decision.and_then(|one| one.on).map_or_else(|| "–".to_owned(), |on| on.to_string())),
            if remarks.is_empty() { text("–") } else { prose(&remarks.join("; "), limits) },
        ]
    };
    table("Actions of administrators by actor and type, and what was decided", &columns, &review.rows, limits, row)
}

/// `expected`, `3 of 5 events decided`, or why what stands there decides nothing.
fn state(row: &LogRow, limits: &Limits) -> Words {
    match (&row.decision, &row.unclear) {
        (Some(decision), _) => vec![Span::Strong(decision.decision.clone())],
        (None, Some(why)) => prose(&format!("open: {why}"), limits),
        (None, None) if row.decided > 0 => {
            text(format!("open: {} of {} decided", grouped(row.decided), counted(row.count, "event")))
        }
        (None, None) => text("open"),
    }
}

fn weeks(result: &LogReviewResult, limits: &Limits) -> Table {
    let columns =
        [("Week", Short), ("Actions", Number), ("Decided", Number), ("Reviewed on", Short), ("After the week", Prose)];
    let row = |week: &ReviewedWeek| {
        let after = match (week.events, week.after_days) {
            (0, _) => "nothing to decide".to_owned(),
            (_, Some(days)) => counted(days, "day"),
            (_, None) if week.decided < week.events => "not whole".to_owned(),
            (_, None) => "a decision has no day".to_owned(),
        };
        vec![
            text(format!("{} to {}", week.first, week.last)),
            number(week.events),
            number(week.decided),
            text(week.on.map_or_else(|| "–".to_owned(), |on| on.to_string())),
            text(after),
        ]
    };
    table("Weeks of the period and when their log was reviewed", &columns, &result.weeks, limits, row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn what_was_decided_and_when_each_week_was_reviewed() {
        let review = sample::report().log_review.unwrap();
        let result = review.result.as_ref().unwrap();
        assert_eq!(
            cadence(result),
            "0 of 2 weeks reviewed within 7 days of the week's end, 1 later, 1 not whole or without a day; 1 week without an action"
        );
        assert_eq!(result.equation(), "2 rows = 1 decided (0 expected + 1 for follow-up + 0 incidents) + 1 undecided");
        let limits = Limits { findings: 9, details: 9, rows: 9, background: 9, evidence: 2, text: 60 };
        assert_eq!(rows(&review, &limits).rows.len(), 2);
        assert_eq!(weeks(result, &limits).rows.len(), 3);
        assert_eq!(decisions(&review, &limits).len(), 4);
        assert_eq!(found(result, &limits).len(), 6, "unclear and foreign decisions are said");
        let none = LogReview::default();
        assert!(decisions(&none, &limits).is_empty());
    }
}
