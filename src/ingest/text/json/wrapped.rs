//! Records inside the envelope that a pipeline puts around each of them: what it wraps is the record.

use serde::Deserialize;
use serde_json::value::RawValue;

/// The fields in which pipelines keep a record: Airbyte's raw files, and messages of Singer taps, among which are others without one.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, rename = "_airbyte_data")]
    airbyte: Option<&'a RawValue>,
    #[serde(borrow, rename = "record")]
    singer: Option<&'a RawValue>,
    #[serde(borrow, rename = "type")]
    kind: Option<&'a RawValue>,
    #[serde(borrow)]
    stream: Option<&'a RawValue>,
}

impl<'a> Envelope<'a> {
    /// Whether it is a message of a Singer tap of this kind.
    fn is_message(&self, kind: &str) -> bool {
        self.stream.is_some() && self.kind.is_some_and(|own| own.get().trim_matches('"') == kind)
    }

    /// Whether it is a message of a tap that holds no record; a state is of no stream.
    fn is_about_the_stream(&self) -> bool {
        let is_state = self.kind.is_some_and(|own| own.get() == "\"STATE\"");
        is_state || ["SCHEMA", "ACTIVATE_VERSION"].iter().any(|kind| self.is_message(kind))
    }

    fn wrapped(&self) -> Option<&'a str> {
        let of_tap = self.singer.filter(|_| self.is_message("RECORD"));
        self.airbyte.or(of_tap).map(RawValue::get).filter(|text| text.starts_with('{'))
    }
}

/// Where the wrapped records stand, if the first record, or the first that is no description of a stream, wraps one; `records` else.
/// What wraps none is a message about the stream where messages are, and else stays as it is; where pages count their records,
/// everything does.
pub(super) fn unwrapped(bytes: &[u8], records: Vec<(usize, usize)>, has_pages: bool) -> Vec<(usize, usize)> {
    let read = |&(start, end): &(usize, usize)| serde_json::from_slice::<Envelope>(&bytes[start..end]).ok();
    let is_first = |one: &Envelope| one.wrapped().is_some() || one.is_message("SCHEMA");
    if !records.first().and_then(read).is_some_and(|first| is_first(&first)) {
        return records;
    }
    let inner = |place: (usize, usize)| {
        let Some(envelope) = read(&place) else { return Some(place) };
        match envelope.wrapped() {
            Some(text) => {
                let start = text.as_ptr().addr() - bytes.as_ptr().addr();
                Some((start, start + text.len()))
            }
            None if envelope.is_about_the_stream() && !has_pages => None,
            None => Some(place),
        }
    };
    let places: Vec<_> = records.iter().copied().filter_map(inner).collect();
    if places.is_empty() { records } else { places }
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::Table;

    #[test]
    fn what_a_pipeline_wraps_is_the_record() {
        let user = |id: &str| {
            format!(
                r#"{{"id":"{id}","type":"user","email":"{id}@example.com","name":"A","role":"user","added_at":null}}"#
            )
        };
        let airbyte = |id: &str| {
            format!(r#"{{"_airbyte_raw_id":"1","_airbyte_extracted_at":1785888000000,"_airbyte_data":{}}}"#, user(id))
        };
        let singer = |id: &str| {
            format!(
                r#"{{"type":"RECORD","stream":"users","record":{},"time_extracted":"2026-08-05T00:00:00Z"}}"#,
                user(id)
            )
        };
        let schema = r#"{"type":"SCHEMA","stream":"users","schema":{"properties":{}},"key_properties":["id"]}"#;
        let state = r#"{"type":"STATE","value":{"users":1}}"#;
        for (what, lines) in [
            ("Airbyte", vec![airbyte("user_1"), airbyte("user_2")]),
            ("Singer", vec![schema.to_owned(), singer("user_1"), state.to_owned(), singer("user_2"), state.to_owned()]),
            ("Singer without a schema", vec![singer("user_1"), singer("user_2")]),
        ] {
            let data = load_bytes(vec![("users.jsonl".to_owned(), lines.join("\n").into_bytes())]).unwrap();
            assert_eq!(data.rejections, [], "{what}");
            let rows = table_rows(&data, Table::Members, &["id"]);
            assert_eq!(rows, ["user_1", "user_2"], "{what}");
        }
        // A record that happens to have such a field is its own.
        let own = r#"{"id":"user_1","type":"user","email":"a@example.com","name":"A","role":"user","added_at":null,"record":{"id":"x"}}"#;
        let data = load_bytes(vec![("users.jsonl".to_owned(), own.as_bytes().to_vec())]).unwrap();
        assert_eq!(table_rows(&data, Table::Members, &["id"]), ["user_1"]);
    }
}
