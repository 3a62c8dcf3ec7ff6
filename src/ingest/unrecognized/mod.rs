//! Files that nobody claims.

mod foreign;
mod unread_kinds;

use super::document::Document;
use super::text::header::too_wide;
use super::{ALL, Ingestor, own_list};

/// Why nobody claims a file, of which `text` is the whole content: what it is, the nearest kind, and what that would need.
pub(super) fn why(text: &[u8], document: &Document) -> String {
    if let Some(word) = unread_kinds::policy(text) {
        return word.to_owned();
    }
    let what = match document {
        Document::Empty => return "empty file".to_owned(),
        Document::Other => {
            let known = || too_wide(text).or_else(|| foreign::of_text(text));
            return known().unwrap_or_else(|| no_table(text).to_owned());
        }
        Document::Json(..) => "JSON of no known kind",
        Document::Delimited(table) if table.header.len() < 2 => {
            return foreign::of_text(text).unwrap_or_else(|| no_table(text).to_owned());
        }
        Document::Delimited(_) => "a table of no known kind",
    };
    let claiming: Vec<&str> = ALL.iter().filter(|i| (i.claims)(document)).map(|i| i.id).collect();
    if !claiming.is_empty() {
        return format!("has the marks of several kinds at once: {}", claiming.join(", "));
    }
    let word = unread_kinds::word(document).or_else(|| foreign::word(text, document));
    let word = word.or_else(|| foreign::of_text(text).filter(|_| document.json().is_none()));
    let word = word.or_else(|| own_list::without_header(document));
    if let Some(word) = word.or_else(|| unread_kinds::word_by_ids(document)) {
        return word;
    }
    match nearest(document) {
        None => what.to_owned(),
        Some((nearest, missing)) if missing.is_empty() => {
            format!(
                "{what}; nearest: {} ({}), whose names it has, but its values are not of that kind",
                nearest.id, nearest.title
            )
        }
        Some((nearest, missing)) => {
            format!("{what}; nearest: {} ({}), which would need {}", nearest.id, nearest.title, missing.join(", "))
        }
    }
}

/// What a file is that holds no table.
fn no_table(text: &[u8]) -> &'static str {
    if text.contains(&0) {
        "binary data, and no text"
    } else if std::str::from_utf8(text).is_err() {
        "text in an unknown encoding: save it as UTF-8, then export or read it again"
    } else {
        "text, and no table"
    }
}

/// The kind of the same file format that shares the largest part of its marks, and the marks that are missing; `id`, `type` or `name` alone say
/// nothing.
fn nearest(document: &Document) -> Option<(&'static Ingestor, Vec<&'static str>)> {
    let is_json = document.json().is_some();
    let mentioned = |i: &Ingestor| i.signature.iter().filter(|mark| document.mentions(mark)).count();
    let nearest = ALL
        .iter()
        .filter(|i| is_of(i, is_json) && mentioned(i) >= 2)
        .max_by_key(|i| (mentioned(i) * 1000 / i.signature.len(), std::cmp::Reverse(i.id)))?;
    Some((nearest, nearest.signature.iter().filter(|mark| !document.mentions(mark)).copied().collect()))
}

/// Whether a kind of export may be JSON, else whether it may be delimited text: every title says which, or both.
fn is_of(ingestor: &Ingestor, is_json: bool) -> bool {
    if is_json { ingestor.title.to_lowercase().contains("json") } else { ingestor.title.contains("CSV") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_too_many_columns_is_told_by_its_line() {
        let header = |columns: usize| {
            let names = (0..columns).map(|n| format!(",column_{n}")).collect::<String>();
            format!("\nusage_date_utc,model_version,api_key,usage_output_tokens{names}\n").into_bytes()
        };
        assert!(super::super::recognize(&Document::open(&header(4092))).is_some());
        let why = found(&header(4093));
        assert_eq!(why, "line 2 has 4097 columns, and no table has more than 4096: not read");
    }

    fn found(text: &[u8]) -> String {
        let document = Document::open(text);
        assert!(super::super::recognize(&document).is_none(), "{}", String::from_utf8_lossy(text));
        why(text, &document)
    }

    #[test]
    fn every_title_says_its_format() {
        for ingestor in ALL {
            // What may be both are the organization's own lists, and a gateway's answers and tables.
            let both = ["api-keys", "invites", "users", "workspace-members", "workspaces"].contains(&ingestor.id)
                || ["litellm-daily-spend", "litellm-keys", "litellm-spend-logs", "litellm-users"]
                    .contains(&ingestor.id);
            assert_eq!(is_of(ingestor, true) == is_of(ingestor, false), both, "{}", ingestor.id);
            assert!(is_of(ingestor, true) || is_of(ingestor, false), "{}", ingestor.id);
        }
    }

    #[test]
    fn what_a_file_is_and_what_it_would_need() {
        for (text, why) in [
            (&b"\n"[..], "empty file"),
            (b"# Notes\n\nhello\n", "text, and no table"),
            (b"a\0b,c\0d\n", "binary data, and no text"),
            (b"x,y\xff\xfe\n1,2\n", "text in an unknown encoding"),
            (b"x,y\n1,2\n", "a table of no known kind"),
            (b"{\"x\":1}", "JSON of no known kind"),
            // Never a kind of the other format.
            (b"id,name,status,created_by\n1,a,b,c\n", "a table of no known kind"),
            (b"{\"usage_date_utc\":\"2026-07-01\",\"model_version\":\"x\"}", "JSON of no known kind"),
            // Never «which would need» and nothing.
            (
                b"{\"type\":\"user\",\"id\":\"5\",\"email\":\"a@example.com\",\"name\":\"A\",\"role\":\"x\"}",
                "JSON of no known kind; nearest: ",
            ),
            (b"usage_date_utc,cost_usd2,model_version2\n1,2,3\n", "a table of no known kind"),
        ] {
            let found = found(text);
            assert!(found.starts_with(why), "{found}");
            assert!(!found.ends_with("would need ") && !found.contains("nearest:") || found.len() > 60, "{found}");
        }
    }

    #[test]
    fn nothing_is_missing_and_still_it_is_none() {
        let text = b"{\"id\":\"activity_1\",\"type\":\"x\",\"created_at\":null,\"actor\":1,\"organization_id\":null}";
        assert!(found(text).ends_with("whose names it has, but its values are not of that kind"), "{}", found(text));
    }
}
