//! A file that ends inside the last cell of a record: what is left of the cell reads as a whole one, `12.3` of `12.34`.
//!
//! Many programs write no line end behind the last record, so its absence shows nothing alone. Where all other cells of the last column are
//! of one form, and the last is the beginning of one, the file is cut. Of what may end anywhere, names and counts, nobody can tell.

use csv::ReaderBuilder;

use super::Delimited;
use crate::ingest::cell::Reject;

/// Bytes before the last record of which the cells are compared.
const WINDOW: usize = 64 << 10;
/// Cells that show a form.
const FEWEST: usize = 10;
/// So many amounts without a zero at their end show that zeros are written: nine of ten have none by chance.
const MANY: usize = 60;
/// Words of columns that have no others.
const WORDS: [&str; 14] = [
    "true",
    "false",
    "True",
    "False",
    "TRUE",
    "FALSE",
    "active",
    "inactive",
    "archived",
    "expired",
    "Active",
    "Inactive",
    "suspended",
    "deprovisioned",
];

impl Delimited<'_> {
    /// Whether a record that begins at a place of the text is the last one and is cut inside its last cell.
    pub(in crate::ingest) fn is_cut_at(&self, begin: usize) -> bool {
        *self.cut_at.get_or_init(|| self.find_cut()) == Some(begin)
    }

    /// Refuses the cut record.
    pub(in crate::ingest) fn cut_cell(&self, cell: &[u8]) -> Reject {
        let column = self.header.last().map_or("", String::as_str);
        let reason = "the file ends inside this cell: it is the beginning of one like the others of its column";
        Reject::new(column, String::from_utf8_lossy(cell).trim(), reason)
    }

    fn find_cut(&self) -> Option<usize> {
        if self.part.is_some_and(|part| !part.is_last)
            || self.bytes.last().is_none_or(|end| matches!(end, b'\n' | b'\r'))
        {
            return None;
        }
        let begin = memchr::memrchr(b'\n', self.bytes).map_or(0, |end| end + 1);
        let from = begin.saturating_sub(WINDOW);
        if self.is_part() && from == 0 {
            // How the cells before it look, only the whole file shows.
            self.unfit.set(true);
            return None;
        }
        let from = if from <= self.body { self.body } else { from + memchr::memchr(b'\n', &self.bytes[from..])? + 1 };
        let last = self.last_cells(self.bytes.get(begin..).filter(|_| begin >= self.body)?);
        let [last] = last.as_slice() else { return None };
        let others = self.last_cells(self.bytes.get(from..begin)?);
        let others: Vec<&str> = others.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
        is_beginning(last, &others).then_some(begin)
    }

    /// The cells of the last column, trimmed, of records with as many cells as the header.
    fn last_cells(&self, bytes: &[u8]) -> Vec<String> {
        let mut reader =
            ReaderBuilder::new().delimiter(self.delimiter).has_headers(false).flexible(true).from_reader(bytes);
        let whole = reader.byte_records().map_while(Result::ok).filter(|record| record.len() == self.header.len());
        whole
            .filter_map(|record| Some(std::str::from_utf8(record.iter().next_back()?).ok()?.trim().to_owned()))
            .collect()
    }
}

/// Whether a cell is the beginning of one of the form that all others have.
fn is_beginning(last: &str, others: &[&str]) -> bool {
    others.len() >= FEWEST
        && !last.is_empty()
        && !others.contains(&last)
        && (is_of_a_date(last, others)
            || is_of_an_id(last, others)
            || is_of_an_amount(last, others)
            || is_of_a_word(last, others))
}

/// The one value that something of all cells has.
fn shared<T: PartialEq>(others: &[&str], of: impl Fn(&str) -> Option<T>) -> Option<T> {
    let first = of(others.first()?)?;
    others.iter().all(|other| of(other).as_ref() == Some(&first)).then_some(first)
}

/// Digits as zeros, and every other byte as it is.
fn form(text: &str) -> Vec<u8> {
    text.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte }).collect()
}

fn is_of_a_date(last: &str, others: &[&str]) -> bool {
    let is_date = |form: &Vec<u8>| form.starts_with(b"0000-00-00");
    shared(others, |other| Some(form(other)))
        .filter(is_date)
        .is_some_and(|whole| last.len() < whole.len() && whole.starts_with(&form(last)))
}

/// Ids of the API have a word, a line and as many letters as the others; others are UUIDs.
fn is_of_an_id(last: &str, others: &[&str]) -> bool {
    const UUID: [usize; 4] = [8, 13, 18, 23];
    let Some(length) = shared(others, |other| Some(other.len())).filter(|length| last.len() < *length) else {
        return false;
    };
    let prefix = shared(others, |other| {
        let (word, rest) = other.split_once('_')?;
        let is_id =
            word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase()) && rest.bytes().any(|b| b.is_ascii_digit());
        (is_id && rest.len() >= FEWEST && rest.bytes().all(|b| b.is_ascii_alphanumeric())).then(|| format!("{word}_"))
    });
    let is_uuid = |text: &str| {
        text.bytes()
            .enumerate()
            .all(|(at, byte)| if UUID.contains(&at) { byte == b'-' } else { byte.is_ascii_hexdigit() })
    };
    match prefix {
        Some(prefix) => last.starts_with(&prefix) || prefix.starts_with(last),
        None => length == 36 && is_uuid(last) && others.iter().all(|other| is_uuid(other)),
    }
}

/// Amounts with as many decimals as all others, zeros at their end included.
fn is_of_an_amount(last: &str, others: &[&str]) -> bool {
    let written = |text: &str| -> Option<(Option<u8>, usize)> {
        let number = text.strip_prefix(['$', '-']).unwrap_or(text);
        let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        match number.rsplit_once(['.', ',']) {
            Some((whole, decimals)) if is_number(decimals) && is_number(&whole.replace(['.', ',', '\''], "")) => {
                Some((Some(number.as_bytes()[whole.len()]), decimals.len()))
            }
            None if is_number(number) && !number.is_empty() => Some((None, 0)),
            _ => None,
        }
    };
    let Some((sign, decimals)) = shared(others, written).filter(|(sign, _)| sign.is_some()) else { return false };
    let writes_zeros = others.iter().any(|other| other.ends_with('0')) || others.len() >= MANY;
    // Three digits behind a sign may be a group of thousands, and behind the other sign they are.
    let own = written(last).map(|(own, count)| if own != sign && count == 3 { 0 } else { count });
    writes_zeros && decimals != 3 && own.is_some_and(|count| count < decimals)
}

fn is_of_a_word(last: &str, others: &[&str]) -> bool {
    others.iter().all(|other| WORDS.contains(other))
        && !WORDS.contains(&last)
        && WORDS.iter().any(|word| word.starts_with(last) && others.contains(word))
}

#[cfg(test)]
mod tests {
    use crate::ingest::testing::table_rows;
    use crate::ingest::{load_bytes, load_bytes_as};
    use crate::model::{Dataset, Reading, Table};

    use super::is_beginning;

    fn load(text: &str) -> Dataset {
        load_bytes(vec![("cost.csv".to_owned(), text.as_bytes().to_vec())]).unwrap()
    }

    /// Twenty days of cost; the last column is the amount.
    fn cost(amounts: &[&str]) -> String {
        let header = "usage_date_utc,model,workspace,api_key,token_type,cost_usd\n".to_owned();
        let row =
            |(at, amount): (usize, &&str)| format!("2026-07-{:02},Claude Opus 5,W,k,output,{amount}\n", 1 + at % 28);
        amounts.iter().enumerate().map(row).fold(header, |text, row| text + &row)
    }

    const AMOUNTS: [&str; 12] =
        ["1.25", "0.50", "12.10", "3.75", "8.05", "9.99", "100.00", "4.21", "7.77", "2.20", "6.54", "12.34"];

    /// Fault: A CSV that broke off inside its last cell was read as whole: an amount of 12.34 was 12.3, and nothing said so
    /// Outcome: Where all other cells of the column have one form, the beginning of one is refused and the file said to be cut; a last line without a line end is whole
    #[test]
    fn the_beginning_of_an_amount_is_none() {
        let whole = cost(&AMOUNTS);
        for cut in 2..=5 {
            let text = &whole[..whole.len() - cut];
            let data = load(text);
            assert_eq!(data.inputs[0].accepted, 11, "{}", &text[text.len() - 12..]);
            assert!(data.remarks[0].cut.is_some() && data.inputs[0].rejected == 1);
            let plain = load_bytes_as(
                vec![("cost.csv".to_owned(), text.as_bytes().to_vec())],
                &Reading { rows_singly: true, ..Reading::default() },
            );
            assert_eq!(plain.unwrap().rejections, data.rejections);
            for chunk in [64, 200, 1000] {
                let reading = Reading { chunk_bytes: Some(chunk), ..Reading::default() };
                let quickly = load_bytes_as(vec![("cost.csv".to_owned(), text.as_bytes().to_vec())], &reading).unwrap();
                assert_eq!((&quickly.inputs, &quickly.rejections), (&data.inputs, &data.rejections), "{chunk}");
            }
        }
        let no_end = load(&whole[..whole.len() - 1]);
        assert!(no_end.remarks[0].cut.is_none() && no_end.rejections.is_empty());
        assert_eq!(table_rows(&no_end, Table::Cost, &["cost"]), table_rows(&load(&whole), Table::Cost, &["cost"]));
        // With a line end it is what was written, and so it is where zeros are left out.
        let last = |amount: &'static str| [&AMOUNTS[..11], &[amount]].concat();
        assert_eq!(load(&cost(&last("12.3"))).inputs[0].accepted, 12);
        let bare: Vec<&str> =
            last("12.3").iter().map(|amount| amount.trim_end_matches('0').trim_end_matches('.')).collect();
        let text = cost(&bare);
        assert_eq!(load(&text[..text.len() - 1]).inputs[0].accepted, 12, "{text}");
    }

    #[test]
    fn beginnings_of_every_form() {
        let of = |whole: fn(usize) -> String| (0..20).map(whole).collect::<Vec<_>>();
        let ids = of(|n| format!("apikey_01{n:02}Xy7QkLmNpRsT"));
        let uuids = of(|n| format!("0b9e9a10-4f{n:02}-4c3e-9d6b-1a2b3c4d5e6f"));
        let days = of(|n| format!("2026-07-{:02}", n + 1));
        let times = of(|n| format!("2026-07-{:02}T10:00:00Z", n + 1));
        let euros = of(|n| format!("1.2{n:02},50"));
        let words = of(|n| ["active", "archived"][n % 2].to_owned());
        let flags = of(|n| ["true", "false"][n % 2].to_owned());
        let names = of(|n| format!("key-{n:02}"));
        let counts = of(|n| format!("12{n:02}"));
        let places = of(|n| ["Production", "Staging"][n % 2].to_owned());
        for (others, cut, whole) in [
            (
                &ids,
                &["apikey_0199Xy7QkLmNpRs", "apikey_", "apik"][..],
                &["apikey_0199Xy7QkLmNpRsT", "user_01", "(deleted)"][..],
            ),
            (
                &uuids,
                &["0b9e9a10-4f99-4c3e-9d6b-1a2b3c4d5e6", "0b9e", "0b9e9a10-"],
                &["0b9e9a10-4f99-4c3e-9d6b-1a2b3c4d5e60", "none"],
            ),
            (&days, &["2026-07-2", "2026-07-", "20"], &["2026-07-29", "never"]),
            (&times, &["2026-07-29T10:00:00", "2026-07-29", "2026-07-29T1"], &["2026-07-29T10:00:00Z", "-"]),
            (&euros, &["1.300,5", "1.300", "7,"], &["1.300,51", "7,25", "n/a"]),
            (&words, &["activ", "arch", "a"], &["active", "expired", "staged"]),
            (&flags, &["tru", "fals", "f"], &["true", "unknown"]),
            (&names, &[], &["key-0", "key", "k"]),
            (&counts, &[], &["129", "1", "0"]),
            (&places, &[], &["Prod", "Stag", "S"]),
        ] {
            let texts: Vec<&str> = others.iter().map(String::as_str).collect();
            for text in cut {
                assert!(is_beginning(text, &texts), "{text} of {}", others[0]);
                assert!(!is_beginning(text, &texts[..9]), "too few show a form: {text}");
            }
            for text in whole {
                assert!(!is_beginning(text, &texts), "{text} of {}", others[0]);
            }
            // One of another form among them, and the column has none.
            let mixed: Vec<&str> = texts.iter().copied().chain(["Something else"]).collect();
            assert!(cut.iter().all(|text| !is_beginning(text, &mixed)), "{}", others[0]);
        }
    }
}
