//! Records without what people wrote.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// Fields that hold what people wrote: chats, their memory, documents of projects.
const CONTENT: [&str; 5] = ["chat_messages", "messages", "conversations_memory", "docs", "prompt_template"];

/// A record as its kind is determined from it. Of one that holds what people wrote only the names of its fields are kept.
pub(super) fn without_content(text: &[u8]) -> Option<Map<String, Value>> {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_slice(text).ok()?;
    let private = CONTENT.iter().any(|field| fields.contains_key(*field));
    let value = |raw: &RawValue| if private { Some(Value::Null) } else { serde_json::from_str(raw.get()).ok() };
    fields.into_iter().map(|(name, raw)| Some((name, value(raw)?))).collect()
}
