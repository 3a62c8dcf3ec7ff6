//! What is said of decisions that do not count, since others do.

use crate::analyze::wording::some_of;
use crate::facts::Overruled;
use crate::model::counted;

/// So many are named.
const NAMED: usize = 5;

/// How many decisions later ones replace, and about whom one day has different ones.
pub(in crate::analyze) fn notes(overruled: &Overruled) -> Vec<String> {
    let earlier = (overruled.earlier > 0).then(|| {
        let earlier = counted(overruled.earlier, "earlier decision");
        format!("{earlier} of these worksheets not counted: of several about the same the latest day counts")
    });
    let ids: Vec<String> = overruled.contradicted.iter().cloned().collect();
    let contradicted = (!ids.is_empty()).then(|| {
        format!(
            "decided differently on one day, of which the furthest reaching decision counts: {}",
            some_of(&ids, NAMED)
        )
    });
    earlier.into_iter().chain(contradicted).collect()
}
