//! Members that are read while they unpack.

use std::io::Read;

use super::{Members, opened};
use crate::ingest::source::Source;

impl Members {
    /// The next member, handed to `read` with its path and the bytes that it may have. Where that makes nothing of it, it is a source
    /// as from the iterator, which goes on with what is behind the members. `read` says how many bytes there were.
    pub(in crate::ingest) fn next_read<T>(
        &mut self,
        read: impl Fn(String, &mut (dyn Read + Send), u64) -> Option<(T, u64)>,
    ) -> Option<Result<T, Source>> {
        while self.at < self.readable() {
            let at = self.at;
            self.at += 1;
            let named = *self.same_as.get(&at).unwrap_or(&at);
            if let Some(Ok((path, mut member))) = opened(self.archive.as_mut()?, &self.path, at, named) {
                let (most, _) = self.unpacking.limit(member.compressed_size());
                if let Some((result, bytes)) = read(path, &mut member, most) {
                    drop(member);
                    self.unpacking.count(bytes);
                    return Some(Ok(result));
                }
            }
            if let Some(source) = self.member(at) {
                return Some(Err(source));
            }
        }
        None
    }
}
