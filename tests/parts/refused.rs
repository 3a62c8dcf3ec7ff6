//! What a part cannot serve is refused by name.

use clade_analyze::options::Options;

use crate::support::Folder;
use crate::{assert_same, fold_some, folded, report, said, usage};

/// Fault: One file in two parts, in a part and by itself, or a part that is given twice
/// Outcome: Refused with exit 2, the file and both places named
#[test]
fn what_is_given_twice_is_refused_by_name() {
    let folder = folded();
    said(&folder, &["fold", "exports", "--root", "exports", "--out", "all", "-q"], 0);
    for (arguments, names) in [(["a", "all"], ["july/one.csv", "all", "a"]), (["all", "b"], ["other.csv", "all", "b"])]
    {
        let text = said(&folder, &arguments, 2);
        assert!(names.iter().all(|name| text.contains(name)) && text.contains("two parts"), "{text}");
    }
    std::fs::copy(folder.path("a"), folder.path("c")).unwrap();
    assert!(said(&folder, &["a", "c"], 2).contains("july/one.csv is in two parts, a and c"));
    std::fs::copy(folder.path("exports/other.csv"), folder.path("other.csv")).unwrap();
    assert!(said(&folder, &["b", "other.csv"], 2).contains("other.csv is in the part b and is given by itself"));
    assert!(said(&folder, &["fold", "a", "--out", "d"], 2).contains("a part already"));
}

/// Fault: Two files overlap so that only their rows tell which counts, and one was folded with `--sums-only`
/// Outcome: Refused with exit 2, the file and the part named; with rows the answer is that of the exports
#[test]
fn where_rows_decide_they_are_there_or_asked_for() {
    // The older header has fewer columns: rows are compared by what both have.
    let fewer = "usage_date_utc,model_version,api_key,workspace,usage_input_tokens_no_cache\n\
                 2026-07-01,claude-opus-5,prod-a,Production,1000\n2026-07-01,claude-opus-5,prod-a,Production,2000\n";
    let more = usage(&[("prod-a", 1000), ("prod-a", 2000)]);
    let folder = Folder::with(&[("exports/fewer.csv", fewer.as_bytes()), ("exports/more.csv", &more)]);
    for name in ["fewer", "more"] {
        let file = format!("exports/{name}.csv");
        said(&folder, &["fold", &file, "--out", name, "-q"], 0);
        said(&folder, &["fold", &file, "--out", &format!("{name}.sums"), "--sums-only", "-q"], 0);
    }
    let run = |exports: &[&str]| {
        let exports = exports.iter().map(|name| folder.path(name)).collect();
        report(&Options { exports, ..Options::default() })
    };
    assert_same(&run(&["exports"]).unwrap(), &run(&["fewer", "more"]).unwrap(), "by rows");
    let text = said(&folder, &["fewer", "more.sums"], 2);
    assert!(text.contains("more.csv") && text.contains("more.sums") && text.contains("--sums-only"), "{text}");
}

/// Fault: A policy sets other bounds than a part was folded within, or its rules ask for single events that a part has counted
/// Outcome: Refused with exit 2, the bound or the type of event named with what to do
#[test]
fn a_policy_that_a_part_cannot_serve_is_refused() {
    let event = |id: u32, kind: &str| {
        format!(
            "{{\"id\":\"activity_{id}\",\"type\":\"{kind}\",\"created_at\":\"2026-07-01T10:0{id}:00Z\",\"actor\":{{\"type\":\"user_actor\",\
             \"user_id\":\"user_1\",\"email_address\":\"a@example.com\"}}}}\n"
        )
    };
    let feed: String = (0..5).map(|id| event(id, "claude_chat_viewed")).collect();
    let rule = "[[rules]]\nid = \"viewing\"\ntitle = \"Chats were viewed\"\nseverity = \"low\"\ncontrol = \"audit-log-review\"\n\
                when = { type = [\"claude_chat_viewed\"] }\nremedy = [\"Ask {name} why\"]\n\
                [[rules.example]]\nfinds = true\nevent = '''{\"type\": \"claude_chat_viewed\", \"created_at\": \"2026-08-03T10:00:00Z\"}'''\n\
                [[rules.example]]\nfinds = false\nevent = '''{\"type\": \"claude_chat_created\", \"created_at\": \"2026-08-03T10:00:00Z\"}'''\n";
    let folder = Folder::with(&[
        ("exports/feed.jsonl", feed.as_bytes()),
        ("bounds.toml", b"[bounds]\nrecord_bytes = 2048\n"),
        ("rule.toml", rule.as_bytes()),
    ]);
    said(&folder, &["fold", "exports/feed.jsonl", "--out", "counted", "-q"], 0);
    said(&folder, &["fold", "exports/feed.jsonl", "--event", "claude_chat_viewed", "--out", "single", "-q"], 0);
    let refused = |part: &str, policy: &[&str]| said(&folder, &[&[part], policy].concat(), 2);
    assert!(refused("counted", &["--policy", "bounds.toml"]).contains("`record_bytes` = 67108864"));
    let text = refused("counted", &["--policy", "rule.toml"]);
    assert!(text.contains("counted") && text.contains("--event claude_chat_viewed"), "{text}");
    assert!(refused("single", &[]).contains("claude_chat_viewed"), "a run over the exports would have counted them");
    let run = |exports: &str| {
        let options = Options {
            exports: vec![folder.path(exports)],
            policy: Some(folder.path("rule.toml")),
            ..Options::default()
        };
        report(&options).unwrap()
    };
    assert_same(&run("exports"), &run("single"), "single events");
}

/// Activities of one hour each, as a page of the feed.
fn page(hours: std::ops::Range<u32>, organization: &str, more: bool) -> String {
    let one = |hour: u32| {
        format!(
            r#"{{"id":"activity_{organization}{hour:02}","type":"claude_chat_created","created_at":"2026-07-01T{hour:02}:00:00Z","organization_id":"org_{organization}","actor":{{"type":"user_actor","user_id":"user_1","email_address":"a@example.com"}}}}"#
        )
    };
    let all: Vec<String> = hours.rev().map(one).collect();
    format!(r#"{{"data":[{}],"has_more":{more},"first_id":null,"last_id":null}}"#, all.join(","))
}

/// Fault: A feed in a part has events of several organizations, of which only a run over all exports knows which is audited
/// Outcome: Refused with exit 2, the part named; pages of one organization that are joined in a part are compared as in the file
#[test]
fn a_feed_of_several_organizations_is_asked_for_itself() {
    let folder = Folder::new();
    for (name, text) in [
        ("joined/feed.json", format!("{}\n{}\n", page(12..20, "A", true), page(1..6, "A", false))),
        ("several/feed.json", format!("{}\n{}\n", page(12..20, "A", true), page(1..12, "B", false))),
    ] {
        std::fs::create_dir_all(folder.path(name).parent().unwrap()).unwrap();
        std::fs::write(folder.path(name), text).unwrap();
    }
    for name in ["joined", "several"] {
        let files = vec![folder.path(name).join("feed.json")];
        std::fs::create_dir_all(folder.path(&format!("{name}-part"))).unwrap();
        fold_some(files, &folder.path(name), folder.path(&format!("{name}-part/p")), false).unwrap();
    }
    let of = |name: &str| Options { exports: vec![folder.path(name)], ..Options::default() };
    assert_same(&report(&of("joined")).unwrap(), &report(&of("joined-part")).unwrap(), "joined pages");
    let refused = report(&of("several-part")).unwrap_err();
    assert!(refused.contains("events of several organizations") && refused.contains("the part p:"), "{refused}");
    report(&of("several")).unwrap();
}
