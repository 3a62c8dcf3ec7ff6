use std::path::Path;

use super::replace::Scratch;
use super::*;
use crate::render::{self, File, Renderer, sample};

/// A folder of this test alone, removed at its end.
fn scratch(name: &str) -> Scratch {
    let path = std::env::temp_dir().join(format!("clade-analyze-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    Scratch(path)
}

fn write_keeping(out: &Path, keep: bool) -> Result<render::Replaced> {
    render::write(&sample::report(), &["json", "csv", "xlsx"].map(|id| render::by_id(id).unwrap()), out, keep)
}

fn write(out: &Path) -> Result<render::Replaced> {
    write_keeping(out, false)
}

fn refusal(out: &Path) -> FolderError {
    write(out).unwrap_err().downcast_ref::<FolderError>().unwrap().clone()
}

#[test]
fn writes_replaces_and_leaves_nothing_beside() {
    let home = scratch("replace");
    let out = home.0.join("deep/report");
    let written = write(&out).unwrap().written;
    assert_eq!(written.last().unwrap().path, "manifest.json");
    fs::write(out.join(".DS_Store"), "litter").unwrap();
    write(&out).unwrap();
    let mut names: Vec<_> = written.iter().map(|w| w.path.clone()).collect();
    names.sort();
    assert_eq!(list(&out, "").unwrap(), names);
    assert_eq!(list(&home.0.join("deep"), "").unwrap().len(), names.len());
    for file in &written {
        assert_eq!(manifest::sha256(&fs::read(out.join(&file.path)).unwrap()), file.sha256);
    }
}

#[test]
fn an_empty_folder_and_the_current_one_will_do() {
    let home = scratch("empty");
    write(&home.0).unwrap();
    write(&home.0.join(".")).unwrap();
}

#[test]
fn refuses_what_is_not_ours() {
    let home = scratch("refuse");
    let stranger = home.0.join("photos");
    fs::create_dir(&stranger).unwrap();
    fs::write(stranger.join("manifest.json"), "{}").unwrap();
    assert_eq!(refusal(&stranger), FolderError::NotOurs(stranger.clone()));
    assert!(write_keeping(&stranger, true).is_err(), "--force is for reports");
    assert_eq!(list(&stranger, "").unwrap(), ["manifest.json"]);
    assert!(matches!(refusal(&stranger.join("manifest.json")), FolderError::NotAFolder(_)));

    let out = home.0.join("report");
    write(&out).unwrap();
    fs::write(out.join("notes.txt"), "mine").unwrap();
    assert_eq!(refusal(&out), FolderError::Foreign(out.clone(), "notes.txt".into()));
    assert_eq!(fs::read(out.join("notes.txt")).unwrap(), b"mine");
}

/// Fault: Any output changed by hand
/// Outcome: Never overwritten without `--force`
#[test]
fn work_in_a_report_stays_whatever_file_it_is_in() {
    let home = scratch("work");
    let out = home.0.join("report");
    let names: Vec<String> = write(&out).unwrap().written.into_iter().map(|one| one.path).collect();
    let outputs: Vec<&String> = names.iter().filter(|name| *name != manifest::FILE_NAME).collect();
    assert!(WORKSHEETS.iter().all(|sheet| outputs.iter().any(|name| name == sheet)));
    for name in outputs {
        let before = fs::read(out.join(name)).unwrap();
        let worked = [&before[..], b"decided"].concat();
        fs::write(out.join(name), &worked).unwrap();
        assert_eq!(refusal(&out), FolderError::Edited(out.clone(), name.clone()));
        assert_eq!(fs::read(out.join(name)).unwrap(), worked, "{name}");
        fs::write(out.join(name), before).unwrap();
    }
    let message = FolderError::Edited(out.clone(), WORKSHEETS[1].into()).to_string();
    assert!(message.contains("--out") && message.contains("--force") && message.contains("--review"), "{message}");
}

#[test]
fn a_forced_run_keeps_a_copy_of_the_work() {
    let home = scratch("keep");
    let out = home.0.join("report");
    write(&out).unwrap();
    for (number, extra) in [(1, "first"), (2, "second")] {
        fs::write(out.join(WORKSHEETS[1]), extra).unwrap();
        let kept = write_keeping(&out, true).unwrap().kept.unwrap();
        assert_eq!(kept.file_name().unwrap().to_string_lossy(), format!("report.kept-{number}"));
        assert_eq!(fs::read(kept.join(WORKSHEETS[1])).unwrap(), extra.as_bytes());
        assert_ne!(fs::read(out.join(WORKSHEETS[1])).unwrap(), extra.as_bytes());
    }
    assert_eq!(write_keeping(&out, true).unwrap().kept, None, "nothing was changed");
}

#[test]
fn a_failed_run_leaves_the_old_report() {
    const BROKEN: Renderer = Renderer { id: "broken", title: "", render: |_| anyhow::bail!("no ink") };
    const CLASH: Renderer =
        Renderer { id: "clash", title: "", render: |_| Ok(vec![File::new("a", "x"), File::new("a/b", "y")]) };
    const ESCAPE: Renderer = Renderer { id: "escape", title: "", render: |_| Ok(vec![File::new("../evil", "x")]) };
    let home = scratch("failed");
    let out = home.0.join("report");
    write(&out).unwrap();
    let before = fs::read(out.join("findings.json")).unwrap();
    for format in [&BROKEN, &CLASH, &ESCAPE] {
        let error = render::write(&sample::report(), &[format], &out, false).unwrap_err();
        assert!(!format!("{error:#}").is_empty());
        assert_eq!(fs::read(out.join("findings.json")).unwrap(), before);
        assert!(list(&home.0, "").unwrap().iter().all(|name| name.starts_with("report/")), "{}", format.id);
    }
}

/// Fault: Left-overs of a killed run
/// Outcome: Put back or removed by the next run
#[test]
fn what_a_killed_run_left_is_put_back_or_removed() {
    let home = scratch("killed");
    let out = home.0.join("report");
    write(&out).unwrap();
    // Killed between two renames: the report is away, the new one was whole.
    fs::rename(&out, home.0.join(".report.old")).unwrap();
    fs::create_dir(home.0.join(".report.new")).unwrap();
    fs::write(home.0.join(".report.new/findings.json"), "personal data").unwrap();
    write(&out).unwrap();
    let left: Vec<String> =
        list(&home.0, "").unwrap().into_iter().filter(|name| !name.starts_with("report/")).collect();
    assert!(left.is_empty(), "{left:?}");
    // A run that is refused cleans up too, and brings the report back.
    fs::write(out.join("notes.txt"), "mine").unwrap();
    fs::rename(&out, home.0.join(".report.old")).unwrap();
    assert_eq!(refusal(&out), FolderError::Foreign(out.clone(), "notes.txt".into()));
    assert_eq!(fs::read(out.join("notes.txt")).unwrap(), b"mine");
}

/// Fault: `--out` is a mount point
/// Outcome: Written inside, whole or not at all
#[test]
fn a_folder_that_cannot_be_moved_is_written_inside() {
    let home = scratch("inside");
    let files = |texts: &[(&str, &str)]| texts.iter().map(|(path, text)| File::new(*path, *text)).collect::<Vec<_>>();
    let out = home.0.join("mounted");
    write(&out).unwrap();
    let Standing::Report(old) = check(&out, false).unwrap() else { panic!("a report") };
    let gone = old.subject.iter().map(|subject| subject.name.clone()).collect::<Vec<_>>();
    let new = files(&[("charts/a.png", "x"), ("report.md", "y"), (manifest::FILE_NAME, "z")]);
    replace::inside(&out, &new, &Standing::Report(old)).unwrap();
    assert_eq!(list(&out, "").unwrap(), ["charts/a.png", "manifest.json", "report.md"]);
    assert!(gone.iter().all(|name| !out.join(name).exists()));
    // Killed while moving: the next run goes on where the manifest shows that the new report was whole.
    let half = out.join(".clade-analyze.new");
    fs::create_dir(&half).unwrap();
    fs::write(half.join("report.md"), "newer").unwrap();
    fs::write(half.join(manifest::FILE_NAME), "newer").unwrap();
    replace::finish_inside(&out).unwrap();
    assert_eq!(fs::read(out.join("report.md")).unwrap(), b"newer");
    // And throws away what was not.
    fs::create_dir(&half).unwrap();
    fs::write(half.join("report.md"), "half").unwrap();
    replace::finish_inside(&out).unwrap();
    assert_eq!(fs::read(out.join("report.md")).unwrap(), b"newer");
    assert!(!half.exists());
}

#[test]
fn two_runs_into_one_folder_leave_one_whole_report() {
    let home = scratch("two-runs");
    let out = home.0.join("report");
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..6).map(|_| scope.spawn(|| write(&out))).collect();
        for run in runs {
            run.join().unwrap().unwrap();
        }
    });
    assert!(matches!(check(&out, false).unwrap(), Standing::Report(_)));
    assert!(list(&home.0, "").unwrap().iter().all(|name| name.starts_with("report/")));
}

#[cfg(unix)]
/// Fault: A report folder with modes of its own
/// Outcome: Kept; new folders are for their owner only
#[test]
fn modes_are_the_owner_s_alone_or_what_they_were() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = scratch("modes");
    let out = home.0.join("report");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let sheet = out.join(WORKSHEETS[1]);
    write(&out).unwrap();
    assert_eq!((mode(&out), mode(&sheet)), (0o700, 0o600));
    fs::set_permissions(&out, fs::Permissions::from_mode(0o750)).unwrap();
    fs::set_permissions(&sheet, fs::Permissions::from_mode(0o640)).unwrap();
    write(&out).unwrap();
    assert_eq!((mode(&out), mode(&sheet)), (0o750, 0o640));
}
