//! Changes of spend in words: how much, why, and by whom.

use super::Cells::{Number, Prose, Short};
use super::tables::table;
use super::{Block, Limits, Span, Words, code, count, text};
use crate::model::{ChangeParts, Contributor, Money, PartChange, Period, PeriodChange, SpendChange, dollars};

/// What a finding's change adds to its facts.
pub(super) fn facts(change: &SpendChange, limits: &Limits) -> Vec<(&'static str, Words)> {
    let mut facts = vec![("Change", text(amount(change))), ("Why", causes(change))];
    if !change.contributors.is_empty() && change.left_out.is_none() {
        facts.push(("By", contributors(change, limits)));
    }
    facts
}

/// `$615.00 on 2026-08-08, expected $150.00 ($120.00 to $180.00): +$465.00 (+310 %), against the four weeks before`.
fn amount(change: &SpendChange) -> String {
    let band = match (change.expected_low_usd, change.expected_high_usd) {
        (Some(low), Some(high)) => format!(" ({} to {})", dollars(low), dollars(high)),
        _ => String::new(),
    };
    let days = match change.days.days() {
        1 => format!("on {}", change.days),
        _ => format!("in {}", change.days),
    };
    let estimated = if change.is_estimated { "; partly or fully estimated at list prices" } else { "" };
    format!(
        "{} {days}, expected {}{band}: {}{}, against {}{estimated}",
        dollars(change.actual_usd),
        dollars(change.expected_usd),
        signed(change.impact_usd),
        percent(change),
        change.compared_with,
    )
}

fn percent(change: &SpendChange) -> String {
    change.impact_percent.map_or_else(String::new, |percent| format!(" ({percent:+.1} %)"))
}

/// `volume +$400.00, price +$65.00`; or why it cannot be determined.
fn causes(change: &SpendChange) -> Words {
    match (&change.parts, &change.unattributed) {
        (Some(parts), None) => text(formatted(parts)),
        (Some(parts), Some(why)) => text(format!("{} ({why})", formatted(parts))),
        (None, Some(why)) => text(format!("not known: {why}")),
        (None, None) => text("not known"),
    }
}

fn formatted(parts: &ChangeParts) -> String {
    let named = parts.named().into_iter().filter(|(_, usd)| *usd != Money::ZERO);
    let named: Vec<String> = named.map(|(name, usd)| format!("{name} {}", signed(usd))).collect();
    if named.is_empty() { "nothing changed".to_owned() } else { named.join(", ") }
}

fn contributors(change: &SpendChange, limits: &Limits) -> Words {
    let mut words = Words::new();
    for one in &change.contributors {
        let before = if words.is_empty() { "" } else { ", " };
        words.push(Span::Text(format!("{before}{} ", kind(one))));
        words.extend(one.name.as_deref().map(|name| code(name, limits)));
        words.push(Span::Text(format!(" {}", signed(one.usd))));
    }
    if change.others_usd != Money::ZERO {
        words.push(Span::Text(format!(", others {}", signed(change.others_usd))));
    }
    words
}

/// Use without a key, and money of no model, have no name.
fn kind(one: &Contributor) -> &'static str {
    match (one.kind, &one.name) {
        (crate::model::SubjectKind::ApiKey, None) => "use without a key",
        (crate::model::SubjectKind::Model, None) => "no model's",
        (kind, _) => kind.title(),
    }
}

/// `+$1.00`, `-$1.00`.
pub(super) fn signed(usd: Money) -> String {
    if usd < Money::ZERO { dollars(usd) } else { format!("+{}", dollars(usd)) }
}

fn length(period: Period) -> String {
    count(usize::try_from(period.days()).unwrap_or_default(), "day")
}

/// Two sums that are no measure of each other, since much of the usage is in neither.
fn incomparable(change: &PeriodChange, left_out: &str) -> Words {
    let side = |days: Period, usd: Money| format!("{days} ({}) cost {}", length(days), dollars(usd));
    text(format!(
        "{}, and {}, without {left_out}. Such sums cannot be compared: no cost export covers this usage, and it has no known price.",
        side(change.after, change.total.actual_usd),
        side(change.before, change.total.expected_usd),
    ))
}

/// The period against earlier days: in all, by workspace and by model.
pub(super) fn of_period(change: &PeriodChange, limits: &Limits) -> Vec<Block<'static>> {
    let total = &change.total;
    if let Some(said) = &total.left_out {
        return vec![Block::Paragraph(incomparable(change, said))];
    }
    let mut summary = text(format!(
        "{} ({}) cost {}, {} ({}) {}: {}{}. Why: ",
        change.after,
        length(change.after),
        dollars(total.actual_usd),
        change.before,
        length(change.before),
        dollars(total.expected_usd),
        signed(total.impact_usd),
        percent(total),
    ));
    summary.extend(causes(total));
    summary
        .push(Span::Text(if total.is_estimated { "; partly or fully estimated at list prices." } else { "." }.into()));
    let columns = [
        ("", Prose),
        ("Before", Number),
        ("After", Number),
        ("Change", Number),
        ("Volume", Number),
        ("Model mix", Number),
        ("Output", Number),
        ("Cache", Number),
        ("Tier", Number),
        ("Price", Number),
        ("Unexplained", Number),
    ];
    let cells = |one: &PartChange| row(one, limits);
    let named = |first: &'static str| {
        let mut columns = columns;
        columns[0] = (first, Short);
        columns
    };
    let uncompared: Vec<&PartChange> =
        change.workspaces.iter().chain(&change.models).filter(|one| one.left_out.is_some()).collect();
    let rest = if uncompared.is_empty() { "" } else { ", what the rows with question marks cost among them" };
    let mut blocks = vec![
        Block::Paragraph(summary),
        Block::Paragraph(text(format!(
            "Traffic that moves between workspaces or models is part of the causes above but of no row below. Totals and changes of the rows add up to the organization's{rest}; their causes need not.",
        ))),
        Block::Table(table("Change by workspace", &named("Workspace"), &change.workspaces, limits, cells)),
        Block::Table(table("Change by model", &named("Model"), &change.models, limits, cells)),
    ];
    blocks.extend((!uncompared.is_empty()).then(|| Block::Paragraph(not_compared(&uncompared, limits))));
    blocks
}

/// The cells of one workspace or model.
fn row(one: &PartChange, limits: &Limits) -> Vec<Words> {
    let name = match &one.name {
        Some(name) => vec![code(name, limits)],
        None => text("no model (searches, sessions)"),
    };
    // Two sums that are no measure of each other stand in no row side by side.
    if one.left_out.is_some() {
        return std::iter::once(name).chain((0..10).map(|_| text("?"))).collect();
    }
    let mut cells =
        vec![name, text(dollars(one.before_usd)), text(dollars(one.after_usd)), text(signed(one.change_usd))];
    let part = |usd: Money| text(if usd == Money::ZERO { "–".to_owned() } else { signed(usd) });
    match one.parts {
        Some(parts) => cells.extend(parts.named().into_iter().map(|(_, usd)| part(usd))),
        None => cells.extend((0..7).map(|_| text("?"))),
    }
    cells
}

/// Which rows are not compared, and what their sums leave out.
fn not_compared(rows: &[&PartChange], limits: &Limits) -> Words {
    const NAMED: usize = 5;
    let mut words = text("Not compared: ");
    for (at, one) in rows.iter().take(NAMED).enumerate() {
        words.push(Span::Text(if at == 0 { "" } else { "; " }.into()));
        words.extend(one.name.as_deref().map(|name| code(name, limits)));
        words.push(Span::Text(format!(", whose sums are without {}", one.left_out.as_deref().unwrap_or_default())));
    }
    let more = rows.len().saturating_sub(NAMED);
    words.push(Span::Text(if more > 0 { format!("; and {more} more.") } else { ".".to_owned() }));
    words
}
