//! Numbers of employees that a spreadsheet has damaged.

/// Whether a spreadsheet turned a long number into a power of ten when the file was saved: `1.00024E+15`, `1,2E+15`, `1E+15`. The
/// digits behind are lost, and the numbers of many people look the same.
pub(super) fn is_damaged(text: &str) -> bool {
    let Some((number, power)) = text.trim().split_once(['e', 'E']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, behind) = number.split_once(['.', ',']).map_or((number, None), |(whole, behind)| (whole, Some(behind)));
    // `1E15` may be a number as it was given out.
    let is_signed = power.starts_with(['+', '-']);
    digits(whole)
        && behind.is_none_or(digits)
        && digits(power.trim_start_matches(['+', '-']))
        && (is_signed || behind.is_some())
}

#[cfg(test)]
mod tests {
    use super::is_damaged;
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::Table;

    #[test]
    fn powers_of_ten() {
        for text in ["1.00024E+15", "1,00024E+15", "1E+15", "1.2e+09", "9.9E12"] {
            assert!(is_damaged(text), "{text}");
        }
        for text in ["", "1042", "E1042", "1E15", "12E", "E+15", "1.2.3E+4", "AE+15", "1000240000000001", "12-E+1"] {
            assert!(!is_damaged(text), "{text}");
        }
    }

    /// Fault: Employee numbers that a spreadsheet had turned into the same power of ten made one person of many
    /// Outcome: Such numbers are not read, and the file says so
    #[test]
    fn a_damaged_number_is_nobody_s() {
        let file = "Employee ID,Name,Email,Status\n1.00024E+15,A,a@example.com,Active\n1.00024E+15,B,b@example.com,Terminated\n\
                    1042,C,c@example.com,Active\n";
        let data = load_bytes(vec![("people.csv".to_owned(), file.as_bytes().to_vec())]).unwrap();
        let rows = table_rows(&data, Table::Roster, &["addresses", "employee_id", "standing"]);
        assert_eq!(rows, ["a@example.com - here", "b@example.com - gone", "c@example.com 1042 here"]);
        assert!(data.inputs[0].notes.iter().any(|note| note.contains("powers of ten")), "{:?}", data.inputs[0].notes);
    }
}
