//! The files of the report against the hashes of the manifest.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use anyhow::Context as _;

use super::{VerifyReport, signatures};
use crate::disk;
use crate::exit::Exit;
use crate::render::manifest::{self, Resource, Statement};
use crate::run::{Failure, OrExit};

/// Compares every file, and gives back the bytes of those that the manifest names and that are there.
pub(super) fn compare(
    folder: &Path,
    statement: &Statement,
    answer: &mut VerifyReport,
) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let there = crate::render::listed(folder).with_context(|| format!("cannot list `{}`", folder.display()));
    let there: BTreeSet<String> = there.or_exit(Exit::Usage)?.into_iter().collect();
    let (mut bytes, mut named) = (BTreeMap::new(), BTreeSet::new());
    // A report has files: a manifest that names none was written for nothing, and nothing can follow from anything.
    if statement.subject.is_empty() {
        answer.differs("missing", "every file of the report: the manifest names none");
    }
    for resource in &statement.subject {
        if !named.insert(resource.name.clone()) {
            answer.differs("twice", &format!("{} is in the manifest more than once", resource.name));
        } else if let Some(read) = one(folder, resource, &there, answer) {
            bytes.insert(resource.name.clone(), read);
        }
    }
    let is_beside = |name: &str| name == manifest::FILE_NAME || signatures::is_signature(name);
    for name in there.iter().filter(|name| !named.contains(*name) && !is_beside(name)) {
        answer.differs("additional", &format!("{name} is not in the manifest"));
    }
    Ok(bytes)
}

fn one(folder: &Path, resource: &Resource, there: &BTreeSet<String>, answer: &mut VerifyReport) -> Option<Vec<u8>> {
    let name = &resource.name;
    // The manifest may come from a stranger: nothing outside the folder is looked at.
    if !Path::new(name).components().all(|part| matches!(part, Component::Normal(_))) {
        answer.differs("outside", &format!("{name} would lie outside the report's folder"));
        return None;
    }
    if !there.contains(name) {
        answer.differs("missing", name);
        return None;
    }
    let path = folder.join(name);
    if !path.symlink_metadata().is_ok_and(|found| found.is_file()) {
        answer.differs("changed", &format!("{name} is not a regular file"));
        return None;
    }
    let read = match disk::read(&path, u64::MAX) {
        Ok(read) => read,
        Err(error) => {
            answer.differs("unreadable", &format!("{name}: {error}"));
            return None;
        }
    };
    let found = manifest::sha256(&read);
    match &resource.digest {
        Some(digest) if digest.sha256 == found => answer.same_outputs += 1,
        Some(digest) => {
            answer.differs("changed", &format!("{name}: SHA-256 is {found}, the manifest has {}", digest.sha256));
        }
        None => answer.differs("no hash", &format!("{name}: the manifest has no hash of it")),
    }
    Some(read)
}
