//! The audit log in the period: what was looked at by rule, what is left for a person, and all that administrators did.

use super::Cells::{Number, Prose, Short};
use super::tables::{number, table};
use super::{Block, Limits, Span, Table, Words, code, count, prose, text};
use crate::model::{
    AdminAction, Change, CheckStatus, Control, Evidence, FirstSeen, KindCount, LogReview, Report, counted, grouped,
};

/// Types of a kind that one cell names.
const TYPES: usize = 4;

pub(super) fn log_review(report: &Report, review: &LogReview, limits: &Limits) -> Vec<Block<'static>> {
    let mut blocks = vec![Block::Paragraph(sources(review)), Block::List(reviewed(report, review))];
    blocks.extend(super::log_decisions::decisions(review, limits));
    if review.actions.is_empty() {
        blocks.push(Block::Paragraph(text("The exports have no administrator action in the period.")));
    } else {
        blocks.push(Block::Folded(summed("What administrators did", review.actions_total), actions(review, limits)));
    }
    let events = review.kinds.iter().flat_map(|kind| &kind.events).sum();
    let mut by_kind = summed("Events by kind", events);
    if review.reported_twice > 0 {
        by_kind.push(Span::Text(format!(", including {} that both sources have", grouped(review.reported_twice))));
    }
    blocks.push(Block::Folded(by_kind, kinds(review, limits)));
    let news = [
        ("People who acted for the first time", "Person", &review.new_actors),
        ("Event types that occurred for the first time", "Type", &review.new_types),
    ];
    match review.compared_since {
        Some(since) => {
            for (caption, what, seen) in news {
                let mut title = summed(caption, seen.len() as u64);
                title.push(Span::Text(format!(", compared with the events since {since}")));
                blocks.push(Block::Folded(title, first_seen(caption, what, seen, limits)));
            }
        }
        None => blocks.push(Block::Paragraph(text(
            "New people and event types are not known: there are no events for the four weeks before the period.",
        ))),
    }
    blocks
}

/// `Events by kind: 1,204`
fn summed(title: &str, sum: u64) -> Words {
    vec![Span::Strong(title.to_owned()), Span::Text(format!(": {}", grouped(sum)))]
}

fn sources(review: &LogReview) -> Words {
    let each: Vec<String> =
        review.sources.iter().map(|one| format!("{} of the {}", counted(one.events, "event"), one.title)).collect();
    let twice = match review.reported_twice {
        0 => String::new(),
        twice => format!("; {} are in both", grouped(twice)),
    };
    text(format!("In the period there are {}{twice}.", each.join(" and ")))
}

/// What rules looked at, and what they cannot know.
fn reviewed(report: &Report, review: &LogReview) -> Vec<Words> {
    let of = |status: CheckStatus| {
        report.checks.iter().filter(move |check| check.control == Control::AuditLogReview && check.status == status)
    };
    let (ran, blind) = (of(CheckStatus::Assessed).count(), of(CheckStatus::NotAssessed).count());
    let blind = if blind > 0 { format!("; {blind} could not be assessed") } else { String::new() };
    let left = review.actions_total - review.actions_found;
    let unknown: u64 =
        review.kinds.iter().filter(|kind| kind.sensitivity == "unknown").flat_map(|kind| &kind.events).sum();
    let line = |lead: &str, rest: String| vec![Span::Strong(lead.to_owned()), Span::Text(rest)];
    let mut lines = vec![
        line("Checked by rules:", format!(" every event, by {} of this control{blind}.", count(ran, "check"))),
        line(
            "Found:",
            format!(
                " {} of {} administrator actions have a finding.",
                grouped(review.actions_found),
                grouped(review.actions_total)
            ),
        ),
        match &review.result {
            Some(result) if result.decided() > 0 => line("Reviewed by people:", format!(" {}.", result.equation())),
            _ => line(
                "For human review:",
                format!(" the other {}. Exports do not show approval; check your tickets.", grouped(left)),
            ),
        },
    ];
    if unknown > 0 {
        let rest =
            format!(" {} of types that this version does not know; no rule checked them.", counted(unknown, "event"));
        lines.push(line("Not understood:", rest));
    }
    lines
}

fn actions(review: &LogReview, limits: &Limits) -> Table {
    let columns = [
        ("When (UTC)", Short),
        ("Who", Prose),
        ("What", Prose),
        ("Before → after", Prose),
        ("Found by", Prose),
        ("Where", Prose),
    ];
    let row = |action: &AdminAction| {
        let mut who = vec![code(&action.actor, limits)];
        who.extend(action.ip.as_deref().map(|ip| Span::Text(format!(" from {}", super::cut(ip, limits.text)))));
        // Of browsers there is nothing to say.
        let program = action.agent.as_deref().filter(|agent| !agent.starts_with("mozilla"));
        who.extend(program.map(|agent| Span::Text(format!(" with {}", super::cut(agent, limits.text)))));
        let mut what = vec![code(&action.event, limits)];
        if !action.objects.is_empty() {
            what.push(Span::Text(": ".into()));
            what.extend(listed(&action.objects, limits));
        }
        vec![
            text(minute(&action.at)),
            who,
            what,
            changes(&action.changes, limits),
            listed(&action.found_by, limits),
            action.evidence.first().map_or_else(|| text("–"), |place| vec![spot(place, limits)]),
        ]
    };
    table("What administrators did, in order of time", &columns, &review.actions, limits, row)
}

/// `2026-08-03 10:00`
fn minute(at: &str) -> String {
    at.replace('T', " ").chars().take(16).collect()
}

fn listed(all: &[String], limits: &Limits) -> Words {
    let mut words = Words::new();
    for one in all {
        words.extend((!words.is_empty()).then(|| Span::Text(", ".into())));
        words.push(code(one, limits));
    }
    if words.is_empty() { text("–") } else { words }
}

fn changes(all: &[Change], limits: &Limits) -> Words {
    let mut words = Words::new();
    for change in all {
        words.extend((!words.is_empty()).then(|| Span::Text("; ".into())));
        words.push(Span::Text(format!("{}: ", super::cut(&change.field.replace('_', " "), limits.text))));
        match (&change.before, &change.after) {
            (None, Some(after)) => words.push(code(after, limits)),
            (before, after) => {
                let value = |value: &Option<String>| {
                    value.as_deref().map_or_else(|| Span::Text("none".into()), |value| code(value, limits))
                };
                words.extend([value(before), Span::Text(" → ".into()), value(after)]);
            }
        }
    }
    if words.is_empty() { text("–") } else { words }
}

fn spot(place: &Evidence, limits: &Limits) -> Span {
    let line = place.line.map_or_else(String::new, |line| format!(":{line}"));
    Span::Code(format!("{}{line}", super::cut(&place.file, limits.text)))
}

fn kinds(review: &LogReview, limits: &Limits) -> Table {
    const BY_SOURCE: [(&str, &str); 2] = [("activity feed", "Feed"), ("audit-log export", "Log")];
    let title = |of: &str| BY_SOURCE.iter().find(|(title, _)| *title == of).map_or("Events", |(_, short)| short);
    let mut columns = vec![("Sensitivity", Short), ("About", Short), ("Done", Short)];
    columns.extend(review.sources.iter().map(|source| (title(&source.title), Number)));
    columns.extend([("Types", Prose), ("First at", Prose)]);
    let row = |kind: &KindCount| {
        let topic = if kind.topic.is_empty() { "–" } else { &kind.topic };
        let mut cells = vec![text(kind.sensitivity.clone()), text(topic), text(kind.action.clone())];
        cells.extend(kind.events.iter().map(|events| number(*events)));
        let mut types = listed(&kind.types[..kind.types.len().min(TYPES)], limits);
        if kind.types.len() > TYPES {
            types.push(Span::Text(format!(" … {}", count(kind.types.len() - TYPES, "more type"))));
        }
        cells.extend([types, vec![spot(&kind.evidence, limits)]]);
        cells
    };
    table(
        "Events by what they are about and what is done, the most sensitive first",
        &columns,
        &review.kinds,
        limits,
        row,
    )
}

fn first_seen(caption: &'static str, what: &'static str, seen: &[FirstSeen], limits: &Limits) -> Table {
    let columns =
        [("First (UTC)", Short), (what, Prose), ("What is known", Prose), ("Events", Number), ("Where", Prose)];
    let row = |one: &FirstSeen| {
        vec![
            text(minute(&one.at)),
            vec![code(&one.name, limits)],
            prose(&one.about, limits),
            number(one.events),
            vec![spot(&one.evidence, limits)],
        ]
    };
    table(caption, &columns, seen, limits, row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn formatted(words: &Words) -> String {
        let each = words.iter().map(|span| match span {
            Span::Text(text) | Span::Code(text) | Span::Strong(text) | Span::Link(text, _) => text.as_str(),
            Span::Verdict(_) | Span::Severity(_) | Span::Count(..) => "",
        });
        each.collect()
    }

    #[test]
    fn what_is_left_for_a_person_is_said() {
        let report = sample::report();
        let review = report.log_review.as_ref().unwrap();
        let limits = Limits { findings: 9, details: 9, rows: 1, background: 1, evidence: 2, text: 60 };
        let lines: Vec<String> = reviewed(&report, review).iter().map(formatted).collect();
        assert!(
            lines[1].starts_with("Found: 1 of 3 administrator actions")
                && lines[2].starts_with("Reviewed by people: 2 rows = 1 decided")
        );
        assert!(lines[3].contains("2 events of types that this version does not know"), "{lines:?}");
        let actions = actions(review, &limits);
        assert_eq!(actions.rows.len(), 1);
        assert_eq!(formatted(&actions.more.unwrap()), "… 2 more rows in findings.json");
        let cells: Vec<String> = actions.rows[0].iter().map(formatted).collect();
        assert_eq!(cells[0], "2026-08-03 10:00");
        assert_eq!(cells[3], "role: user → admin; enabled: false");
    }
}
