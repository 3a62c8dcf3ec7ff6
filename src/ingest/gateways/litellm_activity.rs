//! LiteLLM's `/user/daily/activity` and its like for teams and organizations: sums by day, with what each model and key had of them.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::fields::Fields;
use super::used::Used;
use crate::ingest::Ingestor;
use crate::ingest::batch::{Batch, Cell, Ending, Reject};
use crate::ingest::document::Document;
use crate::ingest::text::json::{Record, continued};
use crate::model::Table;

/// Recognizes days with metrics and their breakdown.
pub const INGESTOR: Ingestor = Ingestor {
    id: "litellm-activity",
    title: "LiteLLM daily activity (JSON)",
    table: Table::GatewayUse,
    signature: &["results", "metadata"],
    claims: |document| {
        let is_day =
            |day: Map<String, Value>| ["date", "metrics", "breakdown"].iter().all(|name| day.contains_key(*name));
        document.first().is_some_and(|record| record.object("metadata").is_some())
            && document.first_nested("results").is_some_and(is_day)
    },
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    let mut end = (0, 0, false);
    json.each_record(batch, |record, line, batch| {
        let page = Page::of(record);
        end = end.max((page.number, page.of, page.more));
        if page.lists_some_keys {
            batch.note("it lists the keys with the highest spend only: what it says of no key proves nothing");
        }
        // A day of which something cannot be read is refused whole, and the others stay.
        for day in record.objects("results") {
            match of_day(&day, &page, batch) {
                Ok(rows) => rows.into_iter().for_each(|used| used.push(line, batch)),
                Err(reject) => batch.reject(line, reject, &[]),
            }
        }
        Ok(())
    });
    batch.carries_what_is_stated();
    let (number, of, more) = end;
    if (more || number < of) && batch.ending != Ending::Broken {
        batch.note(format!("its last page is number {number} of {of}: more follow"));
        batch.ending = Ending::MoreFollow;
    }
}

/// What a page says of itself.
struct Page {
    number: u64,
    of: u64,
    more: bool,
    lists_some_keys: bool,
}

impl Page {
    fn of(record: &Record) -> Self {
        let number = |name: &str| record.get("metadata").and_then(|own| own.get(name)).and_then(Value::as_u64);
        Self {
            number: number("page").unwrap_or(1),
            of: number("total_pages").unwrap_or(1),
            more: record.get("metadata").and_then(|own| own.get("has_more")).is_some_and(continued::is_more),
            lists_some_keys: number("api_key_limit")
                .zip(number("total_api_keys"))
                .is_some_and(|(most, all)| all > most),
        }
    }

    /// A day goes on over pages, which add up: each is a part of it.
    fn part(&self) -> Cell<'static> {
        Cell::text((self.of > 1).then(|| format!("page {}", self.number)))
    }
}

/// What a day states of every model and key.
fn of_day(day: &Record, page: &Page, batch: &mut Batch) -> Result<Vec<Used<'static>>, Reject> {
    let date = Fields::Json(day).day("date")?.ok_or_else(|| Reject::new("date", "", "no day"))?;
    let breakdown = day.object("breakdown");
    let named = |name: &str| breakdown.as_ref().and_then(|own| own.get(name)).and_then(Value::as_object);
    let Some(models) = named("models") else { return Err(Reject::new("models", "", "a day without its models")) };
    let provider = named("providers").and_then(only);
    let mut rows = Vec::new();
    for (model, sums) in models {
        let of_model = |sums: &Value| {
            let (provider, model) = (provider.map(|name| Cow::Owned(name.to_owned())), Some(Cow::Owned(model.clone())));
            with_metrics(Used { day: date, part: page.part(), provider, model, ..Used::default() }, sums)
        };
        let keys = sums.get("api_key_breakdown").and_then(Value::as_object).filter(|keys| !keys.is_empty());
        let Some(keys) = keys else {
            batch.note("it does not say which key used which model");
            rows.push(of_model(sums)?);
            continue;
        };
        for (key, own) in keys {
            let said = |name: &str| own.get("metadata").and_then(|about| about.get(name)).and_then(Value::as_str);
            rows.push(Used {
                key: Some(Cow::Owned(key.clone())),
                key_name: said("key_alias").map(|alias| Cow::Owned(alias.to_owned())),
                user: Cell::text(said("user_id").map(str::to_owned)),
                team: Cell::text(said("team_id").map(str::to_owned)),
                ..of_model(own)?
            });
        }
    }
    Ok(rows)
}

/// The one provider of a day; nothing where several served it, of which nobody knows which served a model.
fn only(providers: &Map<String, Value>) -> Option<&str> {
    let mut names = providers.keys();
    names.next().filter(|_| names.next().is_none()).map(String::as_str)
}

/// The sums of one model or key: below `metrics`, or as they are.
fn with_metrics(mut used: Used<'static>, sums: &Value) -> Result<Used<'static>, Reject> {
    let Some(metrics) = sums.get("metrics").unwrap_or(sums).as_object() else {
        return Err(Reject::new("metrics", sums.to_string(), "no sums"));
    };
    let record = Record::new(metrics);
    let fields = Fields::Json(&record);
    used.cost = fields.dollars("spend")?.ok_or_else(|| Reject::new("spend", "", "no amount"))?;
    used.tokens = [
        fields.count("prompt_tokens")?,
        fields.count("completion_tokens")?,
        fields.count("cache_read_input_tokens")?,
        fields.count("cache_creation_input_tokens")?,
    ];
    used.requests = fields.count("api_requests")?;
    Ok(used)
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn days_by_model_and_key() {
        let metrics = |spend: &str| {
            format!(
                r#"{{"spend":{spend},"prompt_tokens":10,"completion_tokens":2,"cache_read_input_tokens":0,"api_requests":1}}"#
            )
        };
        let key = |name: &str, spend: &str| {
            format!(r#""{name}":{{"metrics":{},"metadata":{{"key_alias":"prod","team_id":null}}}}"#, metrics(spend))
        };
        let models = format!(
            r#""claude-opus-4-6":{{"metrics":{},"metadata":{{}},"api_key_breakdown":{{{},{}}}}},"gpt-4o":{{"metrics":{}}}"#,
            metrics("3"),
            key("88dc", "1"),
            key("99ab", "2"),
            metrics("0.5")
        );
        let day = |day: &str, models: &str| {
            format!(
                r#"{{"date":"{day}","metrics":{{}},"breakdown":{{"models":{models},"providers":{{"bedrock":{{}},"openai":{{}}}},"api_keys":{{}}}}}}"#
            )
        };
        let days =
            [day("2026-09-01", &format!("{{{models}}}")), day("2026-09-02", r#"{"claude-opus-4-6":{"spend":"much"}}"#)];
        let text =
            format!(r#"{{"results":[{}],"metadata":{{"page":1,"total_pages":2,"has_more":true}}}}"#, days.join(","));
        let of = |key: &str, cost: u8| {
            format!(
                "1: day=2026-09-01 gateway=LiteLLM key_id={key} model=claude-opus-4-6 part=page 1 input=10 output=2 cache_read=0 cost={cost} \
                 requests=1 key_name=prod is_claude=true counted=true"
            )
        };
        assert_eq!(
            rows(&INGESTOR, &text),
            [
                of("88dc", 1),
                of("99ab", 2),
                "1: day=2026-09-01 gateway=LiteLLM model=gpt-4o part=page 1 input=10 output=2 cache_read=0 cost=0.5 requests=1 is_claude=false \
                 counted=true"
                    .to_owned(),
                "1: rejected: spend: not an amount".to_owned(),
            ]
        );
    }
}
