//! What a rule may say.

use crate::data::event_kinds::{Action, EventKinds, Weight};
use crate::model::{Control, Severity};
use crate::policy::shape::{Field, Kind, may, must};

pub(in crate::policy::section) fn fields() -> Vec<Field> {
    vec![
        must("id", Kind::Text, "Words of a to z and 0 to 9 with hyphens."),
        must("title", Kind::Text, "What it finds."),
        must("severity", Kind::Word(Severity::ids), "How bad that is."),
        must("control", Kind::Word(|| Control::ALL.map(Control::id).into()), "The control in whose verdict it counts."),
        may("why", Kind::Text, "Why it matters."),
        must("remedy", Kind::SomeTexts, "What to do about it."),
        must("when", Kind::Table(when_fields), "Which events: of several words any, of several keys all."),
        may("actor", Kind::Table(actor_fields), "Who did it."),
        may("object", Kind::SomeTexts, "Patterns, one of which fits an id, name or address that the event is about."),
        may("where", Kind::Tables(condition_fields), "Conditions that all hold."),
        may("unless", Kind::Tables(condition_fields), "Conditions none of which holds."),
        may("outside_hours", Kind::Flag, "Only outside of [hours]."),
        may("threshold", Kind::Table(burst_fields), "Only so many within a time, as one finding."),
        must("example", Kind::Tables(example_fields), "Events that it must find, and events that it must not."),
    ]
}

fn when_fields() -> Vec<Field> {
    vec![
        may("type", Kind::SomeTexts, "Types as either source writes them; the other's are meant too."),
        may("topic", Kind::SomeWords(topics), "What the event is about."),
        may("action", Kind::SomeWords(|| Action::ALL.map(|(word, _)| word).into()), "What is done."),
        may("weight", Kind::SomeWords(|| Weight::ALL.map(|(word, _)| word).into()), "How much weight it has."),
    ]
}

/// What events are about, in the words of the tables.
pub(super) fn topics() -> Vec<&'static str> {
    let mut topics: Vec<&str> = EventKinds::embedded().types().map(|(_, kind)| kind.topic).collect();
    topics.sort_unstable();
    topics.dedup();
    topics
}

fn actor_fields() -> Vec<Field> {
    let mut fields = excluded_fields();
    fields.push(may("not", Kind::Table(excluded_fields), "None of those who meet all of this."));
    fields
}

fn excluded_fields() -> Vec<Field> {
    vec![
        may("kind", Kind::SomeTexts, "user_actor, api_actor, …"),
        may("id", Kind::SomeTexts, "Patterns over ids."),
        may("address", Kind::SomeTexts, "Patterns over mail addresses."),
        may("domain", Kind::SomeTexts, "Mail domains, with everything below them."),
        may("privileged", Kind::Flag, "Whether the actor has a privileged role, by the member list as it is now."),
    ]
}

fn condition_fields() -> Vec<Field> {
    vec![
        may("field", Kind::Text, "A path with dots, through every item of lists."),
        may("before", Kind::Text, "A changed field, as it was."),
        may("after", Kind::Text, "A changed field, as it is now."),
        may("equals", Kind::Literal, ""),
        may("one_of", Kind::Literals, ""),
        may("contains", Kind::Text, ""),
        may("matches", Kind::Text, "A pattern."),
        may("exists", Kind::Flag, ""),
        may("greater", Kind::Number, ""),
        may("less", Kind::Number, ""),
    ]
}

fn burst_fields() -> Vec<Field> {
    vec![
        must("count", Kind::Whole(2, u64::MAX), "How many."),
        must("within", Kind::Text, "Within which time: 90s, 10m, 1h, 2d."),
        may("by", Kind::Text, "What they have in common: actor, ip, object, or a field."),
    ]
}

fn example_fields() -> Vec<Field> {
    vec![
        must("event", Kind::Text, "An event as an export writes it, or a list of them: JSON."),
        must("finds", Kind::Flag, "Whether the rule must find something."),
        may("privileged", Kind::Flag, "Whether the actor has a privileged role."),
    ]
}
