//! What tools write around an export in the same file: curl's progress meter, where its messages were saved too, and the fence of a Markdown
//! block. Both are taken away, and every line of the export stays where it is.

/// So a line begins that opens or closes a block of Markdown.
pub(in crate::ingest) const FENCE: &str = "```";
const METER: &str = "curl's progress meter around it is passed over; `curl -sS` prints none";
const BLOCK: &str = "the fence of its Markdown block (```) is passed over";
/// Words of the two lines above the meter's numbers.
const METER_WORDS: [&str; 12] =
    ["%", "Total", "Received", "Xferd", "Average", "Speed", "Time", "Current", "Dload", "Upload", "Spent", "Left"];

/// The text without what stands around the export, and what is said of that; nothing where nothing does.
pub(in crate::ingest) fn without(text: &[u8]) -> Option<(Vec<u8>, &'static str)> {
    let (inside, note) = match text.trim_ascii_start() {
        [b'%', ..] => (between_meters(text)?, METER),
        [b'`', ..] => (between_fences(text)?, BLOCK),
        _ => return None,
    };
    let mut left: Vec<u8> = text[..inside.start].iter().copied().filter(|byte| *byte == b'\n').collect();
    left.extend_from_slice(&text[inside]);
    Some((left, note))
}

/// Whether a text begins as curl's progress meter does.
pub(in crate::ingest) fn begins_as_meter(text: &[u8]) -> bool {
    let is_word = |word: &[u8]| METER_WORDS.iter().any(|known| known.as_bytes() == word);
    let mut words = text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).take(4);
    text.trim_ascii_start().starts_with(b"%") && words.all(is_word)
}

/// JSON behind the meter, and before what the meter wrote at the end.
fn between_meters(text: &[u8]) -> Option<std::ops::Range<usize>> {
    let begin = text.iter().position(|byte| matches!(byte, b'{' | b'['))?;
    let end = text.iter().rposition(|byte| matches!(byte, b'}' | b']')).map_or(text.len(), |at| at + 1);
    let is_meter = |part: &[u8]| {
        let mut words = std::str::from_utf8(part).unwrap_or("{").split_ascii_whitespace();
        words.all(|word| METER_WORDS.contains(&word) || word.bytes().all(|byte| b"0123456789.:-kMGT".contains(&byte)))
    };
    (begin < end && is_meter(&text[..begin]) && is_meter(&text[end..])).then_some(begin..end)
}

/// What stands between the first line and the last one, where these are the only fences.
fn between_fences(text: &[u8]) -> Option<std::ops::Range<usize>> {
    let is_fence = |line: &[u8]| line.trim_ascii().starts_with(FENCE.as_bytes());
    let start = text.len() - text.trim_ascii_start().len();
    let begin = start + text[start..].iter().position(|byte| *byte == b'\n')?;
    let whole = text.trim_ascii_end();
    let end = whole.iter().rposition(|byte| *byte == b'\n')?;
    let closes = whole[end..].trim_ascii().iter().all(|byte| *byte == b'`') && is_fence(&whole[end..]);
    let is_only = begin < end && !text[begin..end].split(|byte| *byte == b'\n').any(is_fence);
    // The last line keeps its end: without one it would look cut.
    (is_fence(&text[start..begin]) && closes && is_only).then_some(begin..end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::load_bytes;
    use crate::model::Dataset;

    const USERS: &str = r#"{"data":[{"id":"user_1","type":"user","email":"a@example.com","name":"A","role":"user","added_at":null}],"has_more":false}"#;
    const KEYS: &str = "id,name,status,created_at\napikey_1,prod-search,active,2026-01-05T09:00:00Z\n";
    const HEADER: &str = "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n";
    const NUMBERS: &str = "100  1234  100  1234    0     0  5.0k      0 --:--:-- --:--:-- --:--:--  5000";

    fn read(text: &str) -> Dataset {
        load_bytes(vec![("export".to_owned(), text.as_bytes().to_vec())]).unwrap()
    }

    /// Fault: An answer behind curl's progress meter was «a printed table», one in a Markdown block «a table of no known kind»
    /// Outcome: What stands around the export is passed over and named, and its lines stay where they are
    #[test]
    fn what_stands_around_an_export_is_passed_over() {
        for (text, kind, note) in [
            (format!("{HEADER}{NUMBERS}\n{USERS}\n"), "users", METER),
            (
                format!(
                    "{HEADER}\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0\r{NUMBERS}{USERS}"
                ),
                "users",
                METER,
            ),
            (format!("{HEADER}{USERS}\r{NUMBERS}\n"), "users", METER),
            (format!("```json\n{USERS}\n```\n"), "users", BLOCK),
            (format!("\n````\r\n{USERS}\r\n````\r\n\r\n"), "users", BLOCK),
            (format!("```csv\n{KEYS}```"), "api-keys", BLOCK),
        ] {
            let data = read(&text);
            let input = &data.inputs[0];
            assert_eq!((input.kind.as_deref(), input.accepted, input.rejected), (Some(kind), 1, 0), "{text}");
            assert_eq!(input.notes[0], note, "{text}");
            assert!(!input.notes.iter().any(|note| note.contains("may be cut")), "{text}: {:?}", input.notes);
            let (inside, _) = without(text.as_bytes()).unwrap();
            let line = |text: &[u8]| {
                text.split(|byte| *byte == b'\n')
                    .position(|line| line.windows(7).any(|w| w.ends_with(b"_1\",") || w == b"ey_1,pr"))
            };
            assert_eq!(line(&inside), line(text.as_bytes()), "{text}");
            assert!(line(&inside).is_some(), "{text}");
        }
    }

    #[test]
    fn what_is_more_than_that_is_no_export() {
        for (text, why) in [
            (format!("Here they are:\n\n```json\n{USERS}\n```\n"), "text with a block of Markdown"),
            (format!("```json\n{USERS}\n```\nand more:\n```json\n{USERS}\n```\n"), "text with a block of Markdown"),
            (format!("{HEADER}{NUMBERS}\n"), "curl's progress meter"),
            (format!("{HEADER}curl: (6) Could not resolve host\n{USERS}"), "curl's progress meter"),
        ] {
            assert_eq!(without(text.as_bytes()), None, "{text}");
            let data = read(&text);
            let input = &data.inputs[0];
            assert_eq!(input.kind, None, "{text}");
            assert!(input.notes[0].starts_with(why), "{text}\n{:?}", input.notes);
        }
        for text in [USERS, KEYS, "% of total,x\n1,2\n", "`a`,b\n1,2\n"] {
            assert_eq!(without(text.as_bytes()), None, "{text}");
        }
        // A meter that was written into the middle of an answer has broken it.
        let torn = USERS.replace(",\"has_more\"", &format!("\r{NUMBERS}\r,\"has_more\""));
        assert!(!read(&format!("{HEADER}{torn}")).rejections.is_empty());
    }
}
