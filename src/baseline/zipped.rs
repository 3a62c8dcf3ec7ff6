//! The findings of a report that somebody sent as a zip archive.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::FILE_NAME;
use crate::model::LARGEST_FINDINGS;

/// So many names a message has.
const NAMED: usize = 3;

/// Whether a file begins as a zip archive does, be it an empty one.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The name of the only `findings.json` in an archive, and its bytes; else why there is none to be had.
pub(super) fn findings(bytes: &[u8]) -> Result<(String, Vec<u8>), String> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("a damaged zip archive ({error})"))?;
    let is_one = |name: &String| name.rsplit(['/', '\\']).next() == Some(FILE_NAME);
    // A name that cannot be read is none of ours.
    let all = archive.file_names().filter_map(Result::ok).map(std::borrow::Cow::into_owned);
    let mut names: Vec<String> = all.filter(is_one).collect();
    names.sort_unstable();
    let name = match names.as_slice() {
        [] => return Err(format!("a zip archive without a {FILE_NAME}")),
        [name] => name.clone(),
        several => {
            let shown: Vec<&str> = several.iter().take(NAMED).map(String::as_str).collect();
            let more =
                if several.len() > NAMED { format!(" and {} more", several.len() - NAMED) } else { String::new() };
            return Err(format!("a zip archive with several reports ({}{more}): unpack it", shown.join(", ")));
        }
    };
    let member =
        archive.by_name(&name).map_err(|error| format!("a zip archive whose {name} cannot be unpacked ({error})"))?;
    let mut unpacked = Vec::new();
    let read = member.take(LARGEST_FINDINGS.saturating_add(1)).read_to_end(&mut unpacked);
    read.map_err(|error| format!("a zip archive whose {name} cannot be unpacked ({error})"))?;
    if unpacked.len() as u64 > LARGEST_FINDINGS {
        return Err(format!("a zip archive whose {name} is larger than {} MiB", LARGEST_FINDINGS >> 20));
    }
    Ok((name, unpacked))
}
