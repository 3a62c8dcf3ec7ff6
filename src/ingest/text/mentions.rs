//! Whom and what a record is about that could not be taken: the addresses and ids that stand anywhere in its text.
//!
//! A rejected record proves nothing of what it says, but it does prove that somebody wrote it: whoever stands in one is not absent.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::unescape::unescaped;
use crate::model::normalize_address;

/// Prefixes of the ids of people, keys, workspaces and other objects of an organization (documentation of the Admin and Compliance
/// APIs). An id has something behind its prefix.
const PREFIXES: [&str; 17] = [
    "activity_",
    "admin_api_key_",
    "apikey_",
    "ekey_",
    "fdis_",
    "fdrl_",
    "invite_",
    "org_",
    "rbac_group_",
    "rbac_role_",
    "rlg_",
    "slir_",
    "spl_",
    "svac_",
    "uprof_",
    "user_",
    "wrkspc_",
];
/// How often text may have been put into a string: an activity in a collector's record in another one's, and that in a cell.
const DEEPEST: usize = 4;

/// The addresses in a text, as people are matched by them, and the ids with known prefixes and UUIDs, as they are written: sorted,
/// each once. Text in JSON strings is read with its escapes undone, up to four times.
#[must_use]
pub fn mentions(raw: &[u8]) -> Vec<String> {
    let mut found = BTreeSet::new();
    let mut text = String::from_utf8_lossy(raw);
    for _ in 0..=DEEPEST {
        addresses(&text, &mut found);
        ids(&text, &mut found);
        match unescaped(&text) {
            Some(plain) => text = Cow::Owned(plain),
            None => break,
        }
    }
    found.into_iter().collect()
}

/// Whether a character may stand before the `@` of an address. `=`, `:`, `/` and the like may by the standard, and separate in
/// every export that has them.
fn is_local(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '\'' | '#' | '&' | '!' | '$')
}

fn addresses(text: &str, found: &mut BTreeSet<String>) {
    let mut behind = 0;
    for (at, _) in text.match_indices('@') {
        let before = &text[behind..at];
        let local =
            before.char_indices().rev().take_while(|(_, c)| is_local(*c)).last().map_or(at, |(i, _)| behind + i);
        let after = &text[at + 1..];
        let domain = after.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(after.len());
        behind = at + 1 + domain;
        // Between addresses joined by `+` the sign belongs to neither.
        let local = text[local..at].trim_start_matches('+');
        let domain = after[..domain].trim_end_matches(['.', '-']);
        found.extend(normalize_address(&format!("{local}@{domain}")));
    }
}

fn ids(text: &str, found: &mut BTreeSet<String>) {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        rest = &rest[start..];
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let (token, behind) = rest.split_at(end);
        rest = behind;
        if (is_id(token) && !is_name(behind)) || is_uuid(token) {
            found.insert(token.to_owned());
        }
    }
}

fn is_id(token: &str) -> bool {
    // `user_actor` says what kind of actor it is.
    let behind = PREFIXES.iter().find_map(|prefix| token.strip_prefix(prefix));
    behind.is_some_and(|behind| !behind.is_empty() && !token.ends_with("_actor"))
}

/// Whether a token is the name of a field: what follows is its closing quote (doubled or escaped in a cell) and a colon.
fn is_name(behind: &str) -> bool {
    let quoted = behind.trim_start_matches(['"', '\'', '\\']);
    quoted.len() < behind.len() && quoted.trim_start().starts_with(':')
}

fn is_uuid(token: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    token.len() == 36
        && token.split('-').map(str::len).eq(lengths)
        && token.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::load_bytes;
    use crate::model::Table;

    fn of(text: &str) -> String {
        mentions(text.as_bytes()).join(" ")
    }

    #[test]
    fn addresses_wherever_they_stand() {
        for (text, found) in [
            ("Ann;Ann.Moss@Example.com;True", "ann.moss@example.com"),
            ("<mailto:ann@example.com>, \"'bob@example.com'\"", "ann@example.com bob@example.com"),
            ("SMTP:ann@example.com+smtp:a.moss@example.com", "a.moss@example.com ann@example.com"),
            ("ann@example.com+bob@example.com|cleo@example.com", "ann@example.com bob@example.com cleo@example.com"),
            ("{'email_address': 'reece.o'sullivan@example.com'}", "reece.o'sullivan@example.com"),
            ("ann_example.com#EXT#@tenant.onmicrosoft.com", "ann@example.com"),
            ("ann+claude@example.com.", "ann@example.com"),
            ("user=jörg@bücher.example;x", "jörg@bücher.example"),
            (
                r#"{"email":"ann\u0040example.com","x":"\nbob@example.com"}"#,
                "ann@example.com bob@example.com nbob@example.com",
            ),
            (r#"{"_raw":"{\"actor\":{\"email\":\"ann\\u002bx@example.com\"}}"}"#, "ann@example.com u002bx@example.com"),
            ("@ a@b @example.com ann@ x@@y.z", ""),
        ] {
            assert_eq!(of(text), found, "{text}");
        }
        assert_eq!(mentions(b"M\xfcller,ann@example.com,\xff"), ["ann@example.com"]);
    }

    #[test]
    fn ids_and_not_the_names_of_fields() {
        let uuid = "0b5a9c1e-1111-4222-8333-abcdefabcdef";
        for (text, found) in [
            (r#"{"user_id": "user_01Ann", "type":"user_actor", "api_key_id":"apikey_01X"}"#, "apikey_01X user_01Ann"),
            ("{'uuid': '0b5a9c1e-1111-4222-8333-abcdefabcdef'}", uuid),
            ("prod,apikey_1,wrkspc_2", "apikey_1 wrkspc_2"),
            ("an_apikey_1 user_ power_user_1 0b5a9c1e-1111-4222-8333-abcdefabcdeg", ""),
        ] {
            assert_eq!(of(text), found, "{text}");
        }
    }

    #[test]
    fn a_rejected_record_of_any_kind_keeps_whom_it_is_about() {
        let audit = "created_at,event,actor_info\n";
        let usage = "usage_date_utc,model_version,api_key_id,usage_output_tokens\n";
        let feed =
            r#"{"id":"activity_1","type":"t","created_at":"2026-07-01T00:00:00Z","actor":{"type":"user_actor"}}"#;
        let users = r#"{"data":[{"id":"user_1","type":"user","email":"ok@example.com"},"#;
        let days = r#"{"data":[{"starting_at":"2026-07-01T00:00:00Z","ending_at":"2026-07-02T00:00:00Z","results":["#;
        let result = r#"{"uncached_input_tokens":1,"output_tokens":1}"#;
        for (name, text, line, found) in [
            ("too many fields", "Name,Email,Status\nA,B,C,D,a@example.com,Active\n".to_owned(), 2, "a@example.com"),
            ("no date", format!("{usage}soon,claude-opus-5,apikey_7,1\n"), 2, "apikey_7"),
            ("no dictionary", format!("{audit}2026-07-01,x,\"{{'e': 'a@example.com'\"\n"), 2, "a@example.com"),
            ("an open quote", format!("{audit}2026-07-01,x,\"'a@example.com\n2026-07-01,y,{{}}\n"), 2, "a@example.com"),
            ("no instant", format!("{feed}\n{}", feed.replace("2026", "20x6").replace("_1", "_2")), 2, "activity_2"),
            ("a cut file", format!("{users}\n{{\"id\":\"user_2\",\"email\":\"a@exa"), 2, "user_2"),
            (
                "a broken record",
                format!("{users}\n{{\"id\":\"user_2\" \"b@example.com\"}}]}}"),
                2,
                "b@example.com user_2",
            ),
            ("no text", format!("{users}\n{{\"id\":\"user_3\",\"type\":\"user\",\"email\":[]}}]}}"), 2, "user_3"),
            (
                "a result",
                format!("{days}{result},\n{{\"api_key_id\":\"apikey_2\",\"output_tokens\":-1}}]}}]}}"),
                2,
                "apikey_2",
            ),
        ] {
            let data = load_bytes(vec![("file".to_owned(), text.into_bytes())]).unwrap();
            let reported: Vec<_> = data.rejections.iter().map(|r| (r.line, r.mentions.join(" "))).collect();
            assert_eq!(reported, [(line, found.to_owned())], "{name}: {:?} {:?}", data.inputs, data.rejections);
            let table = data.kinds[data.inputs[0].kind.as_deref().unwrap()];
            assert!(found.split(' ').all(|one| data.rejected_mentions(table)[one].line == line), "{name}");
            let other = if table == Table::Workspaces { Table::Members } else { Table::Workspaces };
            assert!(data.rejected_mentions(other).is_empty(), "{name}");
        }
    }
}
