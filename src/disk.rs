//! Files that a user names, opened with care: regular ones only, and no more of one than a bound. A pipe, a device or an endless
//! file neither hangs a run nor fills its memory.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;

/// All bytes of a regular file.
///
/// # Errors
/// What the disk says; [`io::ErrorKind::InvalidInput`] where the path names a folder, a pipe or a device;
/// [`io::ErrorKind::FileTooLarge`] where the file has more than `largest` bytes.
pub(crate) fn read(path: &Path, largest: u64) -> io::Result<Vec<u8>> {
    let file = open(path)?;
    let mut bytes = Vec::new();
    file.take(largest.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > largest {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("larger than {largest} bytes")));
    }
    Ok(bytes)
}

/// Opens a regular file for reading. What the path names is asked of the open file, so that nothing can change in between.
///
/// # Errors
/// As [`read`].
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    // A pipe that nobody writes to would be waited for at its opening (open(2), O_NONBLOCK). Regular files do not care.
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let file = options.open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fault: A file larger than the bound for its kind
    /// Outcome: Refused with the bound
    #[test]
    fn a_bound_is_a_bound() {
        let path = std::env::temp_dir().join(format!("clade-analyze-disk-{}", std::process::id()));
        std::fs::write(&path, "12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"12345");
        assert_eq!(read(&path, 4).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        std::fs::remove_file(&path).unwrap();
        assert_eq!(read(&path, 4).unwrap_err().kind(), io::ErrorKind::NotFound);
        assert!(read(&std::env::temp_dir(), 4).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn pipes_and_devices_are_refused_at_once() {
        let pipe = std::env::temp_dir().join(format!("clade-analyze-pipe-{}", std::process::id()));
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let refused = read(&pipe, 4).unwrap_err();
        std::fs::remove_file(&pipe).unwrap();
        assert_eq!(refused.kind(), io::ErrorKind::InvalidInput);
        assert_eq!(read(Path::new("/dev/zero"), 4).unwrap_err().kind(), io::ErrorKind::InvalidInput);
    }
}
