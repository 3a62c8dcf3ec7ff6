//! The string literals of a file of Rust: a scanner that knows comments, characters and raw strings, and no more.

pub(crate) struct Literal {
    /// Counted from 1.
    pub(crate) line: usize,
    /// Without the line breaks that a backslash takes away.
    pub(crate) text: String,
}

pub(crate) fn literals(code: &str) -> Vec<Literal> {
    let (mut all, mut at) = (Vec::new(), 0);
    while let Some(rest) = code.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if let Some((start, end, length)) = raw(rest, code[..at].chars().next_back()) {
            all.push(literal(code, at, &rest[start..end]));
            at += length;
        } else if rest.starts_with('"') {
            let end = closing(rest);
            all.push(literal(code, at, &rest[1..end]));
            at += end + 1;
        } else if rest.starts_with('\'') {
            at += character(rest);
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    all
}

/// Start, end and whole length of a raw string.
fn raw(rest: &str, before: Option<char>) -> Option<(usize, usize, usize)> {
    let hashes = rest.strip_prefix('r')?.bytes().take_while(|b| *b == b'#').count();
    let start = hashes + 2;
    if rest.as_bytes().get(start - 1) != Some(&b'"') || before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let close = format!("\"{}", "#".repeat(hashes));
    let end = start + rest[start..].find(&close)?;
    Some((start, end, end + close.len()))
}

/// Where the quote is that closes the one at the start.
fn closing(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at
}

/// The length of a character, or that of the quote of a lifetime.
fn character(rest: &str) -> usize {
    let mut inside = rest.char_indices().skip(1);
    match inside.next() {
        Some((_, '\\')) => rest.get(3..).and_then(|rest| rest.find('\'')).map_or(1, |end| end + 4),
        Some((at, one)) if rest[at + one.len_utf8()..].starts_with('\'') => at + one.len_utf8() + 1,
        _ => 1,
    }
}

fn literal(code: &str, at: usize, raw: &str) -> Literal {
    let mut lines = raw.split("\\\n");
    let first = lines.next().unwrap_or_default().to_owned();
    let text = lines.fold(first, |text, line| text + line.trim_start());
    Literal { line: code[..at].matches('\n').count() + 1, text }
}
