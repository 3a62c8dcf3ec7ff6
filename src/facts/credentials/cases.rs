//! Cases that the provider opened about messages of the organization.

use anyhow::Result;
use chrono::{DateTime, Utc};

use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Table};

/// A listed case.
#[derive(Clone, Debug)]
pub struct ReviewCase {
    /// `rvc_…`
    pub id: String,
    /// `open` or `closed`, as exported.
    pub status: Option<String>,
    /// Why the messages were flagged: `compromised_key`, `fraud`, …; none where the record does not say.
    pub categories: Option<Vec<String>>,
    /// What the provider did before it sent the case.
    pub enforcement: Option<String>,
    /// The workspace that sent the messages.
    pub workspace_id: Option<String>,
    /// When the case was sent; the time to answer starts then.
    pub created_at: Option<DateTime<Utc>>,
    /// Until when an answer is asked for, where the record says.
    pub respond_by: Option<DateTime<Utc>>,
    /// Where it stands.
    pub source: Source,
}

pub(super) fn read(data: &Dataset) -> Result<Vec<ReviewCase>> {
    let Some(frame) = data.frame(Table::ReviewCases) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (id, status, categories) = (rows.text("id")?, rows.text("status")?, rows.text("categories")?);
    let (enforcement, workspace) = (rows.text("enforcement")?, rows.text("workspace_id")?);
    let (created, respond_by) = (rows.instant("created_at")?, rows.instant("respond_by")?);
    let case = |row| ReviewCase {
        id: id.get(row).unwrap_or_default().to_owned(),
        status: status.get(row).map(str::to_owned),
        categories: categories.get(row).and_then(|list| serde_json::from_str(list).ok()),
        enforcement: enforcement.get(row).map(str::to_owned),
        workspace_id: workspace.get(row).map(str::to_owned),
        created_at: created.get(row),
        respond_by: respond_by.get(row),
        source: rows.source(row),
    };
    Ok((0..rows.len()).map(case).collect())
}
