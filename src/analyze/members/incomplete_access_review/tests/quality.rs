//! What is said of a review as a whole, and which of several decisions counts.

use serde_json::json;

use super::super::ANALYZER;
use super::{HEAD, WHOLE, people, reported};
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, found, invite, member, outcome, page, with};
use crate::policy::Policy;

/// Fault: Where nobody had decided anything yet, or everything was an exception without a reason, the review counted as done
/// Outcome: What is put off and what has no reason is found, in one finding each
#[test]
fn what_is_put_off_and_what_has_no_reason() {
    let sheet = |decisions: [&str; 3]| {
        let [ana, bo, boss] = decisions;
        format!(
            "member,user_ana,,ana@example.com,{ana}\nmember,user_bo,,bo@example.com,{bo}\n\
             privileged,user_boss,,boss@example.com,{boss}\n"
        )
    };
    let by = |decision: &str, by: &str, ticket: &str| format!("{decision},{by}@example.com,2026-10-07,{ticket}");
    let (boss, ana) = (
        |decision: &str, ticket: &str| by(decision, "boss", ticket),
        |decision: &str, ticket: &str| by(decision, "ana", ticket),
    );
    for (decisions, expected) in [
        ([boss("later", ""), boss("later", ""), ana("deferred", "")], &["medium organization"][..]),
        ([boss("keep", ""), boss("zurückgestellt", "S-1"), ana("keep", "S-1")], &["low organization"]),
        ([boss("exception", ""), boss("exception", "S-1"), ana("keep", "S-1")], &["low organization"]),
        // Of a privileged role it is found that nothing is said.
        ([boss("keep", ""), boss("keep", ""), ana("exception", "")], &["low boss@example.com"]),
        ([boss("exception", "S-1"), boss("keep", ""), ana("exception", "S-1")], &[]),
    ] {
        let cells = decisions.each_ref().map(String::as_str);
        assert_eq!(reported(&sheet(cells)), expected, "{decisions:?}");
    }
}

/// Fault: «Decided alike» needed every row to be the same, which the row about the reviewer never is
/// Outcome: Rows of one day, reviewer and word are counted together, however many others there are
#[test]
fn alike_are_rows_and_not_reviews() {
    let mut people: Vec<serde_json::Value> = (0..42).map(|n| member(&format!("u{n}@example.com"), "user")).collect();
    people.push(member("boss@example.com", "admin"));
    let people = page(&people);
    let head = "group,id,name,address,decision,reviewer,reviewed_on,ticket,comment\n";
    let own = "privileged,user_boss,,boss@example.com,keep,u0@example.com,2026-10-08,,runs the platform\n";
    let reported = |cells: &dyn Fn(usize) -> String| {
        let rows: String = (0..42).map(|n| format!("member,user_u{n},,u{n}@example.com,{}\n", cells(n))).collect();
        let sheet = format!("{head}{rows}{own}");
        let lines = ask(&ANALYZER, &[("people.json", &people), ("sheet.csv", &sheet)]);
        lines.into_iter().map(|line| line.split(", none").next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let alike = |n: usize, word: &str, on: &str| {
        (n > 0).then(|| format!("{n} of 43 rows decided «{word}» on {on} by boss@example.com"))
    };
    let same = |_: usize| "keep,boss@example.com,2026-10-07,,".to_owned();
    let said = |least: usize| {
        move |n: usize| format!("keep,boss@example.com,2026-10-07,,{}", if n < least { "asked the lead" } else { "" })
    };
    let two = |n: usize| format!("keep,boss@example.com,2026-10-0{},,", if n < 21 { 6 } else { 7 });
    let split = |n: usize| format!("keep,boss@example.com,2026-10-0{},,", 6 + n % 3);
    let named =
        |n: usize| format!("keep,{},2026-10-07,,", if n.is_multiple_of(2) { "boss" } else { "boss@example.com" });
    let one = alike(42, "appropriate", "2026-10-07").unwrap();
    assert_eq!(reported(&same), [format!("low organization: {one}")]);
    assert_eq!(reported(&named), [format!("low organization: {one}")], "the name and the address of one reviewer");
    let most = alike(40, "appropriate", "2026-10-07").unwrap();
    assert_eq!(reported(&said(2)), [format!("low organization: {most}")], "a comment here and there changes nothing");
    assert_eq!(reported(&said(3)), [""; 0], "who has something to say about one in twenty has looked");
    let revoked = |n: usize| format!("{},boss@example.com,2026-10-07,S-1,", if n < 3 { "revoke" } else { "keep" });
    assert!(reported(&revoked).iter().all(|line| !line.contains("rows decided")), "who revokes has looked");
    let rest = alike(21, "appropriate", "2026-10-07").unwrap();
    let first = alike(21, "appropriate", "2026-10-06").unwrap();
    assert_eq!(reported(&two), [format!("low organization: {first}; {rest}")]);
    assert_eq!(reported(&split), [""; 0]);
}

/// Fault: Last quarter's «keep» counted and this quarter's «revoke» was lost where both worksheets were given, by the hash of the files
/// Outcome: The latest day counts, whichever file is read first, and the report says that others do not
#[test]
fn worksheets_of_two_quarters() {
    let people = people();
    let invites = page(&[invite("new@example.com", "user", "2027-01-20")]);
    let sheet = |made: &str, on: &str, ana: &str, comment: &str| {
        let head = "group,id,address,as_of,decision,reviewer,reviewed_on,ticket,comment\n";
        let row = |who: &str, decision: &str, by: &str| {
            format!("x,user_{who},{who}@example.com,{made}T00:00:00Z,{decision},{by}@example.com,{on},S-1,{comment}\n")
        };
        [head.to_owned(), row("ana", ana, "boss"), row("bo", "keep", "boss"), row("boss", "keep", "ana")].concat()
    };
    for (october, january, expected) in
        [("keep", "revoke", &["high ana@example.com"][..]), ("revoke", "keep", &[]), ("keep", "keep", &[])]
    {
        for (names, comment) in [
            (["a.csv", "b.csv"], ""),
            (["b.csv", "a.csv"], ""),
            (["a.csv", "b.csv"], "looked at"),
            (["b.csv", "a.csv"], "0"),
        ] {
            let (first, second) =
                (sheet("2026-10-01", "2026-10-05", october, comment), sheet("2027-01-01", "2027-01-05", january, ""));
            let files =
                [("people.json", people.as_str()), ("invites.json", &invites), (names[0], &first), (names[1], &second)];
            assert_eq!(found(&ANALYZER, &files), expected, "{october} {january} {names:?} {comment}");
            let Outcome::Assessed { notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
            assert!(notes.iter().any(|note| note.starts_with("3 earlier decisions of these worksheets")), "{notes:?}");
        }
    }
}

/// Fault: Who was removed as decided and is back was «to be revoked, but still listed»
/// Outcome: The return is what nobody decided about
#[test]
fn who_was_removed_and_came_back() {
    let reported = |added: &str| {
        let bo = with(member("bo@example.com", "user"), json!({"added_at": format!("{added}T09:00:00Z")}));
        let people = page(&[member("ana@example.com", "user"), bo, member("boss@example.com", "admin")]);
        let invites = page(&[invite("new@example.com", "user", "2026-12-20")]);
        let sheet = format!("{HEAD}{}", WHOLE.replace("exception", "revoked"));
        found(&ANALYZER, &[("people.json", &people), ("invites.json", &invites), ("sheet.csv", &sheet)])
    };
    assert_eq!(reported("2025-01-08"), ["high bo@example.com"]);
    assert_eq!(reported("2026-10-07"), ["high bo@example.com"], "on the day itself they may have been there before");
    assert_eq!(reported("2026-11-02"), ["medium bo@example.com"]);
}

#[test]
fn one_unknown_word_is_one_finding() {
    let sheet =
        format!("{HEAD}{}", WHOLE.replace("keep,", "k,").replace("exception,", "k,").replace("modified,", "r?,"));
    let people = people();
    let said = ask(&ANALYZER, &[("people.json", &people), ("sheet.csv", &sheet)]);
    assert_eq!(said.len(), 1, "{said:?}");
    let start = "medium organization: 3 decisions in words that are not known: «k» (2 rows), «r?» (1 row). Nothing is decided about \
                 ana@example.com, bo@example.com, boss@example.com. Known: appropriate, ";
    assert!(said[0].starts_with(start), "{said:?}");
}
