//! What a section is made of: text, tables, figures, drawings and findings, which every format writes out in its own way.

use std::borrow::Cow;

use super::figures::Figure;
use super::words::Words;
use crate::model::{Chart, Control, Finding, Report, Severity, Verdict};

/// A piece of a section.
pub(in crate::render) enum Block<'a> {
    /// Running text.
    Paragraph(Words),
    /// Points.
    List(Vec<Words>),
    /// Rows and columns.
    Table(Table),
    /// Rows and columns under a line that is enough for most readers.
    Folded(Words, Table),
    /// The numbers that a reader looks for first.
    Figures(Vec<Figure>),
    /// A drawing with its title and caption.
    Chart(Illustration<'a>),
    /// The days of every file, drawn.
    Bands(&'a Report),
    /// Names with what is to be said of each.
    Facts(Vec<(String, Words)>),
    /// What was found about a control.
    Group(Group<'a>),
    /// Findings by subject.
    Cards(Cards<'a>),
}

/// A drawing.
pub(in crate::render) struct Illustration<'a> {
    /// Anchor.
    pub(in crate::render) id: String,
    /// The drawing itself.
    pub(in crate::render) chart: &'a Chart,
    /// Findings that it shows: letter, severity, title.
    pub(in crate::render) findings: Vec<Words>,
    /// Its numbers, for those who do not see it.
    pub(in crate::render) numbers: Table,
}

/// Findings of one control under its verdict.
pub(in crate::render) struct Group<'a> {
    /// Anchor.
    pub(in crate::render) id: String,
    /// The control.
    pub(in crate::render) title: String,
    /// Its verdict.
    pub(in crate::render) verdict: Verdict,
    /// Why, in a sentence.
    pub(in crate::render) summary: Words,
    /// What its checks looked at.
    pub(in crate::render) population: Words,
    /// The worst of them.
    pub(in crate::render) findings: Vec<Item<'a>>,
    /// How many there are in all.
    pub(in crate::render) total: usize,
    /// What stands in their place, where some are left out.
    pub(in crate::render) more: Option<Words>,
}

/// Findings by subject.
pub(in crate::render) struct Cards<'a> {
    /// A card for each subject, worst first.
    pub(in crate::render) cards: Vec<Card<'a>>,
    /// Findings in all.
    pub(in crate::render) total: usize,
    /// What stands in the place of those that are left out.
    pub(in crate::render) more: Option<Words>,
    /// Controls by name.
    pub(in crate::render) controls: Vec<(Control, String)>,
}

/// What was found about one subject.
pub(in crate::render) struct Card<'a> {
    /// The worst of its findings.
    pub(in crate::render) severity: Severity,
    /// What kind of thing it is.
    pub(in crate::render) kind: &'static str,
    /// What it is called.
    pub(in crate::render) subject: String,
    /// Its workspace, where it has one.
    pub(in crate::render) workspace: Option<String>,
    /// Its findings, worst first; at least one.
    pub(in crate::render) items: Vec<Item<'a>>,
}

/// One finding.
pub(in crate::render) struct Item<'a> {
    /// Anchor.
    pub(in crate::render) id: String,
    /// The finding itself, for severity and status.
    pub(in crate::render) finding: &'a Finding,
    /// The workspace that it is in.
    pub(in crate::render) workspace: Option<&'a str>,
    /// Where it stands towards the baseline, if there was one.
    pub(in crate::render) since: Option<String>,
    /// One line.
    pub(in crate::render) title: Words,
    /// The sentence with value and threshold.
    pub(in crate::render) message: Words,
    /// Whether message, evidence and steps are said, and not the title alone.
    pub(in crate::render) is_whole: bool,
    /// Whose task it is, and until when; empty where nobody knows.
    pub(in crate::render) assignment: Words,
    /// Names and values.
    pub(in crate::render) facts: Vec<(&'static str, Words)>,
    /// Places in the exports.
    pub(in crate::render) evidence: Vec<Words>,
    /// Steps, in order.
    pub(in crate::render) remediation: Vec<Words>,
}

/// Rows and columns. The first cell of a row names the row.
pub(in crate::render) struct Table {
    /// What it shows, for those who do not see it.
    pub(in crate::render) caption: &'static str,
    /// Titles, and what stands below them.
    pub(in crate::render) columns: Vec<(Cow<'static, str>, Cells)>,
    /// Cells, one a column.
    pub(in crate::render) rows: Vec<Vec<Words>>,
    /// Rows that are left out.
    pub(in crate::render) more: Option<Words>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Cells {
    /// Text that may take several lines.
    Prose,
    /// Days, hashes and single words that are not to be broken.
    Short,
    /// Numbers, to be compared down the column.
    Number,
}
