//! Which files there are: folders inside folders, without following links out of them.

mod below;
mod own_report;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::archive;
use super::compressed::Method;
use crate::disk;
use crate::model::{Bound, Bounds, mask_secrets};
pub use below::collect_below;

/// The argument that stands for standard input, and the path under which it is reported.
const STDIN: (&str, &str) = ("-", "stdin");

/// Whether a path given on the command line is standard input. A file of that name is `./-`.
pub(crate) fn is_stdin(root: &Path) -> bool {
    root.as_os_str() == STDIN.0
}

/// A regular file among the inputs, or standard input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    /// Path as it stands in the report: relative to its exports folder, `/`-separated, prefixed with the folder's name where
    /// several folders were given.
    pub path: String,
    /// Where it is; `-` for standard input.
    pub absolute: PathBuf,
}

impl SourceFile {
    /// Whether it is compressed on its own, by its first bytes.
    pub(in crate::ingest) fn is_packed(&self) -> bool {
        self.begin().is_some_and(|begin| Method::of(&begin).is_some())
    }

    /// Whether it is a zip archive.
    pub(in crate::ingest) fn is_zip(&self) -> bool {
        self.begin().is_some_and(|begin| archive::is_zip(&begin))
    }

    fn begin(&self) -> Option<[u8; 4]> {
        let mut begin = [0; 4];
        let read = disk::open(&self.absolute).and_then(|mut file| file.read_exact(&mut begin));
        read.is_ok().then_some(begin)
    }

    /// All of its bytes, or why they could not be read.
    pub(in crate::ingest) fn read(&self, bounds: &Bounds) -> Result<Vec<u8>, String> {
        let most = bounds.of(Bound::FileBytes);
        let mut bytes = Vec::new();
        let read = if is_stdin(&self.absolute) {
            io::stdin().lock().take(most + 1).read_to_end(&mut bytes)
        } else {
            disk::open(&self.absolute).and_then(|file| {
                let length = file.metadata()?.len().min(most);
                bytes.try_reserve_exact(usize::try_from(length).unwrap_or(usize::MAX))?;
                file.take(most + 1).read_to_end(&mut bytes)
            })
        };
        match read {
            Err(error) => Err(format!("cannot be read: {}", cause(&error))),
            Ok(read) if read as u64 > most => Err(bounds.exceeded(Bound::FileBytes)),
            Ok(_) => Ok(bytes),
        }
    }
}

/// What a walk found: files, sorted by path, and entries that could not be walked, with why.
#[derive(Debug, Default)]
pub struct Found {
    /// Regular files.
    pub files: Vec<SourceFile>,
    /// Path and why it was left out.
    pub skipped: Vec<(String, String)>,
    /// Files and folders that are no exports of anybody: path and what they are.
    pub passed_over: Vec<(String, String)>,
}

impl Found {
    /// Adds what lies below a folder, under paths that begin with `prefix` where there is one.
    fn walk(&mut self, root: &Path, prefix: Option<&String>) {
        let shown = |path: &Path| reported(root, path, prefix);
        let mut of_reports = BTreeSet::new();
        let mut walk = WalkDir::new(root).follow_root_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let why = error.io_error().map(|error| format!(": {}", cause(error))).unwrap_or_default();
                    let path = error.path().map_or_else(String::new, shown);
                    self.skipped.push((path, format!("cannot be read{why}")));
                    continue;
                }
            };
            let (path, kind, is_below) = (shown(entry.path()), entry.file_type(), entry.depth() > 0);
            let litter = litter(&entry.file_name().to_string_lossy()).filter(|_| is_below);
            if let Some(what) = litter {
                self.passed_over.push((path, what.to_owned()));
                if kind.is_dir() {
                    walk.skip_current_dir();
                }
            } else if kind.is_dir() {
                let files = if is_below { own_report::files(entry.path()) } else { BTreeSet::new() };
                if !files.is_empty() {
                    let count = crate::model::counted(files.len(), "file");
                    let what =
                        format!("a report of this program: {count} with the hashes in its manifest are no exports");
                    self.passed_over.push((path, what));
                }
                of_reports.extend(files);
            } else if of_reports.contains(entry.path()) {
                // Listed with its report.
            } else if kind.is_file() {
                self.files.push(SourceFile { path, absolute: entry.into_path() });
            } else {
                let what = if entry.path_is_symlink() { "a link, not followed" } else { "not a regular file" };
                self.skipped.push((path, what.to_owned()));
            }
        }
    }
}

/// Finds every regular file below the given folders (a file stands for itself, `-` for standard input).
///
/// Links are not followed (one given on the command line is). Hidden files and folders, what systems leave behind, and reports of this
/// program are passed over and listed.
///
/// # Errors
/// When one of the given paths does not exist or cannot be opened.
pub fn collect(roots: &[PathBuf]) -> io::Result<Found> {
    let mut found = Found::default();
    let names = root_names(roots);
    for (root, name) in roots.iter().zip(&names) {
        if is_stdin(root) {
            found.files.push(SourceFile { path: name.clone(), absolute: root.clone() });
            continue;
        }
        let root_kind = std::fs::metadata(root)?;
        if root_kind.is_file() {
            let own = root
                .file_name()
                .map_or_else(|| root.to_string_lossy().into_owned(), |n| n.to_string_lossy().into_owned());
            let path = if roots.len() > 1 { name.clone() } else { own };
            found.files.push(SourceFile { path: mask_secrets(&path).into_owned(), absolute: root.clone() });
            continue;
        }
        found.walk(root, (roots.len() > 1).then_some(name));
    }
    found.files.sort();
    found.files.dedup_by(|a, b| a.absolute == b.absolute);
    found.skipped.sort();
    found.passed_over.sort();
    found.passed_over.dedup();
    Ok(found)
}

/// What the system says of an error, without the machine's error number.
fn cause(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::NotFound => "no such file".to_owned(),
        kind => kind.to_string(),
    }
}

/// What a file or folder is that no export has the name of.
fn litter(name: &str) -> Option<&'static str> {
    match name {
        "__MACOSX" => Some("left by macOS, no export"),
        _ if name.eq_ignore_ascii_case("thumbs.db") || name.eq_ignore_ascii_case("desktop.ini") => {
            Some("left by Windows, no export")
        }
        _ if name.starts_with('.') => Some("hidden: its name begins with a point; rename it if it is an export"),
        _ => None,
    }
}

fn reported(root: &Path, path: &Path, prefix: Option<&String>) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts =
        prefix.cloned().into_iter().chain(relative.components().map(|c| c.as_os_str().to_string_lossy().into_owned()));
    mask_secrets(&parts.collect::<Vec<_>>().join("/")).into_owned()
}

/// The last component of each root, numbered where two are the same.
fn root_names(roots: &[PathBuf]) -> Vec<String> {
    let name = |root: &PathBuf| {
        if is_stdin(root) {
            return STDIN.1.to_owned();
        }
        let whole = root.canonicalize().unwrap_or_else(|_| root.clone());
        whole.file_name().map_or_else(|| "exports".to_owned(), |n| n.to_string_lossy().into_owned())
    };
    let names: Vec<String> = roots.iter().map(name).collect();
    let mut seen: BTreeMap<&String, usize> = BTreeMap::new();
    names
        .iter()
        .map(|name| {
            let count = seen.entry(name).or_default();
            *count += 1;
            if *count == 1 { name.clone() } else { format!("{name} ({count})") }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_the_bound() {
        let file = SourceFile { path: "Cargo.toml".into(), absolute: "Cargo.toml".into() };
        let size = std::fs::metadata("Cargo.toml").unwrap().len();
        let read = |most| file.read(&Bounds::default().with(Bound::FileBytes, most)).map(|bytes| bytes.len() as u64);
        assert_eq!(read(size), Ok(size));
        assert!(read(size - 1).unwrap_err().contains("`file_bytes`"));
        let missing = SourceFile { path: "x".into(), absolute: "no/such/file".into() };
        assert_eq!(missing.read(&Bounds::default()), Err("cannot be read: no such file".to_owned()));
    }

    #[test]
    fn a_dash_is_standard_input_once() {
        let files = |roots: &[&str]| {
            let roots: Vec<PathBuf> = roots.iter().map(PathBuf::from).collect();
            collect(&roots).unwrap().files.into_iter().map(|file| file.path).collect::<Vec<_>>()
        };
        assert_eq!(files(&["-"]), ["stdin"]);
        assert_eq!(files(&["-", "Cargo.toml", "-"]), ["Cargo.toml", "stdin"], "it can be read once");
        assert!(collect(&["./-".into()]).is_err(), "a file of that name, which is not there");
    }
}
