//! The text of the file, and how a complaint points into it.

use std::ops::Range;

use crate::policy::error::PolicyError;

/// The file being read.
pub(in crate::policy) struct Source<'a> {
    /// How the user calls it.
    pub(in crate::policy) name: &'a str,
    /// Its text.
    pub(in crate::policy) text: &'a str,
}

impl Source<'_> {
    /// An error at a part of the text: line and column count from 1, the column in characters as editors do.
    pub(in crate::policy) fn fault(&self, at: Range<usize>, message: &str) -> PolicyError {
        let (line, column) = self.place(at.start);
        let start = self.floor(at.start);
        let line_start = self.line_start(start);
        let line_end = self.text[start..].find(['\n', '\r']).map_or(self.text.len(), |length| start + length);
        let end = self.floor(at.end).clamp(start, line_end);
        let parts = [&self.text[line_start..start], &self.text[start..end], &self.text[end..line_end]];
        PolicyError::at(&format!("{}:{line}:{column}: {message}", self.name), line, parts)
    }

    /// Line and column of a byte.
    pub(in crate::policy) fn place(&self, at: usize) -> (usize, usize) {
        let at = self.floor(at);
        let line_start = self.line_start(at);
        (self.text[..at].matches('\n').count() + 1, self.text[line_start..at].chars().count() + 1)
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// The byte at which the character around `at` begins.
    fn floor(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}
