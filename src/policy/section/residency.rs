//! `[residency]`: where inference may run.

use std::collections::BTreeMap;

use super::{Cell, Policy, Result, of_workspace};
use crate::policy::shape::{Field, Kind, may};

/// The section `[residency]`.
#[derive(Clone, Debug, Default)]
pub(in crate::policy) struct Residency {
    geos: Option<Vec<String>>,
    workspaces: BTreeMap<String, Vec<String>>,
}

pub(super) fn fields() -> Vec<Field> {
    vec![
        may("geos", Kind::SomeTexts, "Values of inference_geo that are allowed."),
        may("workspaces", Kind::Map(&Kind::SomeTexts), "What counts instead for a workspace, by its name or id."),
    ]
}

pub(super) fn read(section: &Cell<'_>, policy: &mut Policy) -> Result<()> {
    for entry in section.entries()? {
        match entry.key {
            "geos" => policy.residency.geos = Some(geos(&entry.cell)?),
            "workspaces" => {
                for workspace in entry.cell.entries()? {
                    policy.residency.workspaces.insert(workspace.name()?, geos(&workspace.cell)?);
                }
            }
            _ => return Err(entry.unknown()),
        }
    }
    Ok(())
}

/// Lower case, as exports write them.
fn geos(list: &Cell<'_>) -> Result<Vec<String>> {
    let texts = list.some_texts()?;
    Ok(texts.into_iter().map(|(text, _)| text.trim().to_lowercase()).collect())
}

impl Policy {
    /// Values of `inference_geo` that are allowed, lower case; none where the policy does not say.
    #[must_use]
    pub fn approved_geos(&self) -> Option<&[String]> {
        self.residency.geos.as_deref()
    }

    /// What `[residency.workspaces]` allows one workspace, by id, else by name, exactly as written; it replaces what
    /// [`Policy::approved_geos`] allows all. None where the policy does not name the workspace.
    #[must_use]
    pub fn geos_of_workspace(&self, name: &str, id: Option<&str>) -> Option<&[String]> {
        of_workspace(&self.residency.workspaces, name, id).map(Vec::as_slice)
    }

    /// The workspaces that `[residency.workspaces]` names, by name or id, with what it allows each.
    pub fn workspaces_with_geos(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.residency.workspaces.iter().map(|(name, geos)| (name.as_str(), geos.as_slice()))
    }
}
