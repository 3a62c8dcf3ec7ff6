//! Verdicts first, nothing too long, and no name becomes structure.

use super::*;
use crate::model::Severity;
use crate::render::document::units;
use crate::render::sample;

fn text(report: &Report) -> String {
    String::from_utf8(render(report).unwrap().remove(0).bytes).unwrap()
}

#[test]
fn verdicts_come_first_and_details_are_folded() {
    let text = text(&sample::report());
    let at = |heading: &str| text.find(heading).unwrap();
    assert!(at("## Conclusion") < at("## Do these first") && at("## Do these first") < at("## Controls"));
    assert!(at("## Controls") < at("## Key figures"));
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
    assert!(!text.contains("<script") && !text.replace("\\](", "").contains("]("));
}

#[test]
fn code_spans_cannot_be_ended() {
    assert_eq!(code("prod-billing"), "`prod-billing`");
    assert_eq!(code("a`b"), "<code>a\\`b</code>");
    assert_eq!(code("a|b"), "<code>a\\|b</code>");
    assert_eq!(code("</code><script>"), "<code>&lt;/code&gt;&lt;script&gt;</code>");
    assert_eq!(code(""), "<code></code>");
}

#[test]
fn a_crowd_of_findings_is_cut_with_words() {
    let mut report = sample::report();
    let many =
        (0..3_000).map(|n| sample::finding("stale-key", Severity::High, &format!("key {n}"), &"very ".repeat(20_000)));
    report.findings.extend(many);
    report.inputs = report.inputs.iter().cycle().take(5_000).cloned().collect();
    let text = text(&report);
    assert!(units(&text) <= COMMENT.most, "{}", units(&text));
    assert!(text.contains("more findings in `findings.csv`") && text.contains("rows in `findings.json`"));
}

#[test]
fn every_finding_above_low_keeps_its_line_and_the_others_are_counted() {
    let mut report = sample::report();
    report
        .findings
        .extend((0..120).map(|n| sample::finding("stale-key", Severity::High, &format!("key {n}"), "is old")));
    let text = text(&report);
    assert!(units(&text) <= COMMENT.most, "{}", units(&text));
    for finding in report.findings.iter().filter(|finding| finding.severity > Severity::Low) {
        assert!(text.contains(&format!("`{}`", finding.id)), "{}", finding.title);
    }
    let counted = report.findings.iter().filter(|finding| finding.severity <= Severity::Low).count();
    assert!(counted > 0);
    assert!(text.contains("What to do:") || text.contains("rows in `findings.json`"));
}

#[test]
fn names_that_grow_when_escaped_fit_too() {
    let mut report = sample::report();
    let hostile = "<[|".repeat(50_000);
    for control in &mut report.controls {
        (control.title, control.summary) = (hostile.clone(), hostile.clone());
    }
    report.checks.iter_mut().for_each(|check| check.notes = vec![hostile.clone(); 9]);
    for finding in &mut report.findings {
        (finding.title, finding.message, finding.rule) = (hostile.clone(), hostile.clone(), hostile.clone());
    }
    let text = text(&report);
    assert!(units(&text) <= COMMENT.most, "{}", units(&text));
}
