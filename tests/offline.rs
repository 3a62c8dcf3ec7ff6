//! Nothing leaves the machine: the program cannot open a socket, does not ask for one, and needs no network.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot read its own files has failed, and one that is skipped says so"
)]

mod support;

use std::path::Path;
use std::process::Command;

use object::Object as _;
use support::{Folder, root, tree};

const PROGRAM: &str = env!("CARGO_BIN_EXE_clade-analyze");
/// What a program imports that speaks to another machine: of the C library, and of Windows' sockets.
const OF_NETWORKS: [&str; 16] = [
    "socket",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "getaddrinfo",
    "gethostbyname",
    "send",
    "sendto",
    "sendmsg",
    "recvfrom",
    "recvmsg",
    "WSAStartup",
    "WSASocketW",
    "WSAConnect",
];

/// Fault: Code that opens a connection gets into the program
/// Outcome: The build fails: no function that makes or uses a socket is linked in
#[test]
fn no_function_of_networks_is_linked_in() {
    let bytes = std::fs::read(PROGRAM).unwrap();
    let file = object::File::parse(bytes.as_slice()).unwrap();
    let imports = file.imports().unwrap();
    let names: Vec<String> = imports
        .iter()
        .map(|import| String::from_utf8_lossy(import.name()).trim_start_matches('_').to_owned())
        .collect();
    // A program that reads files imports something of the kind: else the list was not read.
    assert!(names.iter().any(|name| name.contains("read") || name.contains("ReadFile")), "{} imports", names.len());
    let found: Vec<&String> = names.iter().filter(|name| OF_NETWORKS.contains(&name.as_str())).collect();
    assert!(found.is_empty(), "{found:?}");
}

fn run(command: &mut Command, out: &Path) -> std::process::Output {
    command.arg(PROGRAM).arg(root().join("fixtures/clean")).arg("-q").arg("--out").arg(out).output().unwrap()
}

/// Whether this machine lets the test watch or fence a program; containers often do not.
fn allows(command: &str, arguments: &[&str]) -> bool {
    let allowed =
        Command::new(command).args(arguments).arg("true").output().is_ok_and(|output| output.status.success());
    if !allowed {
        eprintln!("skipped: `{command}` is not there, or not allowed here");
    }
    allowed
}

/// Fault: A machine without any network
/// Outcome: The same bytes
#[test]
#[cfg(target_os = "linux")]
fn the_report_is_the_same_without_a_network() {
    let fence = ["--user", "--map-root-user", "--net"];
    if !allows("unshare", &fence) {
        return;
    }
    let folder = Folder::new();
    let output = run(Command::new("unshare").args(fence), &folder.path("report"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(tree(&folder.path("report")) == tree(&root().join("reports/clean")));
}

/// Fault: A library that looks something up on the network by itself
/// Outcome: The build fails: not one call about sockets is made
#[test]
#[cfg(target_os = "linux")]
fn no_call_about_sockets_is_made() {
    let watch = ["--follow-forks", "--trace=network", "--quiet=all", "--signal=none"];
    if !allows("strace", &watch) {
        return;
    }
    let folder = Folder::new();
    let log = folder.path("calls");
    let output = run(Command::new("strace").args(watch).arg("-o").arg(&log), &folder.path("report"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(std::fs::read_to_string(&log).unwrap(), "");
}
