//! The documents as a book: every page in its list, and every link and anchor leads somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::root;

/// Documents outside `docs`.
const OF_THE_ROOT: [&str; 5] = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"];
const SUMMARY: &str = "SUMMARY.md";

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

/// Files of `docs`, without the list of pages.
fn pages() -> BTreeSet<String> {
    let files = fs::read_dir(root().join("docs")).unwrap().map(|file| file.unwrap().file_name());
    files.map(|name| name.to_string_lossy().into_owned()).filter(|name| name != SUMMARY).collect()
}

/// Text and target of every link, in their order. What stands in code is no link.
fn links(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for line in prose(text) {
        // Every second piece stands between backticks: its letters stay for the text of a link, its brackets do not.
        let code = |(at, piece): (usize, &str)| match at % 2 {
            1 => piece.replace(['[', ']', '(', ')'], " "),
            _ => piece.to_owned(),
        };
        let line: String = line.split('`').enumerate().map(code).collect();
        for (at, _) in line.match_indices("](") {
            let before = line[..at].rfind('[').map_or("", |open| &line[open + 1..at]);
            let target = line[at + 2..].split([')', ' ']).next().unwrap_or_default();
            found.push((before.to_owned(), target.to_owned()));
        }
    }
    found
}

/// The lines outside of blocks of code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        is_code ^= fence;
        !is_code && !fence
    })
}

/// The anchors of a document's headings: lower case, blanks as hyphens, signs left out, a number behind what stood before.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for heading in prose(text).filter(|line| line.starts_with('#')) {
        let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
        let own: String = heading.trim_start_matches('#').trim().to_lowercase().chars().filter(kept).collect();
        let own = own.replace(' ', "-");
        let mut names = std::iter::once(own.clone()).chain((1..).map(|number| format!("{own}-{number}")));
        found.extend(names.find(|name| !found.contains(name)));
    }
    found
}

/// Links of a document that lead to no file, or to no heading of it.
fn broken(path: &Path, text: &str) -> Vec<String> {
    let leads = |link: &str| {
        let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
        let target = if file.is_empty() { path.to_owned() } else { path.parent().unwrap().join(file) };
        let has_anchor = || anchors(&if file.is_empty() { text.to_owned() } else { read(&target) }).contains(anchor);
        (file.is_empty() || target.exists()) && (anchor.is_empty() || has_anchor())
    };
    // `https:`, `mailto:` and the like lead out of the repository.
    let own = links(text).into_iter().map(|(_, link)| link).filter(|link| !link.contains(':'));
    own.filter(|link| !leads(link)).collect()
}

#[test]
fn every_page_is_in_the_book_once_and_by_its_headline() {
    let summary = read(&root().join("docs").join(SUMMARY));
    let listed = links(&summary);
    let names: Vec<&String> = listed.iter().map(|(_, page)| page).collect();
    let set: BTreeSet<String> = names.iter().map(|name| (*name).clone()).collect();
    assert_eq!(set, pages(), "docs/{SUMMARY} lists every page");
    assert_eq!(set.len(), names.len(), "a page is listed twice");
    for (title, page) in &listed {
        let text = read(&root().join("docs").join(page));
        assert_eq!(text.lines().next(), Some(format!("# {title}").as_str()), "the headline of docs/{page}");
    }
}

#[test]
fn links_of_the_documents_lead_to_files_and_headings() {
    let docs = pages().into_iter().chain([SUMMARY.to_owned()]).map(|page| format!("docs/{page}"));
    let files: Vec<PathBuf> =
        OF_THE_ROOT.map(String::from).into_iter().chain(docs).map(|file| root().join(file)).collect();
    let mut met = 0;
    for path in files {
        let text = read(&path);
        met += links(&text).len();
        assert_eq!(broken(&path, &text), [""; 0], "{}", path.display());
    }
    assert!(met > 50, "links are found: {met}");
}

/// mdBook makes `.html` of every `.md` in a link, which is there for pages of the book alone.
#[test]
fn what_leads_out_of_the_book_leads_to_no_page() {
    for page in pages() {
        let text = read(&root().join("docs").join(&page));
        let outside = links(&text).into_iter().map(|(_, link)| link).filter(|link| link.starts_with("../"));
        let lost: Vec<String> =
            outside.filter(|link| link.split('#').next().is_some_and(|file| file.ends_with(".md"))).collect();
        assert_eq!(lost, [""; 0], "docs/{page} links to a page that is not in the book: name its folder instead");
    }
}

#[test]
fn a_link_to_nowhere_is_seen() {
    let path = root().join("docs/links.md");
    let text = "# One heading: `x`!\n## Again\n## Again\n[a](install.md) [b](../Cargo.toml) [c](#one-heading-x) [d](#again-1)\n\
                `[e](nowhere.md)` [f](gone.md) [g](#again-2) [`h`](install.md#nothing) [i](https://example.com)\n\
                ```\n# code\n[j](nowhere.md)\n```\n[k](#code)\n";
    assert_eq!(broken(&path, text), ["gone.md", "#again-2", "install.md#nothing", "#code"]);
}
