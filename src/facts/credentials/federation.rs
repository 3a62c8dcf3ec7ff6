//! Federation: issuers of outside tokens, and the rules that turn such a token into a service account.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{DateTime, Utc};

use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Table};

/// A listed issuer of outside tokens.
#[derive(Clone, Debug)]
pub struct FederationIssuer {
    /// `fdis_…`
    pub id: String,
    /// Name; the id where the list has none.
    pub name: String,
    /// Whether a token may be used once only; none where the list does not say.
    pub check_jti: Option<bool>,
    /// How long a token of it may be valid, in seconds.
    pub longest_token_seconds: Option<i64>,
    /// Since when its signing keys are not fetched any more.
    pub polling_disabled_at: Option<DateTime<Utc>>,
    /// When it was archived: its rules then turn no token into access.
    pub archived_at: Option<DateTime<Utc>>,
    /// Where it stands.
    pub source: Source,
}

/// A listed federation rule.
#[derive(Clone, Debug)]
pub struct FederationRule {
    /// `fdrl_…`
    pub id: String,
    /// Name; the id where the list has none.
    pub name: String,
    /// The issuer whose tokens it accepts.
    pub issuer_id: Option<String>,
    /// What its tokens act as: `service_account`, as exported.
    pub target_type: Option<String>,
    /// Its id.
    pub target_id: Option<String>,
    /// OAuth scopes of its tokens; none where the list does not say.
    pub scopes: Option<Vec<String>>,
    /// Whether it is enabled for every workspace, those of tomorrow included; none where the list does not say.
    pub all_workspaces: Option<bool>,
    /// Workspaces that it is enabled for, by the rule's record and by the list of its workspaces, each once.
    pub workspaces: Vec<String>,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
    /// When it was archived.
    pub archived_at: Option<DateTime<Utc>>,
    /// Who made it.
    pub creator_id: Option<String>,
    /// Where it stands.
    pub source: Source,
}

/// Workspaces of rules that a list of their own gives.
#[derive(Clone, Debug, Default)]
pub(super) struct RuleWorkspaces {
    by_rule: BTreeMap<String, Vec<String>>,
    /// Names by id, as far as it states them.
    pub(super) names: BTreeMap<String, String>,
}

pub(super) fn issuers(data: &Dataset) -> Result<Vec<FederationIssuer>> {
    let Some(frame) = data.frame(Table::FederationIssuers) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (id, name, check_jti) = (rows.text("id")?, rows.text("name")?, rows.flag("check_jti")?);
    let longest = rows.integer("longest_token_seconds")?;
    let (polling, archived) = (rows.instant("polling_disabled_at")?, rows.instant("archived_at")?);
    let issuer = |row| {
        let own = id.get(row).unwrap_or_default().to_owned();
        FederationIssuer {
            name: name.get(row).unwrap_or(&own).to_owned(),
            id: own,
            check_jti: check_jti.get(row),
            longest_token_seconds: longest.get(row),
            polling_disabled_at: polling.get(row),
            archived_at: archived.get(row),
            source: rows.source(row),
        }
    };
    Ok((0..rows.len()).map(issuer).collect())
}

pub(super) fn rule_workspaces(data: &Dataset) -> Result<RuleWorkspaces> {
    let mut all = RuleWorkspaces::default();
    let Some(frame) = data.frame(Table::FederationRuleWorkspaces) else { return Ok(all) };
    let rows = Rows::of(frame)?;
    let (rule, workspace, name) = (rows.text("rule_id")?, rows.text("workspace_id")?, rows.text("workspace_name")?);
    for row in 0..rows.len() {
        let (Some(rule), Some(workspace)) = (rule.get(row), workspace.get(row)) else { continue };
        all.by_rule.entry(rule.to_owned()).or_default().push(workspace.to_owned());
        if let Some(name) = name.get(row) {
            all.names.insert(workspace.to_owned(), name.to_owned());
        }
    }
    Ok(all)
}

pub(super) fn rules(data: &Dataset, own_list: &RuleWorkspaces) -> Result<Vec<FederationRule>> {
    let Some(frame) = data.frame(Table::FederationRules) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (id, name, issuer) = (rows.text("id")?, rows.text("name")?, rows.text("issuer_id")?);
    let (target_type, target_id) = (rows.text("target_type")?, rows.text("target_id")?);
    let (scope, workspaces) = (rows.text("oauth_scope")?, rows.text("workspace_ids")?);
    let (everywhere, creator) = (rows.flag("all_workspaces")?, rows.text("creator_id")?);
    let (created, archived) = (rows.instant("created_at")?, rows.instant("archived_at")?);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let rule = |row| {
        let own = id.get(row).unwrap_or_default().to_owned();
        let stated = workspaces.get(row).and_then(|list| serde_json::from_str::<Vec<String>>(list).ok());
        let mut enabled = stated.unwrap_or_default();
        enabled.extend(own_list.by_rule.get(&own).into_iter().flatten().cloned());
        enabled.sort();
        enabled.dedup();
        FederationRule {
            name: name.get(row).unwrap_or(&own).to_owned(),
            id: own,
            issuer_id: owned(issuer.get(row)),
            target_type: owned(target_type.get(row)),
            target_id: owned(target_id.get(row)),
            scopes: scope.get(row).map(|scopes| scopes.split_whitespace().map(str::to_owned).collect()),
            all_workspaces: everywhere.get(row),
            workspaces: enabled,
            created_at: created.get(row),
            archived_at: archived.get(row),
            creator_id: owned(creator.get(row)),
            source: rows.source(row),
        }
    };
    Ok((0..rows.len()).map(rule).collect())
}
