//! Members of zip archives. Nothing is ever written to disk, so no path of an archive can lead anywhere.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::Source;
use crate::model::mask_secrets;

/// Members read from one archive; data exports have a few dozen.
const MOST_MEMBERS: usize = 10_000;
/// Largest member, and largest sum of members, unpacked: a quarter of audit log is a few gigabytes at most.
const MOST_BYTES: u64 = 4 << 30;
/// Unpacked over packed size; deflate reaches about 1000 on constant bytes only, and text stays below 50.
const MOST_EXPANSION: u64 = 200;

/// Whether the bytes are a zip archive, an empty one included.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Every regular member as a source; what cannot be read is a source with the reason.
pub(super) fn members(path: &str, bytes: &[u8]) -> Vec<Source> {
    let failed = |name: &str, why: String| Source { path: format!("{path}!/{name}"), bytes: Err(why), archive: false };
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => return vec![failed("", format!("damaged archive: {error}"))],
    };
    let mut sources = Vec::new();
    let mut unpacked = 0_u64;
    for index in 0..archive.len().min(MOST_MEMBERS) {
        let mut member = match archive.by_index(index) {
            Ok(member) => member,
            Err(error) => {
                sources.push(failed(&format!("member {}", index + 1), format!("damaged member: {error}")));
                continue;
            }
        };
        let name = member.name().map_or_else(|_| format!("member {}", index + 1), |name| name.replace('\\', "/"));
        let name = mask_secrets(&name).into_owned();
        if member.is_dir()
            || name.starts_with("__MACOSX/")
            || name.rsplit('/').next().is_some_and(|n| n.starts_with('.'))
        {
            continue;
        }
        let limit =
            MOST_BYTES.saturating_sub(unpacked).min(member.compressed_size().max(4096).saturating_mul(MOST_EXPANSION));
        let mut content = Vec::new();
        let read = member.by_ref().take(limit + 1).read_to_end(&mut content);
        unpacked += content.len() as u64;
        sources.push(match read {
            Err(error) => failed(&name, format!("damaged member: {error}")),
            Ok(size) if size as u64 > limit => failed(&name, "unpacks to more than the limits allow".to_owned()),
            Ok(_) => Source { path: format!("{path}!/{name}"), bytes: Ok(content), archive: false },
        });
    }
    if archive.len() > MOST_MEMBERS {
        sources.push(failed("", format!("{} members, of which {MOST_MEMBERS} were read", archive.len())));
    }
    sources
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;

    fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn members_are_named_after_their_archive() {
        let bytes = zip(&[("logs/audit_logs.csv", b"a,b\n"), ("__MACOSX/x", b"x"), ("../../evil.csv", b"e")]);
        let paths: Vec<_> = members("a.zip", &bytes).into_iter().map(|s| s.path).collect();
        assert_eq!(paths, ["a.zip!/logs/audit_logs.csv", "a.zip!/../../evil.csv"]);
    }

    #[test]
    fn damage_and_bombs_are_told() {
        let bytes = zip(&[("zeros.csv", &vec![b'0'; 5 << 20])]);
        let why = members("a.zip", &bytes).remove(0).bytes.unwrap_err();
        assert!(why.contains("limits"), "{why}");
        let why = members("a.zip", &bytes[..bytes.len() - 30]).remove(0).bytes.unwrap_err();
        assert!(why.starts_with("damaged archive"), "{why}");
    }
}
