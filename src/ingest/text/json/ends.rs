//! Where strings and values end, and where the next record may begin, found by brackets and quotes alone.

/// Why the end of a page is refused behind its list, which is closed: no record is lost.
pub(in crate::ingest) const CUT_ENVELOPE: &str = "the file ends inside this page";

/// Start of the next object or list that begins a line and is indented no deeper than the line of `at`: one object a line, the next
/// record of a list, or the next page; never something inside a record.
pub(super) fn next_line_with_json(bytes: &[u8], at: usize) -> Option<usize> {
    let blank = |b: &&u8| matches!(b, b' ' | b'\t');
    let line = bytes[..at].iter().rposition(|b| *b == b'\n').map_or(0, |end| end + 1);
    let indent = bytes[line..].iter().take_while(blank).count();
    let mut from = at;
    loop {
        from += bytes.get(from..)?.iter().position(|b| *b == b'\n')? + 1;
        let own = bytes[from..].iter().take_while(blank).count();
        if own <= indent && matches!(bytes.get(from + own), Some(b'{' | b'[')) {
            return Some(from + own);
        }
    }
}

/// End of a string that begins with a quote at `at`.
pub(super) fn string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut i = at + 1;
    loop {
        i += memchr::memchr2(b'"', b'\\', bytes.get(i..)?)?;
        match bytes[i] {
            b'"' => return Some(i + 1),
            _ => i += 2,
        }
    }
}

/// Levels of a record, whose text is whole.
pub(super) fn levels(record: &[u8]) -> usize {
    value_end(record, 0).map_or(0, |(_, levels)| levels)
}

/// End and levels of the value that begins at `at`; `None` where the text ends first. Depth is counted, not recursed into.
pub(super) fn value_end(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    match bytes.get(at)? {
        b'"' => Some((string_end(bytes, at)?, 0)),
        b'{' | b'[' => {
            let (mut i, mut depth, mut deepest) = (at, 0_usize, 0);
            loop {
                match bytes.get(i)? {
                    b'"' => {
                        i = string_end(bytes, i)?;
                        continue;
                    }
                    b'{' | b'[' => {
                        depth += 1;
                        deepest = deepest.max(depth);
                    }
                    b'}' | b']' => depth -= 1,
                    _ => {}
                }
                i += 1;
                if depth == 0 {
                    return Some((i, deepest));
                }
            }
        }
        _ => {
            let length =
                bytes[at..].iter().take_while(|b| !matches!(b, b',' | b'}' | b']') && !b.is_ascii_whitespace()).count();
            (length > 0 && at + length < bytes.len()).then_some((at + length, 0))
        }
    }
}

/// Digits of the code of an answer.
pub(super) const STATUS_DIGITS: usize = 3;

/// Whether the code of an answer that was given stands here, behind its body: `curl -w '%{http_code}'` writes it there.
pub(super) fn is_status(bytes: &[u8], at: usize) -> bool {
    let before = bytes[..at].iter().rev().find(|byte| !byte.is_ascii_whitespace());
    let behind = bytes.get(at + STATUS_DIGITS);
    let code = bytes.get(at..at + STATUS_DIGITS);
    code.is_some_and(|code| code[0] == b'2' && code.iter().all(u8::is_ascii_digit))
        && matches!(before, Some(b'}' | b']'))
        && behind.is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'{' | b'['))
}
