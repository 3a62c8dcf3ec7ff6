//! Holds an event against the table of facts: unknown attributes, missing ones, wrong types, values and captions.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

const FACTS: &str = include_str!("../facts.tsv");

struct Fact {
    kind: &'static str,
    requirement: &'static str,
    /// Values with their captions; empty where every value of the type will do.
    values: BTreeMap<i64, &'static str>,
}

#[derive(Default)]
struct Shape {
    facts: BTreeMap<&'static str, Fact>,
    one_of: Vec<&'static str>,
}

/// The classes and objects of the schema, as far as they are written.
pub(super) struct Schema(BTreeMap<&'static str, Shape>);

impl Schema {
    pub(super) fn read() -> Self {
        let mut shapes: BTreeMap<&str, Shape> = BTreeMap::new();
        for line in FACTS.lines().filter(|line| !line.starts_with('#')) {
            let [shape, name, kind, requirement, values] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{line}");
            };
            let shape = shapes.entry(shape).or_default();
            if name == "one of" {
                shape.one_of = kind.split(", ").collect();
                continue;
            }
            let values = values.split(", ").filter_map(|one| one.split_once('='));
            let values = values.map(|(id, caption)| (id.parse().unwrap(), caption)).collect();
            shape.facts.insert(name, Fact { kind, requirement, values });
        }
        Self(shapes)
    }

    /// What is wrong with an event; nothing where it fits.
    pub(super) fn faults(&self, event: &Value) -> Vec<String> {
        let class = match event["class_uid"].as_i64() {
            Some(2003) => "compliance_finding",
            Some(2004) => "detection_finding",
            Some(2008) => "iam_analysis_finding",
            other => return vec![format!("class {other:?}")],
        };
        let profiles: Vec<&str> =
            event["metadata"]["profiles"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let mut faults = Vec::new();
        self.object(class, class, event, &profiles, &mut faults);
        let ids = ["class_uid", "activity_id", "type_uid"].map(|name| event[name].as_i64().unwrap_or_default());
        if ids[0] * 100 + ids[1] != ids[2] {
            faults.push(format!("type_uid {ids:?}"));
        }
        faults
    }

    fn object(&self, path: &str, shape: &str, value: &Value, profiles: &[&str], faults: &mut Vec<String>) {
        let Some(all) = value.as_object() else { return faults.push(format!("{path}: no object")) };
        let Some(shape) = self.0.get(shape) else { return faults.push(format!("{path}: no facts about {shape}")) };
        for (name, fact) in &shape.facts {
            let missing = fact.requirement == "required" && !all.contains_key(*name);
            let profile = fact.requirement.strip_prefix("profile ");
            if missing || profile.is_some_and(|one| all.contains_key(*name) && !profiles.contains(&one)) {
                faults.push(format!("{path}.{name}: {}", fact.requirement));
            }
        }
        if !shape.one_of.is_empty() && !shape.one_of.iter().any(|name| all.contains_key(*name)) {
            faults.push(format!("{path}: none of {:?}", shape.one_of));
        }
        for (name, value) in all {
            let path = format!("{path}.{name}");
            let Some(fact) = shape.facts.get(name.as_str()) else {
                faults.push(format!("{path}: unknown"));
                continue;
            };
            self.attribute(&path, fact, value, profiles, faults);
            captioned(&path, name, fact, all, faults);
        }
    }

    fn attribute(&self, path: &str, fact: &Fact, value: &Value, profiles: &[&str], faults: &mut Vec<String>) {
        let (kind, values): (&str, Vec<&Value>) = match fact.kind.strip_suffix(" list") {
            Some(kind) => (kind, value.as_array().into_iter().flatten().collect()),
            None => (fact.kind, vec![value]),
        };
        if fact.kind.ends_with(" list") && !value.is_array() {
            faults.push(format!("{path}: no list"));
        }
        for value in values {
            let fits = match kind {
                "integer" => value.as_i64().is_some_and(|id| fact.values.is_empty() || fact.values.contains_key(&id)),
                // Between 2020 and 2100: seconds or microseconds are neither.
                "milliseconds" => value.as_i64().is_some_and(|at| (1_577_836_800_000..4_102_444_800_000).contains(&at)),
                "text" => value.as_str().is_some_and(|text| !text.is_empty()),
                "hash" => value.as_str().is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit())),
                "boolean" => value.is_boolean(),
                "object" => value.is_object(),
                "any" => true,
                other => {
                    self.object(path, other.strip_prefix("object ").unwrap_or(other), value, profiles, faults);
                    true
                }
            };
            if !fits {
                faults.push(format!("{path}: {value} is no {kind}"));
            }
        }
    }
}

/// The caption beside an id (`status` beside `status_id`) is the schema's; a value of 99 has a word of the source's.
fn captioned(path: &str, name: &str, fact: &Fact, all: &Map<String, Value>, faults: &mut Vec<String>) {
    let Some(sibling) = name.strip_suffix("_id").or_else(|| name.strip_suffix("_uid")) else { return };
    let sibling = all.get(sibling).or_else(|| all.get(&format!("{sibling}_name"))).and_then(Value::as_str);
    let caption = all[name].as_i64().filter(|id| *id != 99).and_then(|id| fact.values.get(&id));
    if let (Some(written), Some(caption)) = (sibling, caption)
        && written != *caption
    {
        faults.push(format!("{path}: {written} instead of {caption}"));
    }
}
