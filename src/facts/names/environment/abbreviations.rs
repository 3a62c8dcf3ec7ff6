//! Words and abbreviations that mean an environment only where nothing else stands beside them, or at a name's end: `PRE`, `Lab`, `search-int`.
//! Elsewhere they begin the names of departments and customers: «Pre-Sales», «Int. Marketing», «ABN Amro».

use super::super::words::{pieces, words};
use super::Named;
use crate::policy::Environment;

/// Where in a name a word says an environment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Anywhere,
    /// At the end, or alone.
    AtTheEnd,
    /// With nothing but neutral words beside it.
    Alone,
}

use Environment::{Development, Staging, Testing};
use Place::{Alone, Anywhere, AtTheEnd};

/// In names of workspaces. In German abn(ahme) and int(egration), in Spanish pre(producción) and des(arrollo), in Portuguese
/// hml or hom (homologação) and dsv or des (desenvolvimento).
const OF_WORKSPACES: [(&str, Environment, Place); 22] = [
    ("sbx", Development, Anywhere),
    ("playground", Development, Anywhere),
    ("localhost", Development, Anywhere),
    ("dsv", Development, AtTheEnd),
    ("des", Development, Alone),
    ("entw", Development, AtTheEnd),
    ("local", Development, Alone),
    ("lab", Development, Alone),
    ("tst", Testing, Anywhere),
    ("e2e", Testing, Anywhere),
    ("preview", Testing, AtTheEnd),
    ("ci", Testing, Alone),
    ("sit", Testing, Alone),
    ("perf", Testing, AtTheEnd),
    ("loadtest", Testing, Anywhere),
    ("abn", Staging, AtTheEnd),
    ("pre", Staging, AtTheEnd),
    ("hml", Staging, Anywhere),
    ("hom", Staging, Alone),
    ("int", Staging, Alone),
    ("oat", Staging, Alone),
    ("acc", Staging, Alone),
];
/// In names of keys: the others are services as well.
const OF_KEYS: [(&str, Environment); 4] =
    [("sbx", Development), ("localhost", Development), ("tst", Testing), ("hml", Staging)];

/// Words beside an environment that name nothing: what it is, of whom, and where it runs.
const NEUTRAL: &[&str] = &[
    "env",
    "environment",
    "environments",
    "umgebung",
    "entorno",
    "ambiente",
    "environnement",
    "omgeving",
    "workspace",
    "ws",
    "space",
    "account",
    "claude",
    "anthropic",
    "api",
    "only",
    "new",
    "old",
    "and",
    "v",
    "cd",
    "zone",
    "region",
    "host",
    "eu",
    "us",
    "usa",
    "uk",
    "gb",
    "de",
    "at",
    "ch",
    "fr",
    "es",
    "pt",
    "br",
    "it",
    "nl",
    "be",
    "pl",
    "se",
    "dk",
    "no",
    "fi",
    "jp",
    "in",
    "au",
    "ca",
    "sg",
    "emea",
    "apac",
    "latam",
    "east",
    "west",
    "north",
    "south",
    "central",
];

/// Whether a word beside that of an environment names nothing.
pub(super) fn is_neutral(word: &str) -> bool {
    NEUTRAL.contains(&word) || word.chars().count() == 1
}

/// The words of a name; `e2e` is one, in a workspace's.
pub(super) fn words_of(name: &str, named: Named) -> Vec<String> {
    let of_piece = |piece: String| if piece == "e2e" { vec![piece] } else { words(&piece) };
    match named {
        Named::Key => words(name),
        Named::Workspace => pieces(name).into_iter().flat_map(of_piece).collect(),
    }
}

/// The environment that the word at a place in a name says.
pub(super) fn environment_at(words: &[String], at: usize, named: Named) -> Option<Environment> {
    let word = words[at].as_str();
    if named == Named::Key {
        return OF_KEYS.iter().find(|(known, _)| *known == word).map(|(_, environment)| *environment);
    }
    let (_, environment, place) = OF_WORKSPACES.iter().find(|(known, ..)| *known == word)?;
    let are_neutral = |words: &[String]| words.iter().all(|word| is_neutral(word));
    let is_there = match place {
        Anywhere => true,
        AtTheEnd => are_neutral(&words[at + 1..]),
        Alone => are_neutral(&words[at + 1..]) && are_neutral(&words[..at]),
    };
    is_there.then_some(*environment)
}
