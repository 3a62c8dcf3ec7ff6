//! Which lists are cut, and which merely lack somebody.

use serde_json::{Value, json};

use crate::analyze::testing::{activity, any_data, baseline, cost, days, key, member, page, usage, with};
use crate::facts::spend::Prices;
use crate::facts::{Facts, Wholeness, as_of, default_period};
use crate::model::{Baseline, Table};
use crate::policy::Policy;

pub(super) fn wholeness(files: &[(&str, &str)], baseline: Option<&Baseline>) -> Wholeness {
    let data = any_data(files);
    let as_of = as_of(&data).unwrap();
    let period = default_period(&data, as_of).unwrap();
    Facts::with_baseline(&data, Prices::of(&Policy::default()), period, as_of, baseline).unwrap().populations.wholeness
}

/// Ids that a list lacks, marked where they are there; then whether it counts as cut.
fn lacking(table: Table, files: &[(&str, &str)]) -> (Vec<String>, bool) {
    let wholeness = wholeness(files, None);
    let one = |one: &super::Lacking| format!("{}{}", one.id, if one.is_there { "!" } else { "" });
    let gaps = wholeness.gaps.get(&table).map_or_else(Vec::new, |gaps| gaps.lacking.iter().map(one).collect());
    (gaps, wholeness.cuts.contains_key(&table))
}

pub(super) fn lines(events: &[Value]) -> String {
    events.iter().map(|event| format!("{event}\n")).collect()
}

fn chats(who: &[&str]) -> Vec<Value> {
    who.iter().map(|who| activity("2026-09-28T10:00:00Z", "claude_chat_created", who, json!({}))).collect()
}

fn addresses(who: &[&str]) -> Vec<String> {
    who.iter().map(|who| format!("{who}@example.com!")).collect()
}

/// Fault: Three strangers of a foreign domain turned into a member list that is cut, and were not found as strangers; so did the UUIDs of a log
/// Outcome: No page of a list has strangers of a domain that no member has, and ids of another kind say nothing of it
#[test]
fn strangers_are_no_page() {
    let users = page(&[member("ann@example.com", "admin"), member("bob@example.com", "user")]);
    let by = |actor: &dyn Fn(usize) -> Value| {
        let event =
            |at: usize| with(chats(&["ann"]).remove(0), json!({"id": format!("activity_{at}"), "actor": actor(at)}));
        let events: Vec<Value> = (0..4).map(event).collect();
        lacking(Table::Members, &[("feed.jsonl", &lines(&events)), ("users.json", &users)])
    };
    let at_domain = |domain: &str| {
        let domain = domain.to_owned();
        by(
            &move |at| json!({"type": "user_actor", "user_id": format!("user_x{at}"), "email_address": format!("x{at}@{domain}")}),
        )
    };
    assert!(!at_domain("evil.example").1, "strangers");
    assert!(at_domain("example.com").1, "a page of members");
    let uuid = |at: usize| json!({"type": "user_actor", "user_id": format!("0f8fad5b-d9cb-469f-a165-7086772895{at}0"), "email_address": null});
    assert_eq!(by(&uuid), (vec![], false), "ids of another kind");
}

#[test]
fn several_people_who_act_are_a_page() {
    let users = page(&[member("ann@example.com", "admin"), member("bob@example.com", "user")]);
    let with_feed =
        |events: &[Value]| lacking(Table::Members, &[("feed.jsonl", &lines(events)), ("users.json", &users)]);
    assert_eq!(with_feed(&chats(&["ann", "cleo", "dan", "eve"])), (addresses(&["cleo", "dan", "eve"]), true));
    assert_eq!(
        with_feed(&chats(&["ann", "cleo", "dan"])),
        (addresses(&["cleo", "dan"]), false),
        "two may be strangers"
    );
    let removal = |(at, who): (usize, &str)| {
        let fields =
            json!({"deleted_user_id": format!("user_{who}"), "deleted_user_email": format!("{who}@example.com")});
        activity(&format!("2026-09-29T10:0{at}:00Z"), "org_user_deleted", "ann", fields)
    };
    let mut left = chats(&["ann", "cleo", "dan", "eve"]);
    left.extend([(0, "cleo"), (1, "dan"), (2, "eve")].map(removal));
    assert_eq!(with_feed(&left), (vec![], false), "who was removed is rightly not listed");
    let mut many: Vec<Value> = (0..100).map(|at| member(&format!("m{at}@example.com"), "user")).collect();
    many.extend([member("ann@example.com", "admin")]);
    let (feed, users) = (lines(&chats(&["ann", "cleo", "dan", "eve"])), page(&many));
    let large = lacking(Table::Members, &[("feed.jsonl", &feed), ("users.json", &users)]);
    assert_eq!(large, (addresses(&["cleo", "dan", "eve"]), false), "three of a hundred");
    for (listed, is_cut) in [(57, true), (58, false)] {
        let users = page(&many[many.len() - listed..]);
        let found = lacking(Table::Members, &[("feed.jsonl", &feed), ("users.json", &users)]);
        assert_eq!(found.1, is_cut, "three next to {listed}: of sixty they are one in twenty");
    }
}

#[test]
fn creators_alone_prove_nothing_and_members_of_workspaces_do() {
    let users = page(&[member("ok@example.com", "admin")]);
    let by = |who: &str| {
        with(key(&format!("of-{who}"), "2025-03-01", None), json!({"created_by": {"type": "user", "id": who}}))
    };
    let keys = page(&[by("user_a"), by("user_b"), by("user_c"), by("user_d"), key("new", "2026-09-20", None)]);
    let old = lacking(Table::Members, &[("keys.json", &keys), ("users.json", &users)]);
    assert_eq!(
        old,
        (["user_a", "user_b", "user_c", "user_d"].map(str::to_owned).to_vec(), false),
        "they may have left"
    );
    let membership = |who: &str| json!({"type": "workspace_member", "workspace_id": "wrkspc_1", "user_id": who, "workspace_role": "workspace_user"});
    let memberships = page(&[membership("user_a"), membership("user_b"), membership("user_c"), membership("user_ok")]);
    let (found, is_cut) =
        lacking(Table::Members, &[("in.json", &memberships), ("keys.json", &keys), ("users.json", &users)]);
    assert_eq!((found.iter().filter(|one| one.ends_with('!')).count(), is_cut), (3, true));
}

#[test]
fn several_keys_in_use_are_a_page() {
    let keys = page(&[key("a", "2026-07-01", None), key("b", "2026-07-02", None)]);
    let used = |names: &[&str], until: &str| {
        let uses: Vec<_> = names.iter().map(|name| (*name, "Default", days("2026-07-05", until))).collect();
        usage(&[uses, vec![("a", "Default", days("2026-07-05", "2026-09-30"))]].concat())
    };
    let of = |usage: &str| lacking(Table::Keys, &[("keys.json", &keys), ("usage.csv", usage)]);
    assert_eq!(of(&used(&["c", "d", "e"], "2026-09-30")), (["c!", "d!", "e!"].map(str::to_owned).to_vec(), true));
    assert_eq!(of(&used(&["c", "d"], "2026-09-30")), (["c!", "d!"].map(str::to_owned).to_vec(), false));
    assert!(!of(&used(&["c", "d", "e"], "2026-07-31")).1, "used long ago, and archived since perhaps");
    let spent = |status: &str| {
        let row = |id: &'static str| ("2026-09-28".to_owned(), id, id, "Default", 1.0);
        cost(&[row("c"), row("d"), row("e")]).replace(",active\n", &format!(",{status}\n"))
    };
    assert!(lacking(Table::Keys, &[("keys.json", &keys), ("cost.csv", &spent("active"))]).1);
    assert!(!lacking(Table::Keys, &[("keys.json", &keys), ("cost.csv", &spent("archived"))]).1, "a list by status");
}

#[test]
fn a_key_by_name_and_by_id_is_one() {
    let keys = page(&[key("a", "2026-07-01", None)]);
    let row = |id: &'static str| ("2026-09-28".to_owned(), "c", id, "Default", 1.0);
    let named = usage(&[("c", "Default", days("2026-09-27", "2026-09-29"))]);
    let files = [("cost.csv", cost(&[row("apikey_c")])), ("keys.json", keys), ("usage.csv", named)];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    assert_eq!(lacking(Table::Keys, &files), (vec!["apikey_c!".to_owned()], false));
}

#[test]
fn workspaces_of_active_keys() {
    let spaces = page(&[crate::analyze::testing::workspace("Production")]);
    let keys = |ids: &[&str]| {
        page(&ids.iter().map(|id| key(id, "2026-07-01", Some(&format!("wrkspc_{id}")))).collect::<Vec<_>>())
    };
    let of = |ids: &[&str]| lacking(Table::Workspaces, &[("keys.json", &keys(ids)), ("spaces.json", &spaces)]);
    assert!(of(&["a", "b", "c"]).1);
    assert!(!of(&["a", "b"]).1);
    assert_eq!(of(&["default"]), (vec![], false), "the default workspace is not listed");
    assert_eq!(of(&["Production", "a", "b"]), (["wrkspc_a!", "wrkspc_b!"].map(str::to_owned).to_vec(), false));
    let member = |home: &str| json!({"type": "workspace_member", "workspace_id": format!("wrkspc_{home}"), "user_id": "user_ok", "workspace_role": "workspace_user"});
    let members = |homes: &[&str]| page(&homes.iter().map(|home| member(home)).collect::<Vec<_>>());
    let of = |homes: &[&str]| {
        lacking(Table::Workspaces, &[("in.json", &members(homes)), ("spaces.json", &spaces), ("keys.json", &keys(&[]))])
    };
    assert_eq!(of(&["Production"]), (vec![], false));
    let known = ["wrkspc_a", "wrkspc_b", "wrkspc_c"].map(str::to_owned).to_vec();
    assert_eq!(of(&["a", "b", "c"]), (known, false), "they may be archived");
}

#[test]
fn the_last_report_counted_more() {
    let list = |names: &[&str]| {
        page(
            &names
                .iter()
                .map(|name| with(key(name, "2026-01-01", None), json!({"created_by": null})))
                .collect::<Vec<_>>(),
        )
    };
    let users = |names: &[&str]| {
        page(&names.iter().map(|name| member(&format!("{name}@example.com"), "user")).collect::<Vec<_>>())
    };
    let all = ["a", "b", "c", "d", "e", "f", "g"];
    let last = baseline(&[("keys.json", &list(&all)), ("users.json", &users(&all))]);
    let now = |keys: &[&str], people: &[&str]| {
        let wholeness = wholeness(&[("keys.json", &list(keys)), ("users.json", &users(people))], Some(&last));
        [Table::Keys, Table::Members]
            .map(|table| (wholeness.note(table).is_some(), wholeness.cuts.contains_key(&table)))
    };
    assert_eq!(now(&all, &all), [(false, false), (false, false)]);
    assert_eq!(now(&all[..6], &all[..6]), [(true, false), (true, false)], "one is said, and no page");
    assert_eq!(now(&all[..4], &all[..4]), [(true, true), (true, false)], "keys never leave the list, people do");
    assert_eq!(now(&all[..4], &all[..2])[1], (true, true), "nor do most of them at once");
}

/// A report over today's lists as of an earlier day counts what was made since: that is no list that lost something.
#[test]
fn a_last_report_for_a_day_before_the_end_of_its_exports_proves_nothing() {
    let list =
        |names: &[(&str, &str)]| page(&names.iter().map(|(name, made)| key(name, made, None)).collect::<Vec<_>>());
    let keys = list(&[("a", "2026-01-01"), ("b", "2026-01-01"), ("late", "2026-08-01")]);
    let mut last = baseline(&[("keys.json", &keys)]);
    let noted = |last: &Baseline| wholeness(&[("keys.json", &keys)], Some(last)).note(Table::Keys).is_some();
    assert!(!noted(&last));
    last.report.as_of = "2026-07-01T00:00:00Z".parse().unwrap();
    assert!(!noted(&last), "3 were counted, 2 of them made before that day");
    last.report.inputs.iter_mut().for_each(|input| input.last = None);
    assert!(noted(&last), "where nothing tells that they are later, one is missing");
}

/// Fault: Keys of two organizations were held against the members of one, and who made the other's were gone
/// Outcome: A list from fewer files than the exports name organizations is not whole
#[test]
fn lists_of_fewer_organizations_than_there_are() {
    let of = |id: &str| json!({"type": "organization", "id": id, "name": id.to_uppercase()}).to_string();
    let (one, other) = (of("5f0c2e1a-0000-4000-8000-000000000001"), of("5f0c2e1a-0000-4000-8000-000000000002"));
    let users = page(&[member("ann@example.com", "admin")]);
    let others = page(&[member("bob@example.org", "admin")]);
    let both = [("a/me.json", one.as_str()), ("b/me.json", &other), ("a/users.json", &users)];
    let why = wholeness(&both, None).cuts.remove(&Table::Members);
    assert_eq!(why.as_deref(), Some("the exports are of 2 organizations, and the list comes from 1 file"));
    let whole = [both[0], both[1], both[2], ("b/users.json", others.as_str())];
    assert_eq!(wholeness(&whole, None).cuts.get(&Table::Members), None);
    assert_eq!(wholeness(&[both[0], both[2]], None).cuts.get(&Table::Members), None);
}

/// Fault: A list of keys whose dates could not be read «lacks 7 entries», and one without names lacked all that usage names
/// Outcome: What stands in records that could not be read is not lacking; of a list without names it is said that it has none
#[test]
fn what_cannot_be_read_or_named_is_not_lacking() {
    let names = ["a-search", "b-search", "c-search", "d-search"];
    let used = usage(&names.map(|name| (name, "A", days("2026-07-01", "2026-09-30"))));
    let keys = |change: Value| page(&names.map(|name| with(key(name, "2026-06-01", None), change.clone())));
    let cut = |text: &str| wholeness(&[("keys.json", text), ("usage.csv", &used)], None).cuts.remove(&Table::Keys);
    assert_eq!(cut(&keys(json!({}))), None);
    let mut dated: Vec<Value> =
        names.iter().map(|name| with(key(name, "2026-06-01", None), json!({"created_at": 1}))).collect();
    dated.push(key("ok", "2026-06-01", None));
    assert_eq!(cut(&page(&dated)), None, "they are there, unread");
    let other = page(&names.map(|name| key(&format!("other-{name}"), "2026-06-01", None)));
    assert!(cut(&other).is_some_and(|why| why.starts_with("it lacks 4 entries")));
    let nameless = cut(&keys(json!({"name": null}))).unwrap();
    assert_eq!(nameless, "4 of its 4 keys have no name: which of them other exports name is not known");
}
