//! The report in words and tables, said once; HTML and Markdown only spell it.

use crate::model::{Chart, Finding, Report, Severity, Verdict};

use super::escape::cut;

mod about;
mod access;
mod attestations;
mod figures;
mod findings;
mod key_figures;
mod log_review;
mod populations;
mod reconciliation;
mod rotation;
mod samples;
mod since;
mod spend_change;
mod tables;

pub(super) use about::organization;
pub(super) use figures::{Figure, figures, grouped};
pub(super) use since::counts;

/// A whole report.
pub(super) struct Document<'a> {
    /// Its headline.
    pub(super) title: String,
    /// Whose, which days, as of when.
    pub(super) facts: Vec<(&'static str, Words)>,
    /// Its parts, in order.
    pub(super) sections: Vec<Section<'a>>,
}

/// A part with a headline.
pub(super) struct Section<'a> {
    /// Anchor.
    pub(super) id: &'static str,
    /// Headline.
    pub(super) title: &'static str,
    /// Whether a short format may fold it away.
    pub(super) folded: bool,
    /// What stands in it.
    pub(super) blocks: Vec<Block<'a>>,
}

/// A piece of a section.
pub(super) enum Block<'a> {
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
    Chart(&'a Chart),
    /// The days of every file, drawn.
    Bands(&'a Report),
    /// What was found about a control.
    Group(Group<'a>),
}

/// Findings of one control under its verdict.
pub(super) struct Group<'a> {
    /// Anchor.
    pub(super) id: String,
    /// The control.
    pub(super) title: String,
    /// Its verdict.
    pub(super) verdict: Verdict,
    /// Why, in a sentence.
    pub(super) summary: Words,
    /// The worst of them.
    pub(super) findings: Vec<Item<'a>>,
    /// How many there are in all.
    pub(super) total: usize,
    /// What stands in their place, where some are left out.
    pub(super) more: Option<Words>,
}

/// One finding.
pub(super) struct Item<'a> {
    /// Anchor.
    pub(super) id: String,
    /// The finding itself, for severity and status.
    pub(super) finding: &'a Finding,
    /// Where it stands towards the baseline, if there was one.
    pub(super) since: Option<String>,
    /// One line.
    pub(super) title: Words,
    /// The sentence with value and threshold.
    pub(super) message: Words,
    /// Names and values.
    pub(super) facts: Vec<(&'static str, Words)>,
    /// Places in the exports.
    pub(super) evidence: Vec<Words>,
    /// Steps, in order.
    pub(super) remediation: Vec<Words>,
}

/// Rows and columns. The first cell of a row names the row.
pub(super) struct Table {
    /// What it shows, for those who do not see it.
    pub(super) caption: &'static str,
    /// Titles, and what stands below them.
    pub(super) columns: Vec<(&'static str, Cells)>,
    /// Cells, one a column.
    pub(super) rows: Vec<Vec<Words>>,
    /// Rows that are left out.
    pub(super) more: Option<Words>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cells {
    /// Text that may take several lines.
    Prose,
    /// Days, hashes and single words that are not to be broken.
    Short,
    /// Numbers, to be compared down the column.
    Number,
}

/// A run of text.
#[derive(Clone, Debug)]
pub(super) enum Span {
    /// As it is.
    Text(String),
    /// Names, ids and paths: verbatim text that must not be taken for ours.
    Code(String),
    /// Emphasis.
    Strong(String),
    /// A verdict, spelt with mark and word.
    Verdict(Verdict),
    /// A severity.
    Severity(Severity),
    /// A link to an anchor of this document.
    Link(String, String),
}

/// Text with emphasis.
pub(super) type Words = Vec<Span>;

/// How much a format has room for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Findings of a control.
    pub(super) findings: usize,
    /// Rows of a table.
    pub(super) rows: usize,
    /// Places of a finding, notes of a row.
    pub(super) evidence: usize,
    /// Characters of one text of a stranger.
    pub(super) text: usize,
}

/// Says what the report says, within these limits.
pub(super) fn document<'a>(report: &'a Report, limits: &Limits) -> Document<'a> {
    let section = |id, title, folded, blocks| Section { id, title, folded, blocks };
    let mut sections = vec![
        section("verdicts", "Verdicts", false, vec![Block::Table(tables::verdicts(report, limits))]),
        section("figures", "Key figures", false, key_figures(report, limits)),
    ];
    if let Some(comparison) = &report.baseline {
        sections.push(section("since", "Since the last report", false, since::since(report, comparison, limits)));
    }
    if !report.charts.is_empty() {
        sections.push(section("charts", "Spend", false, report.charts.iter().map(Block::Chart).collect()));
    }
    if let Some(change) = &report.spend_change {
        sections.push(section("spend-change", "What changed in spend", true, spend_change::of_period(change, limits)));
    }
    sections.extend([
        section("findings", "Findings", false, findings::groups(report, limits)),
        section("rotations", "Keys to rotate", true, rotation::schedule(report, limits)),
        section("not-assessed", "Not assessed", false, tables::not_assessed(report, limits)),
        section("suppressed", "Suppressed", true, tables::suppressed(report, limits)),
    ]);
    if let Some(review) = &report.log_review {
        let blocks = log_review::log_review(report, review, limits);
        sections.push(section("audit-log", "Audit log in the period", true, blocks));
    }
    if !report.other_attestations.is_empty() {
        sections.push(section("attestations", "Attestations", true, attestations::others(report, limits)));
    }
    if !report.samples.is_empty() {
        sections.push(section("samples", "Samples for the auditor", true, samples::samples(report, limits)));
    }
    if let Some(told) = &report.reconciliation {
        sections.push(section("reconciliation", "Reconciliation", true, reconciliation::reconciliation(told, limits)));
    }
    sections.extend([
        section("checks", "Checks", true, vec![Block::Table(tables::checks(report, limits))]),
        section("inputs", "Inputs", true, tables::inputs(report, limits)),
        section("coverage", "Coverage", true, tables::coverage(report, limits)),
        section("access", "Access review", true, access::access(report, limits)),
        section("populations", "Population proof", true, populations::populations(report, limits)),
        section("frameworks", "Framework references", true, tables::frameworks(report, limits)),
        section("about", "What this report proves", true, about::about(report)),
    ]);
    Document { title: "Claude access and usage audit".to_owned(), facts: about::facts(report, limits), sections }
}

/// Counts and sums, then what is derived from them.
fn key_figures(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let all = figures(report).into_iter().chain(key_figures::figures(&report.key_figures)).collect();
    let mut blocks = vec![Block::Figures(all)];
    blocks.extend(key_figures::definitions(&report.key_figures, limits));
    blocks
}

/// Mark of a verdict: differs without colour.
pub(super) const fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "✓",
        Verdict::Fail => "✗",
        Verdict::Attention => "!",
        Verdict::NotAssessed => "–",
    }
}

/// Word of a verdict, for people.
pub(super) const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Attention => "attention",
        Verdict::NotAssessed => "not assessed",
    }
}

/// A count with its noun: `1 finding`, `2 findings`.
pub(super) fn count(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", figures::grouped(n as u64), if n == 1 { "" } else { "s" })
}

fn text(words: impl Into<String>) -> Words {
    vec![Span::Text(words.into())]
}

fn code(words: &str, limits: &Limits) -> Span {
    Span::Code(cut(words, limits.text))
}

/// A sentence of a check: what it puts between backticks is a name.
fn prose(words: &str, limits: &Limits) -> Words {
    let words = cut(words, limits.text);
    let pieces: Vec<&str> = words.split('`').collect();
    let last = pieces.len() - 1;
    let span = |(n, piece): (usize, &&str)| match n % 2 {
        1 if n < last => Span::Code((*piece).to_owned()),
        1 => Span::Text(format!("`{piece}")),
        _ => Span::Text((*piece).to_owned()),
    };
    let empty = |span: &Span| matches!(span, Span::Text(t) | Span::Code(t) if t.is_empty());
    pieces.iter().enumerate().map(span).filter(|span| !empty(span)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn names_in_sentences_are_told_from_words() {
        let limits = Limits { findings: 9, rows: 9, evidence: 9, text: 100 };
        let spelt = |text: &str| format!("{:?}", prose(text, &limits));
        assert_eq!(spelt("`a` is b"), r#"[Code("a"), Text(" is b")]"#);
        assert_eq!(spelt("a ` b"), r#"[Text("a "), Text("` b")]"#);
        assert_eq!(spelt(""), "[]");
    }

    #[test]
    fn whatever_is_left_out_is_said() {
        let report = sample::report();
        let limits = Limits { findings: 1, rows: 2, evidence: 1, text: 80 };
        let document = document(&report, &limits);
        let mut findings = 0;
        for block in document.sections.iter().flat_map(|s| &s.blocks) {
            match block {
                Block::Group(group) => {
                    assert_eq!(group.more.is_some(), group.total > group.findings.len());
                    findings += group.total;
                }
                Block::Table(table) | Block::Folded(_, table) => {
                    assert!(table.rows.len() <= 2 && table.rows.iter().all(|r| r.len() == table.columns.len()))
                }
                _ => {}
            }
        }
        assert_eq!(findings, report.findings.len());
    }
}
