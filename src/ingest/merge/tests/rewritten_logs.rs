//! An audit log, which has no ids, beside a copy of it that something rewrote.

use crate::ingest::load_bytes;
use crate::model::Dataset;

const COLUMNS: [&str; 9] = [
    "created_at",
    "actor_info",
    "event",
    "event_info",
    "entity_info",
    "ip_address",
    "device_id",
    "user_agent",
    "client_platform",
];
/// Everyday events, which are tallied, and others, which stay rows.
const TYPES: [&str; 4] = ["conversation_created", "org_user_deleted", "conversation_deleted", "user_signed_in_sso"];
const AT: usize = 0;
const ACTOR: usize = 1;
const EVENT: usize = 2;
const ENTITY: usize = 4;
const IP: usize = 5;
const DEVICE: usize = 6;
const AGENT: usize = 7;
const PLATFORM: usize = 8;

type Rows = Vec<[String; 9]>;

/// Forty events, two in each minute; some cells of them are empty. The last are equal in time, type and actor, and two in everything.
fn log(has_fractions: bool) -> Rows {
    let fraction = if has_fractions { ".374856" } else { "" };
    let one = |n: usize| {
        let (minute, second) = (n / 2, 1 + n % 2 * 29);
        let person = n % 3;
        let entity = if n.is_multiple_of(5) { "{}".to_owned() } else { format!("{{'uuid': 'chat-{n}', 'name': 'C'}}") };
        let at = format!("2026-07-0{}T10:{minute:02}:{second:02}{fraction}Z", 1 + n % 4);
        let actor =
            format!("{{'name': 'U', 'uuid': 'u-{person}', 'metadata': {{'email_address': 'u{person}@example.com'}}}}");
        let agent = if n.is_multiple_of(7) { "" } else { "Mozilla/5.0 (X11; Linux x86_64) Firefox/143.0" };
        let ip = if n.is_multiple_of(6) { String::new() } else { format!("198.51.{person}.7") };
        [&at, &actor, TYPES[n % 4], "{}", &entity, &ip, "", agent, "web"].map(str::to_owned)
    };
    let mut rows: Rows = (0..36).map(one).collect();
    let mut twin = rows[34].clone();
    twin[ENTITY] = "{'uuid': 'chat-other', 'name': 'C'}".to_owned();
    rows.extend([twin, rows[35].clone(), rows[35].clone(), rows[33].clone()]);
    rows
}

fn csv(rows: &Rows, without: &[usize]) -> String {
    let line = |cells: &[String]| {
        let kept = cells.iter().enumerate().filter(|(at, _)| !without.contains(at));
        kept.map(|(_, cell)| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>().join(",") + "\n"
    };
    let header = COLUMNS.map(str::to_owned);
    line(&header) + &rows.iter().map(|row| line(row)).collect::<String>()
}

fn load(files: &[(&str, &str)]) -> Dataset {
    load_bytes(files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()).unwrap()
}

/// How many events count of both, whichever name is first.
fn counted(whole: &str, copy: &str) -> u64 {
    let of = |names: [&str; 2]| {
        let data = load(&[(names[0], whole), (names[1], copy)]);
        assert!(data.rejections.is_empty(), "{:?}", data.rejections);
        let own = data.inputs.iter().all(|one| one.rows == one.accepted + one.duplicates + one.restated);
        assert!(own, "{:?}", data.inputs);
        data.inputs.iter().map(|input| input.accepted).sum()
    };
    let counts = [of(["a.csv", "z.csv"]), of(["z.csv", "a.csv"])];
    assert_eq!(counts[0], counts[1], "whatever they are called");
    counts[0]
}

fn each(rows: &Rows, change: impl Fn(&mut [String; 9])) -> Rows {
    let mut own = rows.clone();
    own.iter_mut().for_each(change);
    own
}

/// One way to rewrite a log, and the columns that it leaves out.
type Rewrite = (&'static str, fn(&mut [String; 9]), &'static [usize]);

const KEPT: fn(&mut [String; 9]) = |_| {};
const REWRITES: [Rewrite; 21] = [
    ("null", |row| empty_as(row, "null"), &[]),
    ("NULL", |row| empty_as(row, "NULL"), &[]),
    ("N/A", |row| empty_as(row, "N/A"), &[]),
    ("n/a", |row| empty_as(row, "n/a"), &[]),
    ("None", |row| empty_as(row, "None"), &[]),
    ("-", |row| empty_as(row, "-"), &[]),
    ("blank", |row| empty_as(row, "  "), &[]),
    (
        "capitals",
        |row| {
            row[ACTOR] = row[ACTOR]
                .replace("@example.com", "@EXAMPLE.COM")
                .replace("'u", "'U")
                .replace("'Uuid", "'uuid")
                .replace("'U-", "'u-")
        },
        &[],
    ),
    (
        "blanks",
        |row| row[ACTOR] = row[ACTOR].replace("@example.com'", "@example.com '").replace("': 'u", "': ' u"),
        &[],
    ),
    ("minutes", |row| row[AT] = format!("{} {}", &row[AT][..10], &row[AT][11..16]), &[]),
    ("seconds", |row| row[AT] = format!("{}Z", &row[AT][..19]), &[]),
    ("agents cut", |row| row[AGENT].truncate(20), &[]),
    ("platform", |row| row[PLATFORM] = "Web".to_owned(), &[]),
    ("no entity", KEPT, &[ENTITY]),
    ("no device", KEPT, &[DEVICE]),
    ("no agent", KEPT, &[AGENT]),
    ("no address", KEPT, &[IP]),
    ("no platform, no device", KEPT, &[PLATFORM, DEVICE]),
    (
        "null, minutes",
        |row| {
            empty_as(row, "null");
            row[AT] = format!("{}:00Z", &row[AT][..16]);
        },
        &[],
    ),
    (
        "null, no entity, seconds",
        |row| {
            empty_as(row, "null");
            row[AT] = row[AT][..19].replace('T', " ");
        },
        &[ENTITY],
    ),
    ("agents cut, no address", |row| row[AGENT].truncate(11), &[IP]),
];

fn empty_as(row: &mut [String; 9], word: &str) {
    row.iter_mut().filter(|cell| cell.is_empty()).for_each(|cell| *cell = word.to_owned());
}

/// Fault: A copy of the audit log with another word in empty cells, addresses in capitals, times without seconds or fewer columns counted every event twice: 17 deletions were 34, and a finding of high severity
/// Outcome: Events of one time, type and actor in which nothing contradicts are one; as many are counted as the file has that has most
#[test]
fn every_event_of_a_rewritten_copy_counts_once() {
    for has_fractions in [true, false] {
        let rows = log(has_fractions);
        let whole = csv(&rows, &[]);
        for (name, change, without) in REWRITES {
            let copy = each(&rows, change);
            assert_eq!(counted(&whole, &csv(&copy, without)), 40, "{name}, fractions: {has_fractions}");
            let half: Rows = copy.iter().step_by(2).cloned().collect();
            assert_eq!(counted(&whole, &csv(&half, without)), 40, "half of the rows, {name}");
            // Two events that are alike stay two, wherever they stand.
            let mut more = copy.clone();
            more.push(copy[35].clone());
            assert_eq!(counted(&whole, &csv(&more, without)), 41, "one more of a kind in the copy, {name}");
        }
    }
}

/// Every event of a log alone counts, with whatever words.
#[test]
fn a_log_alone_counts_all_of_its_events() {
    for (name, change, without) in REWRITES {
        let data = load(&[("a.csv", &csv(&each(&log(true), change), without))]);
        assert_eq!(data.inputs[0].accepted, 40, "{name}");
    }
}

#[test]
fn other_events_are_no_copy() {
    let rows = log(true);
    let whole = csv(&rows, &[]);
    let others: [Rewrite; 7] = [
        ("another hour", |row| row[AT] = row[AT].replace("T10", "T11"), &[]),
        ("another second", |row| row[AT] = row[AT].replace(":01.", ":02.").replace(":30.", ":31."), &[ENTITY]),
        ("another fraction", |row| row[AT] = row[AT].replace(".37", ".38"), &[ENTITY]),
        ("another actor", |row| row[ACTOR] = row[ACTOR].replace("u-", "v-"), &[]),
        ("another address", |row| row[ACTOR] = row[ACTOR].replace("example.com", "example.org"), &[ENTITY]),
        ("another network", |row| row[IP] = row[IP].replace("198.51", "203.0"), &[AGENT]),
        ("another type", |row| row[EVENT] = "file_uploaded".to_owned(), &[]),
    ];
    for (name, change, without) in others {
        let other = each(&rows, change);
        let same = other.iter().zip(&rows).filter(|(one, other)| one == other).count();
        let found = counted(&whole, &csv(&other, without));
        assert!(found > 75 - same as u64, "{name}: {found}");
    }
    // Nor is what has no more than a few events in common: two logs that touch.
    let later: Rows = each(&rows, |row| row[AT] = row[AT].replace("2026-07", "2026-08"));
    assert_eq!(counted(&whole, &csv(&later, &[ENTITY])), 80);
}

/// Copies of copies: each counts nothing, whatever it was made of.
#[test]
fn several_copies_count_once() {
    let rows = log(true);
    let copies: Vec<String> = REWRITES.iter().map(|(_, change, without)| csv(&each(&rows, change), without)).collect();
    for (at, first) in copies.iter().enumerate() {
        let second = &copies[(at + 5) % copies.len()];
        let data = load(&[("a.csv", first), ("m.csv", &csv(&rows, &[])), ("z.csv", second)]);
        let accepted: u64 = data.inputs.iter().map(|one| one.accepted).sum();
        assert_eq!(accepted, 40, "{} and {}", REWRITES[at].0, REWRITES[(at + 5) % copies.len()].0);
    }
}
