//! Usage and cost that call a workspace by its id, or in other letters, where the Console writes its name.
//!
//! A table that was joined with another one, or saved by a tool that makes small letters, names the same workspace otherwise: beside the
//! original it would be another workspace, and count a second time. The list of workspaces says who is meant.

use std::collections::{BTreeMap, BTreeSet};

use super::merge::FileRows;
use super::values::{NO_TEXT, Values, intern};
use crate::model::Table;

/// What is said of a file whose workspaces are named by the list.
const NOTE: &str =
    "workspaces that stand by their id, or in other letters, are read by the name that the list of workspaces has";

/// The names that are listed, and what else means one of them alone.
struct Listed {
    names: BTreeSet<String>,
    meant: BTreeMap<String, String>,
}

impl Listed {
    fn of(parts: &[FileRows]) -> Self {
        let mut by_word: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut names = BTreeSet::new();
        for part in parts {
            let column = |name: &str| part.batch.table.position(name);
            let (Some(id), Some(name)) = (column("id"), column("name")) else { continue };
            for row in 0..part.batch.rows() {
                let (Some(id), Some(name)) = (part.batch.text(id, row), part.batch.text(name, row)) else { continue };
                by_word.entry(id.to_owned()).or_default().insert(name.to_owned());
                by_word.entry(name.to_lowercase()).or_default().insert(name.to_owned());
                names.insert(name.to_owned());
            }
        }
        // What means two is left as it is written: two names that differ in letters only, or one id with two names of two days.
        let one = |(word, mut names): (String, BTreeSet<String>)| {
            let name = names.pop_first()?;
            names.is_empty().then_some((word, name))
        };
        Self { names, meant: by_word.into_iter().filter_map(one).collect() }
    }

    /// The listed name that is written otherwise.
    fn name(&self, written: &str) -> Option<&str> {
        let of = |word: &str| self.meant.get(word).map(String::as_str);
        if self.names.contains(written) { None } else { of(written).or_else(|| of(&written.to_lowercase())) }
    }
}

/// Names the workspaces of usage and cost as they are listed.
pub(super) fn name(tables: &mut BTreeMap<Table, Vec<FileRows>>) {
    let listed = Listed::of(tables.get(&Table::Workspaces).map_or(&[][..], Vec::as_slice));
    if listed.names.is_empty() {
        return;
    }
    for table in [Table::Usage, Table::Cost] {
        tables.get_mut(&table).into_iter().flatten().for_each(|part| name_in(part, &listed));
    }
}

fn name_in(part: &mut FileRows, listed: &Listed) {
    let batch = &mut part.batch;
    let Some(column) = batch.table.position("workspace_name") else { return };
    let mut codes: BTreeMap<u32, u32> = BTreeMap::new();
    if let Values::Text(written) = &batch.values[column] {
        let all: BTreeSet<u32> = written.iter().copied().filter(|code| *code != NO_TEXT).collect();
        for code in all {
            let Some(text) = batch.texts.get_index(code as usize) else { continue };
            let Some(name) = listed.name(text) else { continue };
            codes.insert(code, intern(&mut batch.texts, name));
        }
    }
    if codes.is_empty() {
        return;
    }
    if let Values::Text(written) = &mut batch.values[column] {
        written.iter_mut().for_each(|code| *code = codes.get(code).copied().unwrap_or(*code));
    }
    batch.note(NOTE);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::{Dataset, Table};

    fn list(of: &[(&str, &str)]) -> String {
        let one = |(id, name): &(&str, &str)| json!({"id": id, "type": "workspace", "name": name, "created_at": "2025-01-01T00:00:00Z", "archived_at": null, "display_color": "#000000"});
        json!({"data": of.iter().map(one).collect::<Vec<_>>(), "has_more": false}).to_string()
    }

    fn usage(workspace: &str) -> String {
        let header = "usage_date_utc,model_version,api_key,workspace,usage_input_tokens_no_cache,usage_output_tokens\n";
        (1..6).fold(header.to_owned(), |text, day| {
            text + &format!("2026-07-0{day},claude-sonnet-4-6,k,{workspace},1{day}0,2\n")
        })
    }

    fn cost(workspace: &str) -> String {
        let header = "usage_date_utc,model,api_key,workspace,token_type,cost_usd\n";
        (1..6).fold(header.to_owned(), |text, day| {
            text + &format!("2026-07-0{day},Claude Sonnet 4.6,k,{workspace},output,{day}.25\n")
        })
    }

    fn load(files: &[(&str, String)]) -> Dataset {
        load_bytes(files.iter().map(|(name, text)| ((*name).to_owned(), text.clone().into_bytes())).collect()).unwrap()
    }

    const LISTED: [(&str, &str); 2] = [("wrkspc_01A", "Production"), ("wrkspc_01B", "Staging")];

    /// Fault: A copy of a month whose column of workspaces held ids, or names in small letters, was of another workspace: it counted twice, and every key was shared between the two
    /// Outcome: The list of workspaces says who is meant; what it does not have, or has twice, stays as it is written
    #[test]
    fn ids_and_other_letters_mean_the_listed_workspace() {
        for (table, write) in [(Table::Usage, usage as fn(&str) -> String), (Table::Cost, cost)] {
            for written in ["wrkspc_01A", "production", "PRODUCTION", "Production"] {
                let alone = load(&[("w.json", list(&LISTED)), ("a.csv", write(written))]);
                assert!(
                    table_rows(&alone, table, &["workspace_name"]).iter().all(|name| name == "Production"),
                    "{written}"
                );
                let both =
                    load(&[("w.json", list(&LISTED)), ("a.csv", write(written)), ("b.csv", write("Production"))]);
                let accepted: u64 = both.inputs.iter().filter(|one| one.path != "w.json").map(|one| one.accepted).sum();
                assert_eq!(accepted, 5, "{written}, beside the original");
                let other = load(&[("w.json", list(&LISTED)), ("a.csv", write(written)), ("b.csv", write("Staging"))]);
                let names = table_rows(&other, table, &["workspace_name", "counted"]);
                assert_eq!(
                    names.iter().filter(|row| *row == "Staging true").count(),
                    5,
                    "another workspace: {names:?}"
                );
            }
            for (written, listed) in [
                ("wrkspc_01Z", list(&LISTED)),
                ("Prod EU", list(&LISTED)),
                ("wrkspc_01A", list(&[("wrkspc_01A", "Production"), ("wrkspc_01A", "Prod EU")])),
                ("PRODUCTION", list(&[("wrkspc_01A", "Production"), ("wrkspc_01B", "production")])),
                ("production", list(&[("wrkspc_01A", "Production"), ("wrkspc_01B", "production")])),
                ("wrkspc_01A", "".to_owned()),
            ] {
                let data = load(&[("w.json", listed), ("a.csv", write(written))]);
                assert!(table_rows(&data, table, &["workspace_name"]).iter().all(|name| name == written), "{written}");
            }
        }
    }
}
