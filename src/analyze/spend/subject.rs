//! Whose money a finding is about, and in which rows it stands.

use super::series::Entity;
use crate::analyze::Context;
use crate::facts::{SpendRow, TokenUse, sum_of};
use crate::model::{Evidence, Money, Subject, SubjectKind};

/// Contributors that are named.
const NAMED: usize = 4;
/// Rows that are quoted as evidence.
const QUOTED: usize = 5;

impl Entity {
    /// As the subject of a finding; a key by its id where use or a list tells it.
    pub(super) fn subject(&self, cx: &Context) -> Subject {
        let lists = &cx.facts.lists;
        match self {
            Self::Organization => Subject::organization(),
            Self::Model(model) => Subject {
                kind: SubjectKind::Model,
                id: Some(model.clone()),
                name: Some(model.clone()),
                workspace: None,
            },
            Self::Workspace(name) => {
                let id = lists
                    .workspaces
                    .iter()
                    .find(|workspace| workspace.name == *name)
                    .map(|workspace| workspace.id.clone());
                Subject { kind: SubjectKind::Workspace, id, name: Some(name.clone()), workspace: Some(name.clone()) }
            }
            Self::Key { workspace, key } => {
                let stated = self.rows(&cx.facts.spend.series).find_map(|row| row.key_id.as_deref().map(str::to_owned));
                let named: Vec<_> = lists.keys.iter().filter(|listed| listed.name == *key).collect();
                let same_workspace =
                    named.iter().filter(|listed| lists.workspace_name(listed) == Some(workspace.as_str()));
                let ids: Vec<String> = if named.len() == 1 {
                    named.iter().map(|k| k.id.clone()).collect()
                } else {
                    same_workspace.map(|k| k.id.clone()).collect()
                };
                let by_name = ids.first().filter(|_| ids.len() == 1).cloned();
                let name = (!key.is_empty()).then(|| key.clone());
                Subject { kind: SubjectKind::ApiKey, id: stated.or(by_name), name, workspace: Some(workspace.clone()) }
            }
        }
    }
}

/// `key a $3.00, key b $2.00 and 4 more`: largest first.
pub(super) fn ranked(parts: impl IntoIterator<Item = (String, Money)>) -> String {
    let mut parts: Vec<(String, Money)> = parts.into_iter().filter(|(_, amount)| *amount > Money::ZERO).collect();
    parts.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    let named: Vec<String> =
        parts.iter().take(NAMED).map(|(name, amount)| format!("{name} ${}", amount.to_grouped())).collect();
    let more = parts.len().saturating_sub(NAMED);
    if more > 0 { format!("{} and {more} more", named.join(", ")) } else { named.join(", ") }
}

/// What a key of a row is called.
pub(super) fn key_label(workspace: &str, key: &str) -> String {
    Entity::Key { workspace: workspace.to_owned(), key: key.to_owned() }.label()
}

/// The largest rows of spend as evidence.
pub(super) fn largest_rows<'a>(cx: &Context, rows: impl IntoIterator<Item = &'a SpendRow>) -> Vec<Evidence> {
    let mut rows: Vec<&SpendRow> = rows.into_iter().collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.amount), row.source));
    rows.into_iter().take(QUOTED).map(|row| row.evidence(cx.data)).collect()
}

/// The largest uses as evidence, by tokens.
pub(super) fn largest_uses(cx: &Context, uses: &[&TokenUse]) -> Vec<Evidence> {
    let mut uses = uses.to_vec();
    uses.sort_by_key(|one| (std::cmp::Reverse(one.total()), one.source));
    let record = |one: &TokenUse| {
        let whose = key_label(&one.workspace, &one.key);
        let of = sum_of(one.rows, one.source).map_or_else(String::new, |of| format!(", {of}"));
        let record = format!("{} {whose}, {}: {} tokens{of}", one.day, one.model, one.total());
        one.source.evidence(cx.data, record)
    };
    uses.into_iter().take(QUOTED).map(record).collect()
}
