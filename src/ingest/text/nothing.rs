//! How tools write that there is nothing, where the API writes null: in cells, and in texts of JSON that a script of another language wrote.

/// Words of Steampipe, databases, pandas (`NaN` in numbers, `NaT` in times, `<NA>`), Python and spreadsheets.
const WORDS: [&str; 12] =
    ["<null>", "null", "NULL", "\\N", "NaN", "nan", "NaT", "<NA>", "None", "#N/A", "undefined", "$null"];
/// Beginnings of instants that stand for none: the zero values of Go and .NET, and of MySQL.
const NO_INSTANTS: [&str; 2] = ["0001-01-01", "0000-00-00"];

/// Whether a text says that there is nothing. An empty one says so in languages that know no null for texts (Go, Perl, XML).
pub(in crate::ingest) fn is_nothing(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || WORDS.contains(&text)
}

/// What people and reports put into a cell that has nothing, where no value is such a word. In other columns they are names.
const OF_CELLS: [&str; 12] = ["N/A", "n/a", "NA", "#N/A N/A", "Null", "NONE", "none", "nil", "(null)", "-", "--", "—"];

/// The trimmed text of a cell that holds no name; empty where it says that there is nothing.
pub(in crate::ingest) fn of_cell(text: &str) -> &str {
    let text = text.trim();
    if is_nothing(text) || OF_CELLS.contains(&text) { "" } else { text }
}

/// Whether a text that stands where an instant may says that there is none.
pub(in crate::ingest) fn is_no_instant(text: &str) -> bool {
    let text = text.trim();
    is_nothing(text) || NO_INSTANTS.iter().any(|zero| text.starts_with(zero))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_that_there_is_nothing() {
        for text in ["", " ", "null", "NULL", "\\N", "None", "NaT", "<NA>", " null "] {
            assert!(is_nothing(text) && is_no_instant(text), "{text:?}");
        }
        for text in ["0001-01-01T00:00:00Z", "0001-01-01 00:00:00", "0000-00-00 00:00:00"] {
            assert!(!is_nothing(text) && is_no_instant(text), "{text:?}");
        }
        for text in ["", " ", "null", " None ", "N/A", "n/a", "-", " -- ", "—", "(null)", "none", "#N/A"] {
            assert_eq!(of_cell(text), "", "{text:?}");
        }
        for text in [" web ", "0", "unknown", "-1", "198.51.100.7", "{}", "na-1", "none of it"] {
            assert_eq!(of_cell(text), text.trim());
        }
        for text in ["0", "false", "none of it", "Nullable", "2026-01-01T00:00:00Z", "1970-01-01T00:00:00Z"] {
            assert!(!is_nothing(text) && !is_no_instant(text), "{text:?}");
        }
    }
}
