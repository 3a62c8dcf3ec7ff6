//! The example with one mistake each: what the loader says, and what it underlines.

use super::*;

/// What stands in the example, what stands there instead, what is said, and what of the line is underlined; `\n` is a line end, `@` a
/// number of a line.
const MISTAKES: &str = include_str!("mistakes.tsv");

#[test]
fn every_mistake_is_told_at_its_place() {
    let example = include_str!("../../../../clade.example.toml");
    for row in MISTAKES.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [was, is, message, underlined] = cells[..] else { panic!("{row}") };
        let text = example.replacen(&was.replace("\\n", "\n"), &is.replace("\\n", "\n"), 1);
        assert_ne!(text, example, "{was}");
        let said = in_full(&text);
        let lines: Vec<&str> = said.lines().collect();
        let [_, line, _, text] = lines[0].splitn(4, ':').collect::<Vec<_>>()[..] else { panic!("{said}") };
        assert_eq!(without_number(text.trim_start()), message, "{is}");
        let caret = lines.get(2).map_or(0..0, |line| line.find('^').unwrap()..line.len());
        assert_eq!(lines.get(1).map_or("", |line| &line[caret]), underlined, "{is}: {said}");
        let shown = lines.get(1).and_then(|line| line.split(" | ").next()).map(str::trim);
        assert!(shown.is_none_or(|number| number == line), "{said}");
    }
}

/// The example may grow: the number of another line, to which a message refers, does not matter.
fn without_number(message: &str) -> String {
    match message.split_once(" line ") {
        Some((before, rest)) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{before} line @{}", rest.trim_start_matches(|c: char| c.is_ascii_digit()))
        }
        _ if message.starts_with("line ") => {
            format!("line @{}", message[5..].trim_start_matches(|c: char| c.is_ascii_digit()))
        }
        _ => message.to_owned(),
    }
}
