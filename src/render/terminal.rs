//! What the terminal shows at the end of a run. Only `main` prints it.

mod lines;

use std::path::Path;

pub use lines::plain;
use lines::{columns, fit, pad, sentences, wrap};

use super::document::{controls_by_worst, count, counts, headline, spelled, word};
use super::escape::visible;
use crate::model::{CheckStatus, Foremost, Report, Severity, Verdict, foremost};

/// Findings shown; the rest is in the reports.
const WORST: usize = 8;
/// Files and checks named in a line; the rest is counted.
const NAMED: usize = 4;
/// Wider lines are hard to read, narrower ones hold nothing.
const WIDTHS: std::ops::RangeInclusive<usize> = 60..=120;

/// A summary: verdict of every control, findings by severity, the worst of them, what was not assessed and not read, where the
/// reports (`out`) are and which page of them to open. Ends with a newline; control and direction characters of strangers are written out.
#[must_use]
pub fn summary(report: &Report, color: bool, width: usize, out: Option<&Path>, opens: Option<&Path>) -> String {
    let page = Page { color, width: width.clamp(*WIDTHS.start(), *WIDTHS.end()) };
    let mut lines = page.head(report);
    lines.push(String::new());
    lines.extend(controls_by_worst(report).into_iter().map(|control| {
        let counts = match control.status {
            Verdict::NotAssessed => String::new(),
            _ => format!("{} of {}", control.exceptions, control.population),
        };
        let mark = page.paint(tone(control.status), &format!("{} {:<12}", mark(control.status), word(control.status)));
        let room = page.width - 18 - columns(&counts);
        format!("  {mark} {}{counts}", pad(&fit(&control.title, room - 2), room))
    }));
    lines.push(String::new());
    lines.push(format!("  {}", page.counts(report)));
    if let Some(comparison) = &report.baseline {
        let day = spelled(&comparison.as_of.format("%Y-%m-%d").to_string());
        lines.extend(
            wrap(&format!("Since the report as of {day}: {}", counts(comparison)), page.width - 2, 2)
                .iter()
                .map(|line| format!("  {line}")),
        );
    }
    lines.extend(page.worst(report));
    lines.extend(page.gaps(report));
    if let Some(out) = out {
        lines.push(String::new());
        lines.push(format!("Reports: {}", page.paint(Tone::Strong, &visible(&out.display().to_string()))));
        lines.extend(page.next(report, opens));
    }
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[derive(Clone, Copy)]
enum Tone {
    Strong,
    Quiet,
    Green,
    Red,
    Yellow,
    Blue,
}

struct Page {
    color: bool,
    width: usize,
}

impl Page {
    fn paint(&self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Strong => "1",
            Tone::Quiet => "2",
            Tone::Green => "32",
            Tone::Red => "31",
            Tone::Yellow => "33",
            Tone::Blue => "34",
        };
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn head(&self, report: &Report) -> Vec<String> {
        let title = headline(report);
        let when = format!("{}, as of {}", report.period, report.as_of.format("%Y-%m-%d %H:%M UTC"));
        let when = spelled(&when);
        vec![self.paint(Tone::Strong, &fit(&title, self.width)), self.paint(Tone::Quiet, &when)]
    }

    fn counts(&self, report: &Report) -> String {
        let counts = Severity::ALL.into_iter().map(|s| (report.count(s), s)).filter(|(n, _)| *n > 0);
        let words: Vec<_> = counts.map(|(n, s)| self.paint(weight(s), &format!("{n} {}", s.id()))).collect();
        match words.is_empty() {
            true => "No open findings.".to_owned(),
            false => format!("{}: {}", count(report.findings.len(), "finding"), words.join(", ")),
        }
    }

    fn worst(&self, report: &Report) -> Vec<String> {
        let worst = foremost(report.findings.iter().filter(|f| f.severity > Severity::Info), WORST);
        let rest = report.findings.len() - worst.len();
        let mut lines = Vec::new();
        for Foremost { finding, more } in worst {
            let room = self.width - 13;
            let severity = self.paint(weight(finding.severity), &format!("{:<9}", finding.severity.id()));
            let more = if more > 0 { format!(", {more} more like it") } else { String::new() };
            let rule = format!(" {}{more}", fit(&finding.rule, 32));
            let subject = fit(finding.subject.label(), room.saturating_sub(columns(&rule)).max(20));
            lines.push(format!(
                "  {severity} {}{}",
                self.paint(Tone::Strong, &subject),
                self.paint(Tone::Quiet, &rule)
            ));
            lines.extend(
                sentences(&spelled(&finding.message).replace('`', ""), room, 2)
                    .into_iter()
                    .map(|line| format!("            {line}")),
            );
        }
        if !lines.is_empty() {
            lines.insert(0, String::new());
        }
        if rest > 0 && !lines.is_empty() {
            lines.push(String::new());
            lines.push(
                self.paint(Tone::Quiet, &format!("            and {} in the reports", count(rest, "more finding"))),
            );
        }
        lines
    }

    /// What to do with the report.
    fn next(&self, report: &Report, page: Option<&Path>) -> Vec<String> {
        let mut steps: Vec<String> =
            page.map(|page| format!("open {}", visible(&page.display().to_string()))).into_iter().collect();
        let worst = report.findings.iter().min_by_key(|finding| std::cmp::Reverse(finding.severity));
        steps.extend(worst.map(|finding| format!("clade-analyze explain {}", fit(&finding.rule, 40))));
        steps.into_iter().map(|step| self.paint(Tone::Quiet, &format!("Next:    {step}"))).collect()
    }

    /// What the verdicts do not rest on: checks that could not run, files that nobody knows, rows that could not be read.
    fn gaps(&self, report: &Report) -> Vec<String> {
        let unknown: Vec<&str> = report.inputs.iter().filter(|i| i.kind.is_none()).map(|i| i.path.as_str()).collect();
        let rejected: u64 = report.inputs.iter().map(|i| i.rejected).sum();
        let mut lines = Vec::new();
        let blind = report.blind();
        if !blind.is_empty() {
            let idle = match report.checks_that(CheckStatus::NotApplicable) {
                0 => String::new(),
                idle => format!("; {idle} more not configured"),
            };
            lines.push(format!("Not assessed: {}{idle}", count(blind.len(), "check")));
            for gap in blind.iter().take(NAMED) {
                lines.push(format!("  – {}", fit(&format!("{}: {}", gap.rule, gap.why), self.width - 4)));
            }
            if blind.len() > NAMED {
                lines.push(format!("  – and {} more", blind.len() - NAMED));
            }
        }
        if !unknown.is_empty() {
            let more =
                if unknown.len() > NAMED { format!(" and {} more", unknown.len() - NAMED) } else { String::new() };
            let named = unknown.iter().take(NAMED).map(|path| fit(path, 60)).collect::<Vec<_>>().join(", ");
            lines.push(format!("Not recognized: {named}{more}"));
        }
        if rejected > 0 {
            let rows = count(usize::try_from(rejected).unwrap_or(usize::MAX), "row");
            lines.push(format!("Rejected: {rows}, listed in rejected-rows.csv"));
        }
        if !lines.is_empty() {
            lines.insert(0, String::new());
        }
        lines
    }
}

const fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "✔",
        Verdict::Fail => "✘",
        Verdict::Attention => "!",
        Verdict::NotAssessed => "–",
        Verdict::NeedsReview => "?",
    }
}

const fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Pass => Tone::Green,
        Verdict::Fail => Tone::Red,
        Verdict::Attention => Tone::Yellow,
        Verdict::NotAssessed => Tone::Quiet,
        Verdict::NeedsReview => Tone::Blue,
    }
}

const fn weight(severity: Severity) -> Tone {
    match severity {
        Severity::Critical | Severity::High => Tone::Red,
        Severity::Medium => Tone::Yellow,
        Severity::Low => Tone::Blue,
        Severity::Info => Tone::Quiet,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn fits_the_width_and_holds_no_control_character() {
        let mut report = sample::report();
        report.organization.name = Some("日本\u{1b}]0;evil\u{7}".repeat(10_000));
        for width in [0, 60, 80, 100, 1_000] {
            let text = summary(
                &report,
                false,
                width,
                Some(Path::new("reports/2026-Q3\u{202e}")),
                Some(Path::new("r.html\u{202e}")),
            );
            assert!(text.chars().all(|c| c == '\n' || visible(&c.to_string()) == c.to_string()));
            let widest = text.lines().map(columns).max().unwrap();
            assert!(widest <= width.clamp(60, 120) + 8, "{widest} in {width}\n{text}");
        }
    }

    #[test]
    fn colour_changes_nothing_but_colour() {
        let report = sample::report();
        let mut plain = summary(&report, true, 100, None, None);
        for code in ["0", "1", "2", "31", "32", "33", "34"] {
            plain = plain.replace(&format!("\u{1b}[{code}m"), "");
        }
        let lines = |text: &str| text.lines().map(|l| l.trim_end().to_owned()).collect::<Vec<_>>();
        assert_eq!(lines(&plain), lines(&summary(&report, false, 100, None, None)));
    }
}
