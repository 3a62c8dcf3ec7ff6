//! A mistake of ours in one check or one file ends that check or file, and not the run.

use std::cell::RefCell;
use std::fmt;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

/// Work of ours that broke, by where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// File and line of our source. The message of a panic is left out: it may quote the exports.
    place: Option<String>,
}

impl fmt::Display for Broken {
    /// «a mistake of the program itself (src/…:91, version …)».
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let version = env!("CARGO_PKG_VERSION");
        match &self.place {
            Some(place) => write!(f, "a mistake of the program itself ({place}, version {version})"),
            None => write!(f, "a mistake of the program itself (version {version})"),
        }
    }
}

/// What a thread that works contained knows of panics.
#[derive(Default)]
struct Nesting {
    /// How many pieces of contained work it is inside of.
    depth: usize,
    place: Option<String>,
}

thread_local! {
    static NESTING: RefCell<Nesting> = RefCell::default();
}

/// Does work that must not end the run.
///
/// # Errors
/// [`Broken`] where the work panics.
pub fn contained<T>(work: impl FnOnce() -> T) -> Result<T, Broken> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !noted(info) {
                before(info);
            }
        }));
    });
    NESTING.with_borrow_mut(|nesting| nesting.depth += 1);
    // Nothing that the work changed is looked at again, but for counts that only grow.
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    let place = NESTING.with_borrow_mut(|nesting| {
        nesting.depth -= 1;
        nesting.place.take()
    });
    done.map_err(|_| Broken { place })
}

/// Whether a panic is of contained work, whose place is kept in place of the message on standard error.
fn noted(info: &PanicHookInfo) -> bool {
    NESTING.with(|nesting| {
        let Ok(mut nesting) = nesting.try_borrow_mut() else { return false };
        if nesting.depth > 0 {
            nesting.place =
                info.location().map(|location| format!("{}:{}", location.file().replace('\\', "/"), location.line()));
        }
        nesting.depth > 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_works_is_handed_on() {
        assert_eq!(contained(|| 7), Ok(7));
    }

    #[test]
    fn what_breaks_is_named_by_its_place_and_not_by_its_words() {
        let names = ["ana@example.com"];
        let broken =
            contained(|| names[..].iter().position(|name| name.is_empty()).expect("of ana@example.com")).unwrap_err();
        let text = broken.to_string();
        assert!(text.starts_with("a mistake of the program itself (src/contained.rs:"), "{text}");
        assert!(text.contains(env!("CARGO_PKG_VERSION")) && !text.contains("ana"), "{text}");
    }

    #[test]
    fn inner_work_breaks_alone() {
        let outer = contained(|| {
            let inner = contained(|| -> u8 { panic!("inner") });
            (inner.is_err(), contained(|| 2))
        });
        assert_eq!(outer, Ok((true, Ok(2))));
    }
}
