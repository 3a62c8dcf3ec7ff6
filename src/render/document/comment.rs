//! As much of a report as fits into a comment of a ticket: the worst findings in full, medium ones with their fact, the others counted.

use super::{Document, Limits, Section, without_lists};
use crate::model::Report;

/// How a ticket system's markup spells a report.
pub(in crate::render) struct Comment {
    /// UTF-16 units that it may take: an emoji is two, as in Java and JavaScript.
    pub(in crate::render) most: usize,
    /// Stands in the place of sections for which there is no room.
    pub(in crate::render) rest: &'static str,
    /// Spells title and facts.
    pub(in crate::render) head: fn(&Document) -> String,
    /// Spells a section at the end of a text.
    pub(in crate::render) section: fn(&mut String, &Section),
}

/// The first that fits is taken. Whatever is left out is said where it would stand: first the tables behind the findings go, then the
/// evidence of all but the worst; critical, high and medium findings keep their line as long as there is room for it.
const LADDER: [Limits; 14] = [
    Limits { findings: 300, details: 300, rows: 200, background: 200, evidence: 8, text: 300 },
    Limits { findings: 300, details: 300, rows: 100, background: 30, evidence: 5, text: 300 },
    Limits { findings: 300, details: 200, rows: 60, background: 10, evidence: 3, text: 240 },
    Limits { findings: 300, details: 120, rows: 60, background: 0, evidence: 3, text: 240 },
    Limits { findings: 300, details: 90, rows: 60, background: 0, evidence: 3, text: 240 },
    Limits { findings: 300, details: 60, rows: 40, background: 0, evidence: 2, text: 200 },
    Limits { findings: 300, details: 40, rows: 40, background: 0, evidence: 2, text: 200 },
    Limits { findings: 300, details: 25, rows: 30, background: 0, evidence: 2, text: 200 },
    Limits { findings: 300, details: 10, rows: 30, background: 0, evidence: 2, text: 160 },
    Limits { findings: 300, details: 5, rows: 30, background: 0, evidence: 2, text: 160 },
    Limits { findings: 300, details: 2, rows: 30, background: 0, evidence: 2, text: 160 },
    Limits { findings: 300, details: 0, rows: 30, background: 0, evidence: 1, text: 120 },
    Limits { findings: 12, details: 0, rows: 15, background: 0, evidence: 1, text: 80 },
    Limits { findings: 3, details: 0, rows: 12, background: 0, evidence: 0, text: 50 },
];

impl Comment {
    /// The report within the widest limits that fit.
    pub(in crate::render) fn of(&self, report: &Report) -> String {
        let mut text = String::new();
        for limits in &LADDER {
            text = self.spelled(&without_lists(report, limits), usize::MAX);
            if units(&text) <= self.most {
                return text;
            }
        }
        // Names of nothing but marks that need an escape: whole sections go, from the end.
        if let Some(limits) = LADDER.last() {
            text = self.spelled(&without_lists(report, limits), self.most);
        }
        text
    }

    /// The report within the widest limits, however long that is.
    #[cfg(test)]
    pub(in crate::render) fn whole(&self, report: &Report) -> String {
        LADDER.first().map(|limits| self.spelled(&without_lists(report, limits), usize::MAX)).unwrap_or_default()
    }

    /// As many sections as fit; the first, with the conclusion, always stands.
    fn spelled(&self, document: &Document, most: usize) -> String {
        let mut out = (self.head)(document);
        for (n, section) in document.sections.iter().enumerate() {
            let mut part = String::new();
            (self.section)(&mut part, section);
            if n > 0 && units(&out) + units(&part) + self.rest.len() > most {
                out.push_str(self.rest);
                break;
            }
            out.push_str(&part);
        }
        out
    }
}

/// Length as ticket systems count it.
pub(in crate::render) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}
