//! What is drawn, that anybody can repeat it, and the lives of what is drawn.

use super::*;
use crate::ingest::load_bytes;
use crate::model::SampleLine;

const USAGE: &str = "usage_date_utc,model_version,api_key,workspace,usage_type,usage_input_tokens_no_cache,usage_output_tokens\n\
2026-07-01,claude-opus-5,key-a,Production,standard,1000,10\n\
2026-07-03,claude-opus-5,key-a,Production,standard,2000,20\n";

fn key(id: &str, name: &str, status: &str) -> String {
    format!(
        "{{\"type\":\"api_key\",\"id\":\"{id}\",\"name\":\"{name}\",\"status\":\"{status}\",\"created_at\":\"2026-06-01T00:00:00Z\",\
         \"created_by\":{{\"type\":\"user\",\"id\":\"user_1\"}},\"workspace_id\":\"wrkspc_1\"}}"
    )
}

fn files() -> Vec<(String, Vec<u8>)> {
    let keys = [
        key("apikey_a", "key-a", "active"),
        key("apikey_b", "key-b", "archived"),
        key("apikey_c", "key-c", "inactive"),
    ];
    let users = r#"[{"type":"user","id":"user_1","email":"ana@example.com","name":"Ana","role":"admin","added_at":"2026-05-01T00:00:00Z"}]"#;
    let workspaces = r#"[{"type":"workspace","id":"wrkspc_1","name":"Production","created_at":"2026-01-01T00:00:00Z","archived_at":null}]"#;
    let feed = r#"{"id":"activity_1","created_at":"2026-07-02T10:00:00Z","type":"platform_api_key_updated","actor":{"type":"user_actor","user_id":"user_1","email_address":"ana@example.com"},"api_key_id":"apikey_a","updates":[{"type":"name","previous_value":"old","current_value":"key-a"}]}"#;
    [
        ("keys.json", format!("[\n{}\n]", keys.join(",\n"))),
        ("users.json", users.to_owned()),
        ("workspaces.json", workspaces.to_owned()),
        ("feed.jsonl", format!("{feed}\n")),
        ("usage.csv", USAGE.to_owned()),
    ]
    .map(|(name, text)| (name.to_owned(), text.into_bytes()))
    .to_vec()
}

fn draw_from(files: Vec<(String, Vec<u8>)>, size: u64, seed: &str) -> Vec<Sample> {
    let data = load_bytes(files).unwrap();
    assert!(data.inputs.iter().all(|input| input.kind.is_some()), "{:?}", data.inputs);
    let period = Period::new("2026-07-01".parse().unwrap(), "2026-07-03".parse().unwrap()).unwrap();
    let facts = Facts::derive(&data, period, "2026-07-04T00:00:00Z".parse().unwrap()).unwrap();
    samples(&data, &facts, period, &Draw { size, seed: seed.to_owned() }, &BTreeMap::new()).unwrap()
}

fn ids(sample: &Sample) -> Vec<&str> {
    sample.items.iter().map(|item| item.id.as_str()).collect()
}

fn formatted(line: &SampleLine) -> String {
    let place = &line.evidence[0];
    format!("{} {} [{}:{}]", line.at.as_deref().unwrap_or("-"), line.what, place.file, place.line.unwrap())
}

#[test]
fn the_smallest_hashes_are_drawn_as_anybody_can_compute_them() {
    // printf 'audit 17\napikey_a' | sha256sum
    assert_eq!(hash("audit 17", "apikey_a"), "dcac969f57c321098c23d4ce24dad78966eba4a25ec58784fd1c84997b2c3293");
    assert_eq!(hash("audit 17", "apikey_b"), "cc67ff06c9eabac68ef59ce35f4ea097c5dd442f36830cbd69d1e112b050ed9b");
    assert_eq!(hash("audit 17", "apikey_c"), "8f234dfb526fe9f016e86540b72c90354d6261dcf357002e6a604a3c71788766");
    let [keys, members] = draw_from(files(), 2, "audit 17").try_into().unwrap();
    assert_eq!((keys.of.as_str(), keys.population, keys.size), ("API keys", 3, 2));
    assert_eq!(ids(&keys), ["apikey_c", "apikey_b"]);
    assert_eq!(keys.items[0].sha256, hash("audit 17", &keys.items[0].id));
    assert_eq!((ids(&members), members.population), (vec!["user_1"], 1), "a size beyond the population takes all");
    let other: Vec<Vec<String>> = (0..9)
        .map(|n| ids(&draw_from(files(), 2, &n.to_string())[0]).iter().map(|id| (*id).to_owned()).collect())
        .collect();
    assert!(other.iter().any(|drawn| *drawn != other[0]), "another seed draws others");
}

#[test]
fn neither_order_nor_names_of_the_files_matter() {
    let selected = |files| draw_from(files, 2, "s").iter().map(|sample| ids(sample).join(" ")).collect::<Vec<_>>();
    let one_file = selected(files());
    let mut apart: Vec<(String, Vec<u8>)> = files().into_iter().filter(|(name, _)| name != "keys.json").collect();
    for (n, id) in ["apikey_c", "apikey_a", "apikey_b"].iter().enumerate() {
        let text = format!("[{}]", key(id, &id.replace("apikey_", "key-"), "active"));
        apart.insert(0, (format!("{}.json", 9 - n), text.into_bytes()));
    }
    assert_eq!(selected(apart), one_file);
}

#[test]
fn a_life_is_told_in_order_with_its_sources() {
    let [keys, members] = draw_from(files(), 9, "s").try_into().unwrap();
    assert_eq!(keys.items.len(), 3, "every status is in the population");
    let of = |sample: &Sample, id: &str| -> Vec<String> {
        sample.items.iter().find(|item| item.id == id).unwrap().lines.iter().map(formatted).collect()
    };
    let life = of(&keys, "apikey_a");
    assert_eq!(
        life[..5],
        [
            "- listed: status `active`, workspace `Production` [keys.json:2]",
            "2026-06-01T00:00:00Z created by `ana@example.com` (`user_1`), according to the list [keys.json:2]",
            "2026-07-01 first use on record [usage.csv:2]",
            "2026-07-02T10:00:00Z `platform_api_key_updated` by `ana@example.com`: name `old` → `key-a` [feed.jsonl:1]",
            "2026-07-03 last use on record, in workspace `Production` [usage.csv:3]",
        ]
    );
    assert!(life[5].starts_with("- spend in the period: $") && life[5].ends_with("[usage.csv:2]"), "{life:?}");
    let unused = of(&keys, "apikey_b");
    assert!(unused[2].contains("no use on record that certainly belongs to it"), "{unused:?}");
    assert_eq!(
        of(&members, "user_1"),
        [
            "- listed: role `admin`, name `Ana` [users.json:1]",
            "- made key `key-a` (`apikey_a`, status `active`) [keys.json:2]",
            "- made key `key-b` (`apikey_b`, status `archived`) [keys.json:3]",
            "- made key `key-c` (`apikey_c`, status `inactive`) [keys.json:4]",
            "2026-05-01T00:00:00Z joined, according to the list [users.json:1]",
            "2026-07-02T10:00:00Z first event of their own on record: `platform_api_key_updated` [feed.jsonl:1]",
            "2026-07-02T10:00:00Z last activity on record: `platform_api_key_updated` [feed.jsonl:1]",
            "2026-07-02T10:00:00Z `platform_api_key_updated`, as the actor: name `old` → `key-a` [feed.jsonl:1]",
        ]
    );
}

#[test]
fn a_list_that_is_not_there_is_said() {
    let usage = vec![("usage.csv".to_owned(), USAGE.as_bytes().to_vec())];
    let [keys, members] = draw_from(usage, 5, "s").try_into().unwrap();
    assert_eq!((keys.population, keys.items.len()), (0, 0));
    assert_eq!(keys.partial.as_deref(), Some("no export lists API keys"));
    assert_eq!(members.partial.as_deref(), Some("no export lists organization members"));
}
