//! The Console's exports of a fixture, rewritten as the API reports the same.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{Folder, root, tree};

/// A row of a CSV by column.
type Row = BTreeMap<String, String>;

/// A kind of report, and how it is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Console,
    Legacy,
    Analytics,
}

/// An organization's exports.
pub(crate) struct Exports {
    files: BTreeMap<String, Vec<u8>>,
    /// Ids of keys by name, workspace and day: two keys can have one name, one after the other.
    keys: BTreeMap<(String, String, String), String>,
    /// Ids of workspaces by name.
    workspaces: BTreeMap<String, String>,
}

impl Exports {
    pub(crate) fn of(fixture: &str) -> Self {
        let files = tree(&root().join("fixtures").join(fixture));
        let list: Value = serde_json::from_slice(&files["admin-api/workspaces.json"]).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let workspaces = list["data"].as_array().unwrap().iter().map(|w| (text(&w["name"]), text(&w["id"]))).collect();
        let mut exports = Self { files, keys: BTreeMap::new(), workspaces };
        for (_, rows) in exports.console("claude_api_cost") {
            for row in rows.into_iter().filter(|row| !row["api_key_id"].is_empty()) {
                let whose = ["api_key", "workspace", "usage_date_utc"].map(|column| row[column].clone());
                exports.keys.insert(whose.into(), row["api_key_id"].clone());
            }
        }
        exports
    }

    /// The Console's exports of a kind: name and rows.
    fn console(&self, kind: &str) -> Vec<(String, Vec<Row>)> {
        let rows = |bytes: &[u8]| {
            let mut reader = csv::Reader::from_reader(bytes);
            let header = reader.headers().unwrap().clone();
            let row = |record: csv::StringRecord| {
                header.iter().zip(record.iter()).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
            };
            reader.records().map(|record| row(record.unwrap())).collect()
        };
        let of_kind = self.files.iter().filter(|(path, _)| path.starts_with(&format!("console/{kind}")));
        of_kind.map(|(path, bytes)| (path.clone(), rows(bytes))).collect()
    }

    /// The folder with usage and cost written some way; with several ways, all of them.
    pub(crate) fn written(&self, ways: &[Way]) -> Folder {
        let folder = Folder::new();
        for (path, bytes) in self.files.iter().filter(|(path, _)| !path.starts_with("console/")) {
            folder.write(path, bytes);
        }
        for way in ways {
            for (path, bytes) in self.files.iter().filter(|(path, _)| path.starts_with("console/")) {
                match way {
                    Way::Console => folder.write(path, bytes),
                    Way::Legacy => folder.write(&path.replace(".csv", ".json"), self.json(path, *way).as_bytes()),
                    Way::Analytics => {
                        let path = path.replace("console/", "analytics/").replace(".csv", ".json");
                        folder.write(
                            &path,
                            self.json(&path.replace("analytics/", "console/").replace(".json", ".csv"), *way)
                                .as_bytes(),
                        );
                    }
                }
            }
        }
        folder
    }

    fn json(&self, path: &str, way: Way) -> String {
        let is_usage = path.starts_with("console/claude_api_tokens");
        let kind = if is_usage { "claude_api_tokens" } else { "claude_api_cost" };
        let (_, rows) = self.console(kind).into_iter().find(|(other, _)| other == path).unwrap();
        let mut buckets: BTreeMap<(String, String), Vec<Value>> = BTreeMap::new();
        for row in &rows {
            let result = if is_usage { self.usage(row, way) } else { self.cost(row, way) };
            buckets.entry(span(&row["usage_date_utc"])).or_default().push(result);
        }
        let data: Vec<Value> = match way {
            Way::Analytics => {
                let name = if is_usage { "usage" } else { "cost" };
                let row = |(start, end): &(String, String), result: Value| json!({"starting_at": start, "ending_at": end, "group": result["group"], name: result["measures"]});
                buckets
                    .into_iter()
                    .flat_map(|(span, results)| results.into_iter().map(move |r| row(&span, r)))
                    .collect()
            }
            _ => {
                let of = |results: Vec<Value>| if is_usage { results } else { by_workspace(results) };
                let bucket =
                    |((start, end), results)| json!({"starting_at": start, "ending_at": end, "results": of(results)});
                buckets.into_iter().map(bucket).collect()
            }
        };
        json!({"data": data, "has_more": false, "next_page": null}).to_string()
    }

    fn group(&self, row: &Row, way: Way) -> Value {
        let workspace = &row["workspace"];
        let whose = ["api_key", "workspace", "usage_date_utc"].map(|column| row[column].clone());
        let stated = row.get("api_key_id").filter(|id| !id.is_empty());
        let key = stated.or_else(|| self.keys.get(&whose.into()));
        let is_default = workspace == "Default" && way == Way::Legacy;
        let words = |cell: &str| (!cell.is_empty() && cell != "--").then(|| cell.to_owned());
        json!({
            "api_key_id": key,
            "workspace_id": self.workspaces.get(workspace).filter(|_| !is_default),
            "service_tier": words(&row["usage_type"]).map(|word| word.replace("message", "standard")),
            "context_window": words(&row["context_window"]).map(|_| "0-200k"),
            "inference_geo": words(&row["inference_geo"]),
        })
    }

    fn usage(&self, row: &Row, way: Way) -> Value {
        let mut group = self.group(row, way);
        group["model"] = json!(row["model_version"]);
        let count = |name: &str| row[name].parse::<u64>().unwrap();
        let measures = json!({
            "uncached_input_tokens": count("usage_input_tokens_no_cache"),
            "cache_creation": {
                "ephemeral_5m_input_tokens": count("usage_input_tokens_cache_write_5m"),
                "ephemeral_1h_input_tokens": count("usage_input_tokens_cache_write_1h"),
            },
            "cache_read_input_tokens": count("usage_input_tokens_cache_read"),
            "output_tokens": count("usage_output_tokens"),
            "server_tool_use": {"web_search_requests": count("web_search_count")},
        });
        written(group, measures, way)
    }

    fn cost(&self, row: &Row, way: Way) -> Value {
        let mut group = self.group(row, way);
        let models = [
            ("Claude Sonnet 4.6", "claude-sonnet-4-6"),
            ("Claude Haiku 4.5", "claude-haiku-4-5-20251001"),
            ("Claude Opus 4.8", "claude-opus-4-8"),
            ("Claude Opus 4.1", "claude-opus-4-1-20250805"),
        ];
        let types = [
            ("input_no_cache", "uncached_input_tokens"),
            ("input_cache_write_5m", "cache_creation.ephemeral_5m_input_tokens"),
            ("input_cache_write_1h", "cache_creation.ephemeral_1h_input_tokens"),
            ("input_cache_read", "cache_read_input_tokens"),
            ("output", "output_tokens"),
        ];
        let word = |words: &[(&str, &str)], cell: &str| {
            let known = words.iter().find(|(word, _)| *word == cell).map(|(_, api)| (*api).to_owned());
            assert!(known.is_some() || cell == "--", "{cell}");
            known
        };
        group["model"] = json!(word(&models, &row["model"]));
        group["token_type"] = json!(word(&types, &row["token_type"]));
        group["cost_type"] = json!(row["cost_type"].replace("token", "tokens"));
        let cents = row["cost_usd"].replace('.', "");
        written(group, json!({"amount": cents, "currency": "USD"}), way)
    }
}

/// A result of the older reports is group and measures in one object.
fn written(group: Value, measures: Value, way: Way) -> Value {
    if way == Way::Analytics {
        return json!({"group": group, "measures": measures});
    }
    let mut result = group.as_object().unwrap().clone();
    result.extend(measures.as_object().unwrap().clone());
    Value::Object(result)
}

/// The older cost report knows no keys: results that differ by nothing else are one.
fn by_workspace(results: Vec<Value>) -> Vec<Value> {
    let mut sums: BTreeMap<String, (Value, u64)> = BTreeMap::new();
    for mut result in results {
        result["api_key_id"] = Value::Null;
        let cents: u64 = result["amount"].as_str().unwrap().parse().unwrap();
        result["amount"] = Value::Null;
        sums.entry(result.to_string()).or_insert((result, 0)).1 += cents;
    }
    let sum = |(mut result, cents): (Value, u64)| {
        result["amount"] = json!(format!("{cents}.000"));
        result
    };
    sums.into_values().map(sum).collect()
}

/// `2026-07-01` or `2026-07-01 04:00` as a bucket.
fn span(date: &str) -> (String, String) {
    let day: chrono::NaiveDate = date[..10].parse().unwrap();
    let start = match date.get(11..13) {
        Some(hour) => day.and_hms_opt(hour.parse().unwrap(), 0, 0).unwrap(),
        None => day.and_hms_opt(0, 0, 0).unwrap(),
    };
    let end = start + if date.len() > 10 { chrono::Duration::hours(1) } else { chrono::Duration::days(1) };
    let stamp = |at: chrono::NaiveDateTime| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    (stamp(start), stamp(end))
}
