//! Answers of a form in which somebody says that a colleague leaves: the address of whoever filled it in stands first.

use std::collections::BTreeSet;

use super::super::addresses_in;
use super::is_mail;
use crate::data::roster_words::normal;

/// Parts of the names of columns about the person whom a row is of, next to a column that says only `Email`.
const OF_THE_PERSON: [&str; 16] = [
    "leaver",
    "employee",
    "departing",
    "offboard",
    "ausscheid",
    "austretend",
    "mitarbeiter",
    "salarie",
    "employe",
    "empleado",
    "dipendente",
    "medewerker",
    "pracownik",
    "funcionario",
    "colaborador",
    "сотрудник",
];

/// The columns of such a table.
pub(super) struct Form {
    /// The address of the person who leaves.
    pub(super) address: usize,
    /// Their name, where the columns are called alike.
    pub(super) name: Option<usize>,
    /// The address of whoever says so.
    pub(super) requester: usize,
}

/// Whether a table is one, with the column that would be the main address by its name, and the others that have addresses: that one has
/// the same few addresses in most rows and another has a different one in each, or another is called as the person's and has a
/// different one in every row.
pub(super) fn of(header: &[String], cells: &[Vec<String>], main: usize, others: &[usize]) -> Option<Form> {
    let of_column =
        |at: usize| -> Vec<Option<String>> { cells.iter().map(|record| addresses_in(&record[at]).next()).collect() };
    let is_of_person = |at: usize| OF_THE_PERSON.iter().any(|part| normal(&header[at]).contains(part));
    let first = of_column(main);
    let count = |column: &[Option<String>]| {
        let filled: Vec<&String> = column.iter().flatten().collect();
        (filled.iter().collect::<BTreeSet<_>>().len(), filled.len())
    };
    let (different, filled) = count(&first);
    let repeats = filled > 1 && different * 2 <= filled;
    let is_other = |at: &usize| {
        let column = of_column(*at);
        let (own, all) = count(&column);
        let both = || first.iter().zip(&column).filter_map(|(one, other)| one.as_ref().zip(other.as_ref()));
        let is_always_another = both().next().is_some() && both().all(|(one, other)| one != other);
        let is_named = is_of_person(*at) && !is_of_person(main);
        own == all && all > 0 && is_mail(&header[*at]) && is_always_another && (repeats || is_named)
    };
    let address = others.iter().copied().filter(|at| *at != main).find(is_other)?;
    let whose = OF_THE_PERSON.iter().find(|part| normal(&header[address]).contains(*part));
    let is_name = |at: &usize| {
        let name = normal(&header[*at]);
        whose.is_some_and(|whose| name.contains(whose)) && ["name", "nom"].iter().any(|part| name.contains(part))
    };
    let name = (0..header.len()).find(is_name);
    Some(Form { address, name, requester: main })
}
