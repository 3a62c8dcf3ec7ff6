//! Words in names of files and folders.

/// Endings that say how a file is written, and nothing about the list.
pub(super) const ENDINGS: [&str; 10] = ["json", "jsonl", "ndjson", "csv", "tsv", "txt", "gz", "zst", "zip", "har"];
/// Words before the number of a page.
pub(super) const PAGE_WORDS: [&str; 12] =
    ["page", "pages", "p", "pg", "part", "parts", "pt", "chunk", "batch", "seite", "pagina", "blatt"];
/// Words that say where in a list a page stands.
pub(super) const PLACE_WORDS: [&str; 14] = [
    "first",
    "second",
    "third",
    "last",
    "next",
    "more",
    "rest",
    "end",
    "final",
    "start",
    "begin",
    "continued",
    "cont",
    "remaining",
];
/// Words that say that there is a newer list, or an older one.
pub(super) const OLD_WORDS: [&str; 22] = [
    "old",
    "older",
    "previous",
    "prev",
    "prior",
    "before",
    "backup",
    "bak",
    "last",
    "alte",
    "altes",
    "vorher",
    "vorheriges",
    "voriges",
    "ancien",
    "anciens",
    "anterior",
    "antiguo",
    "viejo",
    "vecchio",
    "oud",
    "oude",
];
pub(super) const NEW_WORDS: [&str; 17] = [
    "new", "newer", "newest", "latest", "current", "today", "neu", "neue", "neues", "aktuell", "aktuelle", "nouveau",
    "nouveaux", "nuevo", "nuovo", "nieuw", "nieuwe",
];
/// Old in German, and another one in English: only a folder that is called so says it.
pub(super) const OLD_FOLDER: &str = "alt";
/// Words that say how a file came to be, and nothing about the list.
pub(super) const SAVED_WORDS: [&str; 16] = [
    "response",
    "responses",
    "download",
    "downloads",
    "export",
    "exports",
    "output",
    "out",
    "data",
    "result",
    "results",
    "file",
    "json",
    "saved",
    "untitled",
    "answer",
];
