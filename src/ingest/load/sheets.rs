//! Sheets of workbooks that are no table of a known kind, next to sheets that are: people may stand on them whom the lists lack.

use super::read_file::ReadFile;
use crate::ingest::text::mentions::mentions;
use crate::model::Table;

/// Lists of people: whoever is absent from one may stand on another sheet of its workbook.
const OF_PEOPLE: [Table; 3] = [Table::Roster, Table::Members, Table::Seats];
/// Fewer addresses on a sheet are whom to ask.
const FEWEST: usize = 2;

/// How many addresses stand on the sheet of a workbook; none anywhere else.
pub(super) fn addresses(path: &str, text: &[u8]) -> usize {
    if workbook(path).is_none() {
        return 0;
    }
    mentions(text).iter().filter(|name| name.contains('@')).count()
}

/// Lists that are not whole, with why: another sheet of the same workbook names people and could not be read.
pub(super) fn cuts(read: &[ReadFile]) -> Vec<(Table, String)> {
    let unread = read.iter().filter(|one| one.ingestor.is_none() && one.addresses >= FEWEST);
    let cut = unread.flat_map(|sheet| {
        let own = workbook(&sheet.input.path);
        let beside = read.iter().filter(move |other| own.is_some() && workbook(&other.input.path) == own);
        let tables = beside.filter_map(|other| other.ingestor).map(|ingestor| ingestor.table);
        let why = format!("{} names {} people and is no table of a known kind", sheet.input.path, sheet.addresses);
        tables.filter(|table| OF_PEOPLE.contains(table)).map(move |table| (table, why.clone()))
    });
    cut.collect()
}

/// The workbook of which a path is a sheet.
fn workbook(path: &str) -> Option<&str> {
    let (book, _) = path.rsplit_once("!/")?;
    let lower = book.to_ascii_lowercase();
    [".xlsx", ".xlsm"].iter().any(|ending| lower.ends_with(ending)).then_some(book)
}
