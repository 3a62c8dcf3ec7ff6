//! Units of a directory and departments into which people are moved when they leave: `/Former Employees`, `zz_Leavers`.

use super::sections::singular;
use super::status::Statuses;
use crate::data::roster_words::{StatusWord, normal};
use crate::ingest::text::delimited::{Delimited, Row};

/// Names of columns of units, in the [`normal()`] form: a path of a directory, whose parts are units.
const PATHS: [&str; 9] = [
    "orgunitpath",
    "orgunit",
    "organizationalunit",
    "organisationseinheit",
    "ou",
    "oupath",
    "distinguishedname",
    "canonicalname",
    "parentou",
];
/// Names of columns of departments.
const DEPARTMENTS: [&str; 20] = [
    "department",
    "dept",
    "division",
    "team",
    "businessunit",
    "group",
    "abteilung",
    "departement",
    "service",
    "departamento",
    "reparto",
    "afdeling",
    "dzial",
    "setor",
    "отдел",
    "部署",
    "部门",
    "부서",
    "equipe",
    "area",
];
/// Words for who left that are also names of departments which look after them.
const OF_OTHERS: [&str; 8] =
    ["exit", "alumni", "separation", "separations", "retirement", "departure", "rente", "cese"];

/// The columns of units.
pub(super) fn of(csv: &Delimited) -> Vec<usize> {
    let is_unit = |name: &String| {
        let name = normal(name.split('[').next().unwrap_or(name));
        PATHS.contains(&name.as_str()) || DEPARTMENTS.contains(&name.as_str())
    };
    (0..csv.header.len()).filter(|at| is_unit(&csv.header[*at])).collect()
}

/// The cell of a row, and its column, that says that the person is in a unit of those who left. Whether they have is not known: somebody
/// may look after their accounts.
pub(super) fn of_leavers<'a>(row: &Row<'a>, columns: &[usize], statuses: &Statuses) -> Option<(usize, &'a str)> {
    let cells = columns.iter().filter_map(|at| Some((*at, row.text(Some(*at)).ok()?)));
    cells.into_iter().find(|(_, cell)| names_leavers(cell, statuses))
}

/// Whether a unit or a part of a path is called as those who left are.
fn names_leavers(cell: &str, statuses: &Statuses) -> bool {
    let is_path = cell.contains(['/', '\\', '=', '>']);
    // Of `CN=Ann Left,OU=Staff` only the units count.
    let is_unit = |part: &&str| part.split_once('=').is_none_or(|(kind, _)| kind.trim().eq_ignore_ascii_case("ou"));
    let parts = cell.split(['/', '\\', '>', ',']).filter(is_unit);
    let parts = parts.map(|part| part.rsplit('=').next().unwrap_or(part).trim());
    parts.into_iter().any(|part| {
        let part = part.trim_start_matches(|c: char| !c.is_alphanumeric());
        let lower = part.to_lowercase();
        let sorted = ["zzz", "zz", "xx", "x"].iter().find_map(|prefix| lower.strip_prefix(prefix));
        let part =
            sorted.filter(|rest| rest.starts_with(['_', '-', ' ', '.'])).map_or(lower.as_str(), |rest| &rest[1..]);
        let is_of_others = !is_path && OF_OTHERS.contains(&normal(part).as_str());
        let says = statuses.of(part).or_else(|| statuses.of(&singular(part)));
        match says {
            Some(StatusWord::Gone) => !is_of_others,
            // A department keeps archives, and a unit holds accounts that are off.
            Some(StatusWord::Barred | StatusWord::Leaving) => is_path,
            Some(StatusWord::Between) => is_path && normal(part).contains("offboard"),
            Some(StatusWord::Here | StatusWord::Employment) | None => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_those_who_left() {
        let statuses = Statuses::new();
        for cell in [
            "/Former Employees",
            "/Suspended Users",
            "/Offboarding/2026",
            "/Staff/Leavers",
            "/zz_Leavers",
            "zz_Leavers",
            "Former Employees",
            "Leavers",
            "Ausgeschiedene",
            "Ehemalige Mitarbeiter",
            "CN=Ann Lee,OU=Disabled Users,DC=example,DC=com",
            "example.com/Users/Former Staff/Ann Lee",
            "Terminated",
        ] {
            assert!(names_leavers(cell, &statuses), "{cell}");
        }
    }

    #[test]
    fn units_of_those_who_are_there() {
        let statuses = Statuses::new();
        for cell in [
            "",
            "/",
            "/Staff",
            "/Staff/Engineering",
            "Engineering",
            "Alumni",
            "Alumni Relations",
            "Archive",
            "People & Exit Management",
            "Retirement Services",
            "Contractors",
            "/Contractors",
            "Customer Retention",
            "Sales / Closed Won",
            "CN=Ann Left,OU=Users,DC=example,DC=com",
            "/Active Users",
            "/On Leave",
        ] {
            assert!(!names_leavers(cell, &statuses), "{cell}");
        }
    }
}
