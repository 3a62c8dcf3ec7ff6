//! Whatever a stranger writes into any field of an export, the structure of every output stays ours.

mod infected;

use std::sync::LazyLock;

use proptest::prelude::*;

use self::infected::infected;
use super::jira;
use super::markdown::whole;
use super::{File, by_id};
use crate::model::Report;
use crate::render::escape::csv_cell;

/// Texts that have broken other reports.
const KNOWN: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</title></style></details><script>",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/p.png)",
    "<https://evil.example>",
    "a|b|c",
    "|---|",
    "`code` ``` ~~~",
    "</code>`",
    "# head\n## head\n\n- list\n> quote",
    "    indented",
    "=HYPERLINK(\"https://evil.example\")",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\u{202e}gnp.exe\u{2066}",
    "\u{1b}]0;title\u{7}\u{9b}31m",
    "&lt;b&gt; &#60;",
    "x,\"y\"\r\nz",
    "\u{0}\u{fffe}\u{feff}",
    "日本語🦀",
];

/// One of them, or any text at all.
fn stranger() -> impl Strategy<Value = String> {
    let any = prop_oneof![
        3 => proptest::sample::select(KNOWN).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[-<>&|`*_#=+@\\[\\]()!~$:/.\\\\ \n\ta1]{0,40}",
    ];
    // Nothing is no name: an organization without one has no line in the head.
    any.prop_filter("blank", |text: &String| !text.trim().is_empty())
}

fn rendered(id: &str, report: &Report) -> Vec<File> {
    (by_id(id).unwrap().render)(report).unwrap()
}

fn text(file: &File) -> &str {
    std::str::from_utf8(&file.bytes).unwrap()
}

/// Every tag with its attributes' names; without drawings, and without the marks of inline text, which depend on the text.
fn skeleton(html: &str) -> Vec<String> {
    let inline = ["code", "/code", "bdi", "/bdi", "wbr"];
    let mut drawing = false;
    let mut tags = Vec::new();
    for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        drawing = name == "svg" || drawing && name != "/svg";
        if drawing {
            let ours = ["svg", "title", "/title", "desc", "/desc", "g", "/g", "text", "/text"];
            let shapes = ["rect", "line", "polyline", "polygon", "circle"];
            assert!(ours.contains(&name) || shapes.contains(&name), "<{tag}>");
        } else if !inline.contains(&name) {
            tags.push(tag.split('"').step_by(2).collect::<Vec<_>>().join("\""));
        }
    }
    tags
}

/// Of every line what Markdown would take for structure: table bars, headings, list marks, and the HTML in it.
fn outline(markdown: &str) -> Vec<(usize, String, Vec<String>)> {
    let line = |line: &str| {
        let bars = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
        let first = line.split(' ').next().unwrap_or_default();
        let number = first.strip_suffix(['.', ')']).is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()));
        let mark = number || first.starts_with("```") || first.starts_with("~~~") || line.starts_with("    ");
        let mark = mark
            || !first.is_empty()
                && ["#", "-", "+", "*", ">", "=", "|", "_"].iter().any(|m| first.replace(m, "").is_empty());
        let start = if mark { first.to_owned() } else { String::new() };
        let tags = line.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default().to_owned());
        let ours = ["code", "/code", "span", "/span"];
        (bars, start, tags.filter(|tag| !ours.contains(&tag.as_str())).collect())
    };
    markdown.lines().map(line).collect()
}

/// Of every line what Jira would take for structure: the mark with which it begins, and every mark in it that nothing takes back.
fn marks(wiki: &str) -> Vec<(String, String)> {
    let line = |line: &str| {
        let first = line.split(' ').next().unwrap_or_default();
        let is_mark = matches!(first, "*" | "#" | "h1." | "h2." | "h3." | "h4." | "bq.") || first.starts_with("--");
        let mut plain = String::new();
        let mut letters = line.chars();
        while let Some(c) = letters.next() {
            match c {
                '\\' => drop(letters.next()),
                c => plain.push(c),
            }
        }
        // Machine letters and bold depend on the text: nothing, or blanks at an end, has neither.
        let plain = plain.replace("{{", "").replace("}}", "").replace('*', "");
        let kept = plain.chars().filter(|c| matches!(c, '{' | '}' | '[' | ']' | '|' | '!' | '^' | '~'));
        (if is_mark { first.to_owned() } else { String::new() }, kept.collect())
    };
    wiki.lines().map(line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Fault: Hostile text in every field of a report
    /// Outcome: The structure of the HTML is that of a harmless one
    #[test]
    fn html_keeps_its_structure(name in stranger()) {
        static CLEAN: LazyLock<Vec<String>> = LazyLock::new(|| skeleton(text(&rendered("html", &infected("x"))[0])));
        prop_assert_eq!(&skeleton(text(&rendered("html", &infected(&name))[0])), &*CLEAN);
    }

    /// Fault: Hostile text in every field, Markdown
    /// Outcome: The structure of the Markdown is that of a harmless one
    #[test]
    fn markdown_keeps_its_structure(name in stranger()) {
        // Within the same limits, since a longer name leaves less room for others.
        let (clean, marked) = (whole(&infected("x")), whole(&infected(&name)));
        prop_assert!(!marked.replace("\\\\", "").replace("\\]", "").contains("]("));
        prop_assert_eq!(outline(&marked), outline(&clean));
    }

    /// Fault: Hostile text in every field, CSV
    /// Outcome: Reads back to the same fields, none of them a formula
    #[test]
    fn jira_keeps_its_structure(name in stranger()) {
        let (clean, marked) = (jira::whole(&infected("x")), jira::whole(&infected(&name)));
        prop_assert_eq!(marks(&marked), marks(&clean));
    }

    #[test]
    fn csv_reads_back_to_the_same_guarded_fields(name in stranger()) {
        let report = infected(&name);
        let files = rendered("csv", &report);
        let rows = |path: &str| match path {
            "findings.csv" => report.findings.len(),
            "rotation-schedule.csv" => report.rotation_schedule.len(),
            "open-items.csv" => report.open_items.len(),
            "grants-and-removals.csv" => report.access_changes.changes.len(),
            "effective-access.csv" => report.effective_access.rows.len(),
            "access-review.csv" => report.access.len(),
            "non-human-identities.csv" => report.identities.len(),
            "log-review.csv" => report.log_review.iter().map(|review| review.rows.len()).sum(),
            _ => report.rejections.len(),
        };
        for file in &files {
            let mut reader = ::csv::Reader::from_reader(file.bytes.as_slice());
            let records: Vec<_> = reader.records().map(Result::unwrap).collect();
            prop_assert_eq!(records.len(), rows(&file.path), "{}", file.path);
            for cell in records.iter().flatten() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{:?}", cell);
            }
        }
        let mut reader = ::csv::Reader::from_reader(files[1].bytes.as_slice());
        let record = reader.records().next().unwrap().unwrap();
        prop_assert_eq!(&record[3], csv_cell(&name));
    }

    /// Fault: Control characters in names
    /// Outcome: Written out on the terminal
    #[test]
    fn terminal_shows_no_control_character(name in stranger()) {
        let shown = super::terminal::summary(&infected(&name), false, 80, None, None);
        prop_assert!(!shown.chars().any(|c| c.is_control() && c != '\n'));
        // A message may take one line or two, a finding no more than three.
        prop_assert!(shown.lines().count() <= 55, "{}", shown);
    }
}

proptest! {
    // Each case draws seven pictures of a megapixel.
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pictures_are_drawn(name in stranger()) {
        prop_assert_eq!(rendered("png", &infected(&name)).len(), 7);
    }
}

/// Fault: Names of 100 kB
/// Outcome: Cut to their beginning
#[test]
fn a_name_of_100_kb_makes_no_report_of_megabytes() {
    let report = infected(&"long ".repeat(20_000));
    for (id, most) in [("html", 2_000_000), ("md", 80_000), ("jira", 40_000), ("png", 4_000_000)] {
        for file in rendered(id, &report) {
            assert!(file.bytes.len() < most, "{}: {}", file.path, file.bytes.len());
        }
    }
}
