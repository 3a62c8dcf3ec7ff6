//! Files that hold one day, apart by the organization that they are of.

use std::collections::BTreeSet;

use super::super::grouping::FileGrain;

/// Files by the organization that they are of: what two organizations state of one day has nothing to do with each other. A file that
/// does not say is compared with the others where they are of one organization, or state several in one report; else it is apart.
pub(super) fn by_organization(files: &[usize], shapes: &[FileGrain]) -> Vec<Vec<usize>> {
    let mut groups: Vec<(BTreeSet<i128>, Vec<usize>)> = Vec::new();
    let mut unstated = Vec::new();
    for &file in files {
        let mut own = shapes[file].organizations.clone();
        if own.is_empty() {
            unstated.push(file);
            continue;
        }
        let (together, others): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|(organizations, _)| !organizations.is_disjoint(&own));
        let mut members = vec![file];
        for (organizations, files) in together {
            own.extend(organizations);
            members.extend(files);
        }
        groups = others;
        groups.push((own, members));
    }
    match groups.as_mut_slice() {
        [(_, only)] => only.append(&mut unstated),
        _ if !unstated.is_empty() => groups.push((BTreeSet::new(), unstated)),
        _ => {}
    }
    groups
        .into_iter()
        .map(|(_, mut files)| {
            files.sort_unstable();
            files
        })
        .collect()
}
