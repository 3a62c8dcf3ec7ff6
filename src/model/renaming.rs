//! What the activity feed says of names: exports state a key or a workspace by the name it had on the day of the export.

use serde_json::Value;

/// The feed's type for a change of a Console key; `updates[]` holds `{type: name|status|workspace, previous_value, current_value}`.
pub const KEY_UPDATED: &str = "platform_api_key_updated";
/// The same for a workspace.
pub const WORKSPACE_UPDATED: &str = "platform_workspace_updated";

/// What has names that change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// An API key.
    Key,
    /// A workspace.
    Workspace,
}

/// One change of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renaming {
    /// What was renamed.
    pub what: Named,
    /// Its id.
    pub id: String,
    /// Its name until then.
    pub former: String,
    /// Its name from then on.
    pub current: String,
}

impl Renaming {
    /// The changes of names that an event states: its type, and its other fields as JSON.
    #[must_use]
    pub fn of_event(event: &str, details: &str) -> Vec<Self> {
        let (what, id) = match event {
            KEY_UPDATED => (Named::Key, "api_key_id"),
            WORKSPACE_UPDATED => (Named::Workspace, "workspace_id"),
            _ => return Vec::new(),
        };
        let Ok(details) = serde_json::from_str::<Value>(details) else { return Vec::new() };
        let Some(id) = details.get(id).and_then(Value::as_str) else { return Vec::new() };
        let updates = details.get("updates").and_then(Value::as_array).into_iter().flatten();
        let renaming = |update: &Value| {
            let text = |field: &str| update.get(field).and_then(Value::as_str).map(str::to_owned);
            let (former, current) = (text("previous_value")?, text("current_value")?);
            let is_name = update.get("type").and_then(Value::as_str) == Some("name") && former != current;
            is_name.then(|| Self { what, id: id.to_owned(), former, current })
        };
        updates.filter_map(renaming).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_keys_and_workspaces() {
        let details = r#"{"workspace_id":"wrkspc_1","updates":[
            {"type":"color","previous_value":"red","current_value":"blue"},
            {"type":"name","previous_value":"A","current_value":"B"},
            {"type":"name","previous_value":"B","current_value":"B"},
            {"type":"name","previous_value":null,"current_value":"C"}]}"#;
        let found = Renaming::of_event(WORKSPACE_UPDATED, details);
        let [one] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((one.what, &*one.id, &*one.former, &*one.current), (Named::Workspace, "wrkspc_1", "A", "B"));
        for (event, details) in [(KEY_UPDATED, details), ("platform_workspace_created", details), (KEY_UPDATED, "{")] {
            assert_eq!(Renaming::of_event(event, details), []);
        }
    }
}
