//! Service accounts as typed values.

use anyhow::Result;
use chrono::{DateTime, Utc};

use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Table};

/// A listed service account: an identity without a person.
#[derive(Clone, Debug)]
pub struct ServiceAccount {
    /// `svac_…`
    pub id: String,
    /// Name; the id where the list has none.
    pub name: String,
    /// Role in the organization, verbatim.
    pub role: Option<String>,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
    /// When it was archived.
    pub archived_at: Option<DateTime<Utc>>,
    /// Who made it: `user_…` or `svac_…`.
    pub creator_id: Option<String>,
    /// Where it stands.
    pub source: Source,
}

pub(super) fn read(data: &Dataset) -> Result<Vec<ServiceAccount>> {
    let Some(frame) = data.frame(Table::ServiceAccounts) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (id, name, role, creator) =
        (rows.text("id")?, rows.text("name")?, rows.text("role")?, rows.text("creator_id")?);
    let (created_at, archived_at) = (rows.instant("created_at")?, rows.instant("archived_at")?);
    let account = |row| {
        let own = id.get(row).unwrap_or_default().to_owned();
        ServiceAccount {
            name: name.get(row).unwrap_or(&own).to_owned(),
            id: own,
            role: role.get(row).map(str::to_owned),
            created_at: created_at.get(row),
            archived_at: archived_at.get(row),
            creator_id: creator.get(row).map(str::to_owned),
            source: rows.source(row),
        }
    };
    Ok((0..rows.len()).map(account).collect())
}
