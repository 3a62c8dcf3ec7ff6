//! Numbers that envelopes state next to their records: how many records and pages there are.

use std::collections::BTreeSet;

use super::JsonFile;

impl JsonFile<'_> {
    /// Whether the pages state a total (SCIM's `totalResults`, from `startIndex` on) that lies behind their last record.
    #[must_use]
    pub fn lacks_of_total(&self) -> bool {
        let before = self.beside("startIndex").into_iter().min().map_or(0, |first| first.saturating_sub(1));
        self.stated_number("totalResults").is_some_and(|total| before + (self.len() as u64) < total)
    }

    /// The largest number that its envelopes state in a field.
    #[must_use]
    pub fn stated_number(&self, field: &str) -> Option<u64> {
        self.beside(field).into_iter().max()
    }

    /// The numbers of its pages, and how many there are, where they are counted (LiteLLM).
    #[must_use]
    pub fn numbered_pages(&self) -> Option<(BTreeSet<u64>, u64)> {
        let total = self.stated_number("total_pages")?;
        let named = ["current_page", "page"].map(|field| self.beside(field));
        let pages: BTreeSet<u64> = named.into_iter().flatten().collect();
        (!pages.is_empty()).then_some((pages, total))
    }

    /// Every number in fields of this name outside of records.
    fn beside(&self, field: &str) -> Vec<u64> {
        let (outside, name) = (self.outside_of_records(0, self.bytes.len()), format!("\"{field}\""));
        let behind = memchr::memmem::find_iter(&outside, &name).map(|at| &outside[at + name.len()..]);
        let number = |text: &[u8]| {
            let text = text.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
            // Converters write numbers as texts.
            let text = text.strip_prefix(b"\"").unwrap_or(text);
            let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
            std::str::from_utf8(&text[..digits]).ok()?.parse().ok()
        };
        behind.filter_map(number).collect()
    }
}
