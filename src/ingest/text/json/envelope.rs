//! What makes an object a page of records: its list, and what only an envelope has next to it.

use super::continued;

/// Fields in which APIs hand out a list, and what only an envelope has next to it: the Claude API, Microsoft Graph, Google's directory,
/// SCIM, LiteLLM (which counts its pages, as it does those of users).
pub(super) static SHAPES: [PageShape; 5] = [
    PageShape { list: "data", beside: &["has_more", "first_id", "last_id", "next_page"] },
    PageShape { list: "value", beside: &["@odata.context", "@odata.count", "@odata.nextLink"] },
    PageShape { list: "users", beside: &["kind", "etag", "nextPageToken", "total_pages"] },
    PageShape { list: "Resources", beside: &["schemas", "totalResults", "itemsPerPage", "startIndex"] },
    PageShape { list: "keys", beside: &["total_count", "current_page", "total_pages"] },
];
/// What records have and envelopes do not: with one of these fields, a list is a value of the record.
const OWN: [&str; 10] =
    ["id", "_id", "uuid", "created_at", "timestamp", "@timestamp", "actor", "event", "user_id", "email"];

/// How an API wraps a page.
pub(super) struct PageShape {
    pub(super) list: &'static str,
    beside: &'static [&'static str],
}

/// What the fields of an object say of it.
#[derive(Default)]
pub(super) struct Fields {
    /// The envelope whose list was taken for a list of records.
    pub(super) page: Option<&'static PageShape>,
    /// A list that was taken for a value, and where it begins.
    pub(super) list: Option<(&'static PageShape, usize)>,
    /// Names of the other fields that matter, and whether they say that more follows.
    names: Vec<(&'static str, bool)>,
    /// Number of the other fields.
    others: usize,
    /// Whether a field says that more follows in the words of another API.
    more: bool,
}

impl Fields {
    pub(super) fn note(&mut self, name: &[u8], value: &[u8]) {
        self.others += 1;
        let says_more = continued::may_say(name) && continued::says(name, value);
        self.more |= says_more;
        let matters = |known: &&str| known.as_bytes() == name;
        if let Some(known) = OWN.iter().chain(SHAPES.iter().flat_map(|one| one.beside)).copied().find(matters) {
            self.names.push((known, says_more));
        }
    }

    fn has(&self, known: &[&str]) -> bool {
        self.names.iter().any(|(name, _)| known.contains(name))
    }

    /// Whether something stands here that only an envelope has next to its list. The names of other vendors are common words.
    pub(super) fn has_beside(&self, envelope: &PageShape) -> bool {
        self.has(envelope.beside) && (envelope.list == "data" || !self.has(&OWN))
    }

    /// Whether a list that begins here may be one of records: by what stands before it.
    pub(super) fn is_page_so_far(&self, envelope: &PageShape, depth: usize) -> bool {
        let may_be = envelope.list == "data" || depth == 0 && self.others == 0;
        self.page.is_none() && self.list.is_none() && (self.has_beside(envelope) || may_be && !self.has(&OWN))
    }

    /// Whether the object is a page, once all of its fields are known. Only the Claude API's may have fields next to its list that
    /// nobody knows.
    pub(super) fn is_page(&self, envelope: &PageShape, depth: usize) -> bool {
        let may_be = envelope.list == "data" || depth == 0 && self.others == 0;
        self.has_beside(envelope) || may_be && !self.has(&OWN)
    }

    /// Whether it says that nothing follows.
    pub(super) fn says_last(&self) -> bool {
        self.names.iter().any(|(name, more)| !more && *name == "has_more")
    }

    /// Whether it says that more follows.
    pub(super) const fn says_more(&self) -> bool {
        self.more
    }
}
