//! The population proof: every list counted a second time by the events of the activity feed.

use super::Cells::{Number, Prose, Short};
use super::figures::grouped;
use super::tables::{number, table};
use super::{Block, Limits, Words, prose, text};
use crate::model::{PopulationProof, Report};

pub(super) fn populations(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let Some(first) = report.populations.first() else {
        let why = "There is no activity feed: it is not known whether the lists of keys, members and workspaces are complete.";
        return vec![Block::Paragraph(text(why))];
    };
    let days = format!(
        "Every list is counted a second time from the activity feed of {} to {}. What is listed must equal what existed at the start, plus what was created, minus what ended.",
        first.since, first.until
    );
    let columns = [
        ("Population", Prose),
        ("Listed", Number),
        ("At the start", Number),
        ("Created", Number),
        ("Ended", Number),
        ("Unexplained", Number),
        ("Proof", Short),
    ];
    let row = |proof: &PopulationProof| -> Vec<Words> {
        let is_proven = proof.unproven.is_none();
        let counted = |n: u64, sign: &str| if is_proven { text(format!("{sign}{}", grouped(n))) } else { text("–") };
        let verdict = match &proof.unproven {
            Some(why) => prose(why, limits),
            None if proof.unexplained == 0 => text("agrees"),
            None => text("contradicts"),
        };
        vec![
            prose(&proof.title, limits),
            number(proof.listed),
            counted(proof.at_start, ""),
            counted(proof.created, "+"),
            counted(proof.ended, "−"),
            counted(proof.unexplained, ""),
            verdict,
        ]
    };
    let counted = table("Lists counted by the activity feed", &columns, &report.populations, limits, row);
    vec![Block::Paragraph(text(days)), Block::Table(counted)]
}
