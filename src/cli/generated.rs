//! Texts that are made of the definitions of the arguments: completions and the man page.

use clap_complete::Shell;

/// What a shell needs to complete arguments.
pub(super) fn completions(shell: Shell, mut command: clap::Command) -> String {
    let (mut out, name) = (Vec::new(), command.get_name().to_owned());
    clap_complete::generate(shell, &mut command, name, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// The man page, in roff.
pub(super) fn man_page(command: clap::Command) -> String {
    let mut out = Vec::new();
    // Writing to memory does not fail.
    let _ = clap_mangen::Man::new(command).render(&mut out);
    String::from_utf8_lossy(&out).into_owned()
}
