//! Whether an answer says that more of its list follows, whichever API or collector gave it.

use serde_json::{Map, Value};

use crate::data::yes_no;
use crate::ingest::text::nothing::is_nothing;

/// Objects next to a list that say where in it the answer stands.
const PLACES: [&str; 10] = [
    "meta",
    "metadata",
    "links",
    "_links",
    "pagination",
    "paging",
    "page",
    "pageInfo",
    "page_info",
    "response_metadata",
];
/// Objects inside each other in which the next page is looked for: Datadog's stands in `meta.page.after`.
const DEEPEST: usize = 3;
/// Longest text of such an object.
const LONGEST: usize = 4 << 10;

/// Whether a field of an answer may say that more follows: by its name.
pub(super) fn may_say(name: &[u8]) -> bool {
    std::str::from_utf8(name).is_ok_and(|name| is_next(name) || PLACES.contains(&name))
}

/// Whether the text of such a field says so.
pub(super) fn says(name: &[u8], value: &[u8]) -> bool {
    let Ok(name) = std::str::from_utf8(name) else { return false };
    if value.len() > LONGEST {
        return is_next(name) && value.starts_with(b"\"");
    }
    serde_json::from_slice(value).is_ok_and(|value| says_in(name, &value, DEEPEST) == Some(true))
}

/// What an answer says of more that follows; nothing where it says nothing of it.
pub(in crate::ingest) fn of_answer(answer: &Map<String, Value>) -> Option<bool> {
    let fields = answer.iter().filter_map(|(name, value)| says_in(name, value, DEEPEST));
    fields.chain(of_search(answer)).reduce(|one, other| one || other)
}

/// Whether a search of Elastic or `OpenSearch` found more than it hands out.
fn of_search(answer: &Map<String, Value>) -> Option<bool> {
    let hits = answer.get("hits")?.as_object()?;
    let here = hits.get("hits")?.as_array()?.len() as u64;
    let total = hits.get("total")?;
    let all = total.as_u64().or_else(|| total.get("value")?.as_u64())?;
    let is_least = total.get("relation").is_some_and(|relation| relation == "gte");
    Some(all > here || is_least && here > 0)
}

fn says_in(name: &str, value: &Value, levels: usize) -> Option<bool> {
    if is_next(name) {
        return Some(if is_flag(name) { is_more(value) } else { is_there(value) });
    }
    let inside = value.as_object().filter(|_| PLACES.contains(&name))?;
    let levels = levels.checked_sub(1)?;
    let here = inside.iter().filter_map(|(name, value)| match name.as_str() {
        "next" | "after" => Some(is_there(value)),
        _ => says_in(name, value, levels),
    });
    here.reduce(|one, other| one || other)
}

/// Amazon, Google, Microsoft Graph, `OneLogin`, Slack and others, in the spellings of their documentation.
fn is_next(name: &str) -> bool {
    matches!(
        name,
        "nextToken"
            | "NextToken"
            | "next_token"
            | "nextPageToken"
            | "next_page_token"
            | "nextPage"
            | "next_page"
            | "nextLink"
            | "next_link"
            | "@odata.nextLink"
            | "@nextLink"
            | "nextCursor"
            | "next_cursor"
            | "after_cursor"
            | "NextMarker"
            | "nextRecordsUrl"
            | "next_page_url"
            | "has_more"
            | "hasMore"
            | "has_next_page"
            | "hasNextPage"
    )
}

/// Those that are true or false; the others hold the place of the next page.
fn is_flag(name: &str) -> bool {
    matches!(name, "has_more" | "hasMore" | "has_next_page" | "hasNextPage")
}

/// Whether a flag says that more follows, as any tool spells it: what is no word for no may mean yes.
pub(in crate::ingest) fn is_more(value: &Value) -> bool {
    yes_no(value).unwrap_or_else(|| is_there(value))
}

/// Whether a value is the place of a next page. Languages without null for texts and numbers write an empty text or 0 in its place, and
/// converters write JSON's words as texts; pages are counted from 1.
fn is_there(value: &Value) -> bool {
    match value {
        Value::String(text) => {
            let text = text.trim();
            !is_nothing(text) && text != "0" && !text.eq_ignore_ascii_case("false")
        }
        Value::Bool(more) => *more,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::Object(link) => link.get("href").is_some_and(|place| place.is_string() && is_there(place)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::of_answer;
    use crate::ingest::batch::Batch;
    use crate::ingest::document::Document;
    use crate::ingest::text::sink::Ending;
    use crate::ingest::{Ingestor, activity_feed, load_bytes, users};

    fn ending(ingestor: &Ingestor, text: &str) -> Ending {
        let mut batch = Batch::new(ingestor.table);
        (ingestor.read)(&Document::open(text.as_bytes()), &mut batch);
        assert!(batch.rows() > 0, "{text}");
        batch.ending
    }

    /// What stands next to a list, and whether more follows.
    fn answers() -> Vec<(Value, bool)> {
        vec![
            (json!({"nextToken": "abc"}), true),
            (json!({"NextToken": "abc"}), true),
            (json!({"nextPageToken": "abc"}), true),
            (json!({"@odata.nextLink": "https://graph.example/next"}), true),
            (json!({"hasMore": true}), true),
            (json!({"nextPage": 3}), true),
            (json!({"meta": {"page": {"after": "eyJ"}, "status": "done"}}), true),
            (json!({"meta": {"page": {}}, "links": {"next": "https://api.example/next"}}), true),
            (json!({"_links": {"next": {"href": "https://api.example/next"}, "self": {"href": "x"}}}), true),
            (json!({"pagination": {"before_cursor": null, "after_cursor": "x", "next_link": "y"}}), true),
            (json!({"response_metadata": {"next_cursor": "dGVh"}}), true),
            (json!({"pageInfo": {"endCursor": "x", "hasNextPage": true}}), true),
            (json!({"nextToken": null}), false),
            (json!({"nextToken": ""}), false),
            (json!({"hasMore": false}), false),
            (json!({"meta": {"page": {"after": null}}}), false),
            (json!({"links": {"next": null, "prev": "x"}}), false),
            (json!({"pageInfo": {"endCursor": "x", "hasNextPage": false}}), false),
            (json!({"response_metadata": {"next_cursor": ""}}), false),
            (json!({"_links": {"next": {"href": ""}}}), false),
        ]
    }

    /// The same words as tools of other languages write them: PHP and Perl 0 and 1, converters of XML and YAML texts, Go an empty text for
    /// null, Python and Visual Basic a capital letter.
    fn rewritten() -> Vec<(Value, bool)> {
        let mut all = Vec::new();
        for flag in ["has_more", "hasMore", "has_next_page"] {
            for no in [
                json!(false),
                json!(0),
                json!(0.0),
                json!("false"),
                json!("False"),
                json!("FALSE"),
                json!("0"),
                json!(""),
            ] {
                all.push((json!({flag: no}), false));
            }
            for yes in [json!(true), json!(1), json!("true"), json!("True"), json!("1"), json!("perhaps"), json!(7)] {
                all.push((json!({flag: yes}), true));
            }
        }
        for place in ["next_page", "nextPageToken", "next_cursor", "@odata.nextLink"] {
            for none in
                [json!(null), json!(""), json!(" "), json!(0), json!("0"), json!("null"), json!("None"), json!("false")]
            {
                all.push((json!({place: none}), false));
            }
            for there in [json!("page_MjAyNS0="), json!("2"), json!(2), json!("0abc")] {
                all.push((json!({place: there}), true));
            }
        }
        all
    }

    fn with(list: &str, records: Value, beside: &Value) -> String {
        let mut answer = serde_json::Map::new();
        answer.insert(list.to_owned(), records);
        answer.extend(beside.as_object().unwrap().clone());
        Value::Object(answer).to_string()
    }

    /// Fault: An answer of another API or collector says in words of its own that more pages follow
    /// Outcome: The list counts as cut, as one of the Claude API with `has_more`: nobody is absent from it, and no event
    #[test]
    fn more_follows_in_any_apis_words() {
        let activity = json!({"id": "activity_1", "type": "org_domain_removed", "created_at": "2026-08-03T10:00:00Z",
            "actor": {"type": "user_actor", "email_address": "ann@example.com", "user_id": "user_1"}});
        let user = json!({"id": "user_1", "type": "user", "email": "a@example.com", "name": "A", "role": "user", "added_at": null});
        for (beside, more) in answers().into_iter().chain(rewritten()) {
            let is_open = |ending: Ending| ending == Ending::MoreFollow;
            let events = with("events", json!([{"message": activity.to_string(), "eventId": "3"}]), &beside);
            assert_eq!(is_open(ending(&activity_feed::INGESTOR, &events)), more, "{events}");
            let page = with("data", json!([{"id": "AQ1", "attributes": {"attributes": activity}}]), &beside);
            assert_eq!(is_open(ending(&activity_feed::INGESTOR, &page)), more, "{page}");
            let list = with("data", json!([user]), &beside);
            assert_eq!(is_open(ending(&users::INGESTOR, &list)), more, "{list}");
        }
    }

    #[test]
    fn the_last_of_several_answers_decides() {
        let activity = |day: u32| {
            json!({"id": format!("activity_{day}"), "type": "org_domain_removed", "created_at": format!("2026-08-{day:02}T10:00:00Z"),
                "actor": {"type": "user_actor", "email_address": "ann@example.com", "user_id": "user_1"}})
        };
        let answer = |day: u32, next: Value| {
            with("events", json!([{"message": activity(day).to_string()}]), &json!({"nextToken": next}))
        };
        let (open, last) = (answer(1, json!("x")), answer(2, Value::Null));
        for (answers, expected) in [([&open, &last], Ending::BareRecords), ([&last, &open], Ending::MoreFollow)] {
            let text: Vec<&str> = answers.iter().map(|one| one.as_str()).collect();
            assert_eq!(ending(&activity_feed::INGESTOR, &text.join("\n")), expected);
        }
        // As many answers as are read in chunks.
        let many: Vec<String> = (1..=28).map(|day| answer(day, json!("x"))).collect();
        let data = load_bytes(vec![("feed.jsonl".to_owned(), many.join("\n").into_bytes())]).unwrap();
        assert!(data.inputs[0].notes.iter().any(|note| note.contains("more follow")), "{:?}", data.inputs[0]);
    }

    #[test]
    fn searches_that_found_more_than_they_hand_out() {
        for (total, more) in [
            (json!({"value": 2, "relation": "eq"}), false),
            (json!({"value": 3, "relation": "eq"}), true),
            (json!({"value": 2, "relation": "gte"}), true),
            (json!(2), false),
            (json!(10_000), true),
        ] {
            let answer = json!({"took": 1, "hits": {"total": total, "hits": [{"_source": {}}, {"_source": {}}]}});
            assert_eq!(of_answer(answer.as_object().unwrap()), Some(more), "{answer}");
        }
    }
}
