//! Empty cells behind the header's last column, which spreadsheets write where a sheet was once wider: they belong to no column.

use csv::ByteRecord;

use super::list::List;

/// The record without its surplus cells, where all of them are empty and it is then as wide as the header. A record of a list whose address
/// does not stand where the header has it has a separator too many elsewhere.
pub(super) fn cut(record: &ByteRecord, columns: usize, list: Option<&List>) -> Option<ByteRecord> {
    let is_blank = |cell: &[u8]| cell.trim_ascii().is_empty();
    if record.len() <= columns
        || !record.iter().skip(columns).all(is_blank)
        || list.is_some_and(|one| !one.fits(record))
    {
        return None;
    }
    let mut own = record.clone();
    own.truncate(columns);
    Some(own)
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::{Dataset, Table};

    const USAGE: &str = "usage_date_utc,model_version,api_key,workspace,usage_type,usage_input_tokens_no_cache,\
        usage_input_tokens_cache_write,usage_input_tokens_cache_read,usage_output_tokens";

    fn load(name: &str, text: &str) -> Dataset {
        load_bytes(vec![(name.to_owned(), text.as_bytes().to_vec())]).unwrap()
    }

    fn usage(rows: &[&str], end: &str) -> Dataset {
        load("usage.csv", &format!("{USAGE}{end}{}", rows.iter().map(|row| format!("{row}{end}")).collect::<String>()))
    }

    const ONE: &str = "2026-07-01,claude-sonnet-4-5,k,W,standard,10,0,0,2";
    const TWO: &str = "2026-07-02,claude-sonnet-4-5,k,W,standard,10,0,0,2";

    /// Fault: Rows of nothing but commas, as Excel writes them below the data, were records that could not be read, and a check was partial for each
    /// Outcome: They are no records and counted nowhere, like blank lines; a row with one value is a record
    #[test]
    fn a_row_of_nothing_but_delimiters_is_no_record() {
        for (filler, rejected) in [
            (",,,,,,,,", 0),
            (",,,", 0),
            (",,,,,,,,,,,", 0),
            (" , ,\t, , , , , , ", 0),
            ("\"\",\"\",,,,,,,", 0),
            ("   ", 0),
            (",,,,,,,,0", 1),
            (",,k", 1),
            ("x", 1),
        ] {
            for end in ["\n", "\r\n"] {
                for rows in [[ONE, TWO, filler], [ONE, filler, TWO], [filler, ONE, TWO]] {
                    let data = usage(&rows, end);
                    let own = &data.inputs[0];
                    let counted = (own.rows, own.accepted, own.rejected, data.rejections.len() as u64);
                    assert_eq!(counted, (2 + rejected, 2, rejected, rejected), "{rows:?}");
                }
            }
        }
        // Nor do they end a file that breaks off, or hide that it does.
        let broken = load("usage.csv", &format!("{USAGE}\n{ONE}\n{TWO}\n,,,,,,,"));
        assert_eq!((broken.inputs[0].accepted, broken.remarks[0].cut.clone()), (2, None));
        let broken = load("usage.csv", &format!("{USAGE}\n{ONE}\n,,,,,,,\n2026-07-02,claude"));
        assert!(broken.remarks[0].cut.is_some());
    }

    /// Fault: Two empty cells behind the header's last in each row: every row of the month was rejected
    /// Outcome: Empty cells behind the last column belong to none; a cell with something in it says that the columns do not fit
    #[test]
    fn empty_cells_behind_the_last_column_belong_to_none() {
        let wide = |behind: &str| [format!("{ONE}{behind}"), format!("{TWO}{behind}")];
        for (behind, accepted) in [("", 2), (",", 2), (",,", 2), (", ,\"\"", 2), (",x", 0), (",,0", 0)] {
            for end in ["\n", "\r\n"] {
                let rows = wide(behind);
                let data = usage(&[&rows[0], &rows[1]], end);
                let own = &data.inputs[0];
                assert_eq!((own.rows, own.accepted, own.rejected), (2, accepted, 2 - accepted), "{behind:?}");
                if accepted == 2 {
                    let columns = ["day", "key_name", "uncached_input", "output"];
                    assert_eq!(
                        table_rows(&data, Table::Usage, &columns),
                        table_rows(&usage(&[ONE, TWO], end), Table::Usage, &columns)
                    );
                }
            }
        }
        // Some rows wider than others, among many, and a cell too few.
        let data = usage(&[ONE, &format!("{ONE},"), TWO, "2026-07-03,claude-sonnet-4-5,k,W,standard,10,0,0"], "\n");
        assert_eq!((data.inputs[0].accepted, data.inputs[0].rejected), (3, 1));
    }

    #[test]
    fn in_a_list_of_people_a_separator_too_many_is_none_behind_the_last_column() {
        let header = "Name,Email,Role,Status,Seat Tier\n";
        let people = "Ann Moss,ann@example.com,User,Active,Standard\nBo Ray,bo@example.com,User,Active,Premium\n\
            Cleo Park,cleo@example.com,Admin,Active,Standard\nDora Lind,dora@example.com,User,Active,\n";
        let rows = |text: &str| {
            let data = load("members.csv", &format!("{header}{text}"));
            table_rows(&data, Table::Seats, &["address", "name", "status", "seat_tier"])
        };
        assert_eq!(rows(&people.replace('\n', ",,\n")), rows(people));
        // The comma in the name, and no tier: the address shows it.
        let shifted = rows(&format!("{people}Hale, Bob,bob@example.com,User,Active,\n"));
        assert_eq!(shifted[..4], rows(people)[..]);
        assert_eq!(shifted.len(), 5);
        assert!(shifted[4..].iter().all(|row| row.starts_with("bob@example.com Hale, Bob")), "{shifted:?}");
    }
}
