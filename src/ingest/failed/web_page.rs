//! Web pages and raw responses that were saved in place of an export.

use super::quoted;

/// How much of a page is looked at: what it is stands in its head.
const HEAD: usize = 64 << 10;

/// What is reported of a page, a download error or a raw HTTP response.
pub(super) fn note(text: &[u8]) -> Option<String> {
    let text = text.trim_ascii_start();
    let starts = |with: &str| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()));
    if starts("HTTP/") {
        return response(text);
    }
    if !["<!doctype html", "<html", "<?xml", "<Error>"].iter().any(|with| starts(with)) {
        return None;
    }
    let head = String::from_utf8_lossy(&text[..text.len().min(HEAD)]);
    // The storage behind download links answers in XML, and its links live a day.
    if let Some(code) = between(&head, "<code>", "</code>").filter(|_| between(&head, "<error>", "</error>").is_some())
    {
        let code: String = code.chars().filter(char::is_ascii_alphanumeric).take(60).collect();
        return Some(format!(
            "a saved download error ({code}): download links expire within a day; request the export anew"
        ));
    }
    let lower = head.to_ascii_lowercase();
    if !lower.contains("<html") && !lower.contains("<!doctype html") {
        return None;
    }
    let title = between(&head, "<title>", "</title>").unwrap_or_default();
    let entry = ["log in", "login", "sign in", "sign-in", "signin", "single sign-on"];
    let asks =
        lower.contains("type=\"password\"") || entry.iter().any(|word| title.to_ascii_lowercase().contains(word));
    let (what, why) = if asks {
        ("a saved login page", "the session had ended when the file was saved; sign in and export again")
    } else {
        ("a saved web page", "a page and no export; download the file itself, or use the API, and export again")
    };
    Some(format!("{what}{}: {why}", quoted(title)))
}

/// A response saved with its headers (`curl -i`): an error, or a body that cannot be distinguished from them.
fn response(text: &[u8]) -> Option<String> {
    let line = text.split(|byte| *byte == b'\n').next()?;
    let code = std::str::from_utf8(line).ok()?.split_whitespace().nth(1)?;
    let code = code.parse::<u16>().ok().filter(|code| (100..600).contains(code))?;
    let cure = if code < 300 {
        "it was saved with its headers; export again without them (curl without -i)"
    } else {
        "the request failed; export again"
    };
    Some(format!("a saved HTTP response ({code}): {cure}"))
}

/// The text between two tags, in whatever case they are written.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    // Lower case of ASCII only, so that offsets are the same.
    let lower = text.to_ascii_lowercase();
    let start = lower.find(open)? + open.len();
    let end = start + lower.get(start..)?.find(close)?;
    text.get(start..end)
}
