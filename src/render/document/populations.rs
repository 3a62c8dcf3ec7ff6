//! Populations tied out: every list in one line, and row by row what lies between it and the activity feed.

use super::Cells::{Number, Prose};
use super::tables::table;
use super::{Block, Limits, Span, Words, code, count, prose, text};
use crate::model::{ListTie, OtherList, Part, Report, TieDifference, grouped};

pub(super) fn populations(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    if report.list_ties.is_empty() {
        let why = "No list of keys, members or workspaces was given: there is nothing to tie out.";
        return vec![Block::Paragraph(text(why))];
    }
    let mut blocks = vec![Block::Paragraph(text(lead(report)))];
    let columns = [
        ("List", Prose),
        ("Listed", Number),
        ("In force", Prose),
        ("The rest of the list", Prose),
        ("Counted in the proof", Prose),
        ("By the activity feed", Prose),
        ("Difference", Prose),
    ];
    let row = |tie: &ListTie| -> Vec<Words> {
        vec![
            prose(&tie.title, limits),
            text(grouped(tie.listed)),
            prose(&part(&tie.in_force), limits),
            prose(&if tie.others.is_empty() { "none".to_owned() } else { parts(&tie.others) }, limits),
            prose(&in_proof(tie), limits),
            by_feed(tie, limits),
            prose(&difference(tie), limits),
        ]
    };
    blocks.push(Block::Table(table("Every list in one line", &columns, &report.list_ties, limits, row)));
    blocks.extend(differences(report, limits));
    for tie in &report.list_ties {
        blocks.extend(tie.beside.iter().map(|other| Block::Paragraph(beside(tie, other, limits))));
    }
    blocks
}

fn lead(report: &Report) -> String {
    let proof = report.list_ties.iter().find_map(|tie| tie.proof.as_ref());
    let first = "Listed is what the files hold, each record once. In force is what the figures and the checks count.";
    match proof {
        Some(proof) => format!(
            "{first} Lists of keys, members and workspaces are counted a second time from the activity feed of {} to {}: what existed at \
             the start (listed with an earlier date, or ended since), plus what was created, minus what ended. A record from before the \
             start that is missing from the list shows only where an event is about it. Lists that are not in the proof rest on their files alone.",
            proof.since, proof.until
        ),
        None => format!(
            "{first} There is no activity feed, so it is not known whether the lists of keys, members and workspaces are complete."
        ),
    }
}

fn part(one: &Part) -> String {
    format!("{} {}", grouped(one.count), one.what)
}

fn parts(all: &[Part]) -> String {
    all.iter().map(part).collect::<Vec<_>>().join(", ")
}

/// `85 = 121 − 36 archived`.
fn in_proof(tie: &ListTie) -> String {
    let Some(proof) = &tie.proof else { return "not in the proof".to_owned() };
    let less: String = tie.left_out.iter().map(|one| format!(" − {}", part(one))).collect();
    match less.is_empty() {
        true => format!("{}, the whole list", grouped(proof.listed)),
        false => format!("{} = {}{less}", grouped(proof.listed), grouped(tie.listed)),
    }
}

/// `85 = 24 at the start + 96 created − 35 ended`.
fn by_feed(tie: &ListTie, limits: &Limits) -> Words {
    match (&tie.proof, tie.by_feed()) {
        (Some(proof), Some(sum)) if proof.unproven.is_none() => text(format!(
            "{} = {} at the start + {} created − {} ended",
            grouped(sum),
            grouped(proof.at_start),
            grouped(proof.created),
            grouped(proof.ended)
        )),
        (Some(proof), _) => {
            let mut words = text("not proven: ");
            words.extend(prose(proof.unproven.as_deref().unwrap_or_default(), limits));
            words
        }
        _ => text("–"),
    }
}

/// `−1, explained by 1 row below`.
fn difference(tie: &ListTie) -> String {
    let Some(proof) = &tie.proof else { return "–".to_owned() };
    if proof.unproven.is_some() {
        return "not known".to_owned();
    }
    let feed = tie.by_feed().unwrap_or_default();
    let by_rows: i64 = tie.differences.iter().map(|one| one.effect).sum();
    let rest = tie.remainder().unwrap_or_default();
    let rows = count(tie.differences.len(), "row");
    let sum = match proof.listed.cmp(&feed) {
        std::cmp::Ordering::Less => format!("−{}", feed - proof.listed),
        std::cmp::Ordering::Equal => "0".to_owned(),
        std::cmp::Ordering::Greater => format!("+{}", proof.listed - feed),
    };
    match (tie.differences.is_empty(), rest) {
        (true, 0) => "none".to_owned(),
        (false, 0) => format!("{sum}: {rows} below, nothing else"),
        (true, rest) => format!("{sum}: {} unexplained", rest.unsigned_abs()),
        (false, rest) => format!("{sum}: {} by {rows} below, {} unexplained", signed(by_rows), rest.unsigned_abs()),
    }
}

fn signed(n: i64) -> String {
    match n {
        0 => "0".to_owned(),
        n if n < 0 => format!("−{}", n.unsigned_abs()),
        n => format!("+{n}"),
    }
}

fn differences(report: &Report, limits: &Limits) -> Option<Block<'static>> {
    let all: Vec<(&ListTie, &TieDifference)> =
        report.list_ties.iter().flat_map(|tie| tie.differences.iter().map(move |one| (tie, one))).collect();
    let columns = [
        ("List", Prose),
        ("Record", Prose),
        ("List less feed", Number),
        ("What does not fit", Prose),
        ("Finding", Prose),
    ];
    let row = |(tie, one): &(&ListTie, &TieDifference)| -> Vec<Words> {
        let mut record =
            one.name.as_deref().map(|name| vec![code(name, limits), Span::Text(" ".into())]).unwrap_or_default();
        record.push(code(&one.id, limits));
        let finding = report.findings.iter().find(|finding| {
            finding.rule == "population-mismatch" && finding.subject.id.as_deref() == Some(one.id.as_str())
        });
        let link = finding.map(|finding| vec![Span::Link(finding.id.clone(), super::brief::anchor(&finding.id))]);
        vec![
            prose(&tie.title, limits),
            record,
            text(signed(one.effect)),
            prose(&one.why, limits),
            link.unwrap_or_else(|| text("none open")),
        ]
    };
    (!all.is_empty())
        .then(|| Block::Table(table("Row by row what lies between list and feed", &columns, &all, limits, row)))
}

/// How another list of the same people agrees.
fn beside(tie: &ListTie, other: &OtherList, limits: &Limits) -> Words {
    let number = |n: u64, noun: &str| count(usize::try_from(n).unwrap_or(usize::MAX), noun);
    let shared = match other.shared {
        0 => String::new(),
        n => format!(" ({} without an address, or with that of another but for a tag behind +)", grouped(n)),
    };
    let mut words = text(format!(
        "Of {}{shared}, {} are also among the {} of the {}",
        number(tie.listed, "member"),
        grouped(other.both),
        number(other.entries, "entry"),
        other.title,
    ));
    for (lead, names) in [("; members only: ", &other.only_listed), ("; there only: ", &other.only_there)] {
        if names.is_empty() {
            continue;
        }
        words.push(Span::Text(lead.to_owned()));
        for (at, name) in names.iter().take(limits.evidence).enumerate() {
            words.extend((at > 0).then(|| Span::Text(", ".into())));
            words.push(code(name, limits));
        }
        let more = names.len().saturating_sub(limits.evidence);
        words.extend((more > 0).then(|| Span::Text(format!(" and {more} more"))));
    }
    words.push(Span::Text(".".into()));
    words
}
