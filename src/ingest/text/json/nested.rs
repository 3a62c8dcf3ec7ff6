//! Records inside records: the results of a report's buckets.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::super::sink::Sink;
use super::line::LineCounter;
use super::{JsonFile, Record, plain};
use crate::ingest::cell::Reject;

/// A record whose values are cut out and not read.
type Cut<'a> = BTreeMap<Cow<'a, str>, &'a RawValue>;

impl JsonFile<'_> {
    /// Hands every element of the list `field` of every record to `take`, behind the record around it (without that list) and with
    /// the line of the element. A record without such a list is rejected; one whose list is empty has nothing to take.
    pub fn each_nested<S: Sink>(
        &self,
        field: &str,
        batch: &mut S,
        mut take: impl FnMut(&Record, &Record, u64, &mut S) -> Result<(), Reject>,
    ) {
        let mut lines = LineCounter::of(self.bytes);
        for &(start, end) in &self.scan.records {
            let line = lines.line_at(start);
            let (around, elements) = match cut(&self.bytes[start..end], field) {
                Ok(cut) => cut,
                Err(reject) => {
                    batch.reject(line, reject, &self.bytes[start..end]);
                    continue;
                }
            };
            for element in elements {
                // A raw value is a part of the text that it was cut from.
                let offset = (element.get().as_ptr() as usize).saturating_sub(self.bytes.as_ptr() as usize);
                let line = lines.line_at(offset);
                let object = |element: &RawValue| {
                    self.within(element.get().as_bytes(), batch.bounds())?;
                    serde_json::from_str::<Map<String, Value>>(element.get())
                        .map_err(|error| Reject::record(format!("no JSON object: {}", plain(&error))))
                };
                let taken =
                    object(element).and_then(|object| take(&Record::new(&around), &Record::new(&object), line, batch));
                if let Err(reject) = taken {
                    batch.reject(line, reject, element.get().as_bytes());
                }
            }
        }
        self.tell_what_is_broken(batch);
    }

    /// Hands every record to `take` whose list `field` is there and empty: a report that says that there was nothing.
    pub fn each_empty(&self, field: &str, mut take: impl FnMut(&Record)) {
        for &(start, end) in &self.scan.records {
            match cut(&self.bytes[start..end], field) {
                Ok((around, elements)) if elements.is_empty() => take(&Record::new(&around)),
                _ => {}
            }
        }
    }

    /// The lines of the elements of the list `field`, by the line of the record around it. Nothing for a record without such a list,
    /// and for several records on one line.
    #[must_use]
    pub fn element_lines(&self, field: &str) -> BTreeMap<u64, Vec<u64>> {
        let mut lines = LineCounter::of(self.bytes);
        let mut all: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for &(start, end) in &self.scan.records {
            let around = lines.line_at(start);
            let fields: Cut = serde_json::from_slice(&self.bytes[start..end]).unwrap_or_default();
            let list = fields.get(field).map_or("[]", |list| list.get());
            let elements: Vec<&RawValue> = serde_json::from_str(list).unwrap_or_default();
            let mut own = Vec::with_capacity(elements.len());
            for element in elements {
                let offset = (element.get().as_ptr() as usize).saturating_sub(self.bytes.as_ptr() as usize);
                own.push(lines.line_at(offset));
            }
            let is_alone = !all.contains_key(&around);
            all.insert(around, if is_alone { own } else { Vec::new() });
        }
        all
    }

    /// The first element of the first list `field` that is not empty: what tells the kind of a report that begins with quiet days.
    /// Nothing where the first record has no such list.
    #[must_use]
    pub fn first_nested(&self, field: &str) -> Option<Map<String, Value>> {
        for (number, &(start, end)) in self.scan.records.iter().enumerate() {
            match cut(&self.bytes[start..end], field) {
                Ok((_, elements)) => {
                    if let Some(first) = elements.first() {
                        return serde_json::from_str(first.get()).ok();
                    }
                }
                Err(_) if number == 0 => return None,
                Err(_) => {}
            }
        }
        None
    }
}

/// A record without its list `field`, and the elements of the list.
fn cut<'a>(record: &'a [u8], field: &str) -> Result<(Map<String, Value>, Vec<&'a RawValue>), Reject> {
    let broken = |error: serde_json::Error| Reject::record(format!("no JSON object: {}", plain(&error)));
    let mut fields: Cut = serde_json::from_slice(record).map_err(broken)?;
    let no_list = || Reject::new(field, "", format!("no list `{field}`"));
    let list = fields.remove(field).ok_or_else(no_list)?;
    let elements = serde_json::from_str(list.get()).map_err(|_| no_list())?;
    let mut around = Map::new();
    for (name, value) in fields {
        around.insert(name.into_owned(), serde_json::from_str(value.get()).map_err(broken)?);
    }
    Ok((around, elements))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::batch::{Batch, Cell, Ending};
    use crate::model::Table;

    #[test]
    fn elements_have_their_own_lines() {
        let text = "{\"data\": [\n {\"day\": \"a\", \"results\": []},\n {\"day\": \"b\", \"results\": [\n  {\"id\": \"1\"},\n  7,\n  {\"id\": \"2\"}]},\n {\"day\": \"c\"}\n], \"has_more\": true}";
        let file = JsonFile::open(text.as_bytes()).unwrap();
        let mut batch = Batch::new(Table::WorkspaceMembers);
        file.each_nested("results", &mut batch, |around, record, line, batch| {
            assert!(!around.has("results"));
            batch.push(line, &[around.cell("day")?, record.cell("id")?, Cell::Null]);
            Ok(())
        });
        let rows: Vec<_> = (0..batch.rows()).map(|r| (batch.lines[r], batch.text(0, r), batch.text(1, r))).collect();
        assert_eq!(rows, [(4, Some("b"), Some("1")), (6, Some("b"), Some("2"))]);
        let found: Vec<_> = batch.rejects.iter().map(|(line, reject)| (*line, &*reject.reason)).collect();
        assert_eq!(found[1], (7, "no list `results`"));
        assert!(found[0].0 == 5 && found[0].1.starts_with("no JSON object"), "{found:?}");
        assert_eq!(batch.ending, Ending::MoreFollow);
        assert_eq!(file.first_nested("results").unwrap()["id"], "1");
        assert_eq!(file.first_nested("other"), None);
    }
}
