//! What exports name, read without the program's own code: by the names of fields and columns, and by the shapes of addresses and ids.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::path::Path;

use serde_json::Value;

use crate::support::tree;

/// Ends of fields and columns that hold a name.
const NAMES: [&str; 20] = [
    "name",
    "email",
    "email_address",
    "emailaddress",
    "mail",
    "hint",
    "user_email",
    "displayname",
    "display_name",
    "login",
    "firstname",
    "lastname",
    "user",
    "member",
    "api_key",
    "workspace",
    "userprincipalname",
    "full name",
    "actor",
    "owner",
];
/// Names that are words of the report's own, or of the service: they say nothing of anybody, and stand in its sentences anyway.
const WORDS: [&str; 19] = [
    "admin",
    "owner",
    "owners",
    "production",
    "staging",
    "development",
    "research",
    "support",
    "default",
    "claude code",
    "everyone",
    "user",
    "developer",
    "billing",
    "claude",
    "unknown",
    "everything",
    "reader",
    "info",
];
/// Fields of this kind name no one: models, and settings.
const PUBLIC: [&str; 3] = ["claude-", "claude opus", "claude "];

/// Every name with the place where it stands.
pub(crate) fn names(exports: &Path) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for (place, bytes) in tree(exports) {
        // Settings are named by the service.
        let fields = !place.contains("settings") && !place.contains("posture");
        read(&place, &bytes, fields, &mut names);
    }
    names.retain(|name, _| {
        let lower = name.to_lowercase();
        !WORDS.contains(&lower.as_str()) && !PUBLIC.iter().any(|start| lower.starts_with(start))
    });
    names
}

fn read(place: &str, bytes: &[u8], fields: bool, names: &mut BTreeMap<String, String>) {
    if bytes.starts_with(b"PK\x03\x04") {
        let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return };
        for at in 0..archive.len() {
            let Ok(mut file) = archive.by_index(at) else { continue };
            let (inner, mut member) = (format!("{place}!/{at}"), Vec::new());
            if file.read_to_end(&mut member).is_ok() {
                read(&inner, &member, fields, names);
            }
        }
        return;
    }
    let text = String::from_utf8_lossy(bytes);
    shapes(place, &text, names);
    if !fields {
        return;
    }
    let whole: Result<Value, _> = serde_json::from_str(text.trim_start_matches('\u{feff}'));
    let values: Vec<Value> = match whole {
        Ok(value) => vec![value],
        Err(_) => text.lines().filter_map(|line| serde_json::from_str(line).ok()).filter(Value::is_object).collect(),
    };
    if values.is_empty() {
        columns(place, &text, names);
    }
    values.iter().for_each(|value| walk(place, value, "", names));
}

fn is_name(field: &str) -> bool {
    let field = field.trim().to_lowercase().replace([' ', '-'], "_");
    NAMES.iter().any(|name| field == *name || field.ends_with(&format!("_{name}")))
}

/// Adds a name of at least four characters with a letter among them: shorter ones stand in other words.
fn add(place: &str, field: &str, name: &str, names: &mut BTreeMap<String, String>) {
    let name = name.trim();
    if name.chars().count() >= 4 && name.chars().any(char::is_alphabetic) {
        names.entry(name.to_lowercase()).or_insert_with(|| format!("{place}, {field}"));
    }
}

fn walk(place: &str, value: &Value, field: &str, names: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(field, value)| walk(place, value, field, names)),
        Value::Array(items) => items.iter().for_each(|item| walk(place, item, field, names)),
        Value::String(text) if is_name(field) => add(place, field, text, names),
        _ => {}
    }
}

fn columns(place: &str, text: &str, names: &mut BTreeMap<String, String>) {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let Ok(headers) = reader.headers().cloned() else { return };
    for record in reader.records().flatten() {
        for (header, cell) in headers.iter().zip(&record) {
            if is_name(header) && !cell.contains('{') {
                add(place, header, cell, names);
            }
        }
    }
}

/// Mail addresses, network addresses, hints of keys, and ids of people, keys, workspaces and groups.
fn shapes(place: &str, text: &str, names: &mut BTreeMap<String, String>) {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '@' | '.' | '_' | '-' | '+' | ':');
    for word in text.split(|c: char| !is_part(c)) {
        let word = word.trim_matches(['.', '-', ':', '+']);
        let is_address = word.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
        let is_network =
            word.parse::<std::net::Ipv4Addr>().is_ok_and(|one| !one.is_unspecified() && one.octets()[0] > 20);
        let is_hint = word.starts_with("sk-ant-") && word.contains("...");
        let prefixes =
            ["user_", "apikey_", "wrkspc_", "svac_", "invite_", "rbac_group_", "cak_", "admin_api_key_", "org_"];
        let is_id = prefixes.iter().any(|prefix| word.starts_with(prefix))
            && word.len() > 24
            && word.bytes().any(|b| b.is_ascii_digit());
        if is_address || is_hint || is_id {
            add(place, "text", word, names);
        } else if is_network {
            names.insert(word.to_owned(), format!("{place}, text"));
        }
    }
}
