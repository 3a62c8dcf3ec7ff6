//! From a file to a policy.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};
use toml::de::{DeTable, DeValue};

use super::cell::{Cell, Source};
use super::shape::Kind;
use super::{KnownCheck, Policy, PolicyError, section};
use crate::disk;
use crate::model::{PolicyInfo, hex};

/// The policy that counts when none is named: in the working folder, never among the exports, which others may have written.
pub const DEFAULT_FILE: &str = "clade.toml";

/// More than any policy needs; whoever passes an export as `--policy` should not wait for it.
const LARGEST: u64 = 1024 * 1024;

/// The policy in `path`, else in [`DEFAULT_FILE`] of the working folder if that is there, else the default.
///
/// # Errors
/// As [`load`]; a default file that is there and cannot be read is an error too, not a missing policy.
pub fn load_or_default(path: Option<&Path>, known: &[KnownCheck<'_>]) -> Result<Policy, PolicyError> {
    let default = Path::new(DEFAULT_FILE);
    match path {
        Some(path) => load(path, known),
        None if default.symlink_metadata().is_ok() => load(default, known),
        None => Ok(Policy::default()),
    }
}

/// The policy in a file.
///
/// # Errors
/// When the file cannot be read, or with the first thing in it that is wrong.
pub fn load(path: &Path, known: &[KnownCheck<'_>]) -> Result<Policy, PolicyError> {
    let name = path.display().to_string();
    let bytes = disk::read(path, LARGEST).map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge => PolicyError::new(&format!("{name} is larger than 1 MiB: is it a policy file?")),
        _ => PolicyError::new(&format!("cannot read the policy {name}: {error}")),
    })?;
    let mut policy = parse(&name, &bytes, known)?;
    policy.info.file = path.file_name().map(|file| file.to_string_lossy().into_owned());
    Ok(policy)
}

/// The policy in the bytes of a file that the user calls `name`.
///
/// # Errors
/// With the first thing that is wrong, at its line and column.
pub fn parse(name: &str, bytes: &[u8], known: &[KnownCheck<'_>]) -> Result<Policy, PolicyError> {
    let text = std::str::from_utf8(bytes).map_err(|error| not_text(name, bytes, error.valid_up_to()))?;
    let source = Source { name, text };
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().unwrap_or_default();
        source.fault(at, &format!("not TOML: {}", error.message().replace('\n', ", ")))
    })?;
    let root = DeValue::Table(table.into_inner());
    let mut policy = section::policy(&Cell::root(&source, &root, Kind::Table(section::fields)), known)?;
    policy.info = PolicyInfo { file: Some(name.to_owned()), sha256: Some(sha256(bytes)), sections: sections(text) };
    Ok(policy)
}

/// Short hashes of the sections as they are understood, whatever their spelling and order. `checks`, `rules` and `suppress` are
/// compared by what they do; names under the report, due dates and the organization's name decide nothing, and the day of the last review
/// is a fact about the organization, which may have changed for the better.
fn sections(text: &str) -> BTreeMap<String, String> {
    let mut table: toml::Table = text.parse().unwrap_or_default();
    table.retain(|name, _| !["checks", "rules", "suppress", "report", "due"].contains(&name));
    if let Some(toml::Value::Table(organization)) = table.get_mut("organization") {
        organization.remove("name");
    }
    if let Some(toml::Value::Table(access)) = table.get_mut("access") {
        access.remove("review");
    }
    table.retain(|_, value| value.as_table().is_none_or(|table| !table.is_empty()));
    let hash = |value: &toml::Value| sha256(value.to_string().as_bytes()).chars().take(10).collect();
    table.iter().map(|(name, value)| (name.clone(), hash(value))).collect()
}

fn not_text(name: &str, bytes: &[u8], valid: usize) -> PolicyError {
    let text = String::from_utf8_lossy(&bytes[..valid]);
    Source { name, text: &text }.fault(valid..valid, "not UTF-8; save the file as UTF-8 text")
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
