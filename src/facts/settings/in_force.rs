//! The settings of the organization as they are in force on the day of their export.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use serde_json::Value;

use super::value::{self, Lasts};
use crate::data::settings::{SettingKind, setting_kind};
use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Retention, Table};

/// One setting of one organization.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The organization's id; the Admin API does not state it.
    pub organization: Option<String>,
    /// Its name.
    pub name: String,
    /// Whether two exports, of which none is known to be the newer, give it different values.
    pub is_contested: bool,
    /// Where it stands.
    pub source: Source,
    /// Its value; JSON null where the export leaves it open.
    value: Value,
}

/// Longest text of a value that is shown.
const SHOWN: usize = 80;

impl Setting {
    /// Whether it is on; nothing where its value does not say so in any known way.
    #[must_use]
    pub fn flag(&self) -> Option<bool> {
        value::flag(&self.value)
    }

    /// How long it lasts; a bare number counts seconds.
    #[must_use]
    pub fn lasts(&self) -> Option<Lasts> {
        value::lasts(&self.value)
    }

    /// Its entries, trimmed.
    #[must_use]
    pub fn list(&self) -> Option<Vec<String>> {
        value::list(&self.value)
    }

    /// Its word, in lower case with underscores.
    #[must_use]
    pub fn word(&self) -> Option<String> {
        value::word(&self.value)
    }

    /// Its text as it stands.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.value.as_str()
    }

    /// Its number.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        value::number(&self.value)
    }

    /// Retention by kind of data.
    #[must_use]
    pub fn retention(&self) -> Option<BTreeMap<String, Retention>> {
        value::retention(&self.value)
    }

    /// Whether it has no value: the documentation gives null a meaning for limits and texts only.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.value.is_null()
    }

    /// Whether its value can be read as what a setting of its name holds; nothing where no documentation names it.
    #[must_use]
    pub fn is_understood(&self) -> Option<bool> {
        Some(match setting_kind(&self.name)? {
            SettingKind::Flag => self.flag().is_some(),
            SettingKind::Seconds => self.lasts().is_some(),
            SettingKind::List => self.list().is_some(),
            SettingKind::Mode => value::mode(&self.value).is_some(),
            SettingKind::Retention => self.retention().is_some(),
            SettingKind::Text => self.is_null() || self.value.is_string(),
        })
    }

    /// The way in which members are provisioned, where it is a documented one.
    #[must_use]
    pub fn mode(&self) -> Option<&'static str> {
        value::mode(&self.value)
    }

    /// Its value for people.
    #[must_use]
    pub fn shown(&self) -> String {
        let text = self.value.as_str().map_or_else(|| self.value.to_string(), str::to_owned);
        let short: String = text.chars().take(SHOWN).collect();
        if short.len() < text.len() { format!("{short}…") } else { short }
    }
}

/// Every setting that exports state.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// In order of organization and name.
    pub all: Vec<Setting>,
}

impl Settings {
    pub(in crate::facts) fn read(data: &Dataset) -> Result<Self> {
        let Some(frame) = data.frame(Table::Settings) else { return Ok(Self::default()) };
        let rows = Rows::of(frame)?;
        let (organization, item) = (rows.text("organization_id")?, rows.text("item")?);
        let (name, value) = (rows.text("item_id")?, rows.text("value")?);
        let contested: BTreeSet<&str> =
            data.remarks.iter().flat_map(|remarks| &remarks.conflicts).map(|conflict| conflict.id.as_str()).collect();
        let one = |row| {
            let written = name.get(row).filter(|_| item.get(row) == Some("setting"))?;
            let id: Vec<&str> = organization.get(row).into_iter().chain(["setting", written]).collect();
            Some(Setting {
                organization: organization.get(row).map(str::to_owned),
                name: written.to_owned(),
                is_contested: contested.contains(id.join(" ").as_str()),
                source: rows.source(row),
                value: value.get(row).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default(),
            })
        };
        let mut all: Vec<Setting> = (0..rows.len()).filter_map(one).collect();
        all.sort_by(|a, b| (&a.organization, &a.name).cmp(&(&b.organization, &b.name)));
        Ok(Self { all })
    }

    /// The settings of a name, one for each organization that has it.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Setting> {
        self.all.iter().filter(move |setting| setting.name == name)
    }

    /// Another setting of the same organization.
    #[must_use]
    pub fn beside(&self, setting: &Setting, name: &str) -> Option<&Setting> {
        self.all.iter().find(|other| other.organization == setting.organization && other.name == name)
    }

    /// The organizations that exports name.
    #[must_use]
    pub fn organizations(&self) -> BTreeSet<&str> {
        self.all.iter().filter_map(|setting| setting.organization.as_deref()).collect()
    }
}
