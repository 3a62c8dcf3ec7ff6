//! Random splits of whole organizations.

use std::path::PathBuf;

use clade_analyze::options::Options;

use crate::support::{Folder, root, synthesize, tree};
use crate::{assert_same, fold_some, report};

/// Random numbers that are the same every time (SplitMix64).
struct Split(u64);

impl Split {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ mixed >> 31) % u64::try_from(most).unwrap()).unwrap()
    }
}

/// Compares what a run says of a folder, its exports in the options, with what it says of random splits of it.
fn holds(options: &Options, seed: u64, times: usize) {
    let exports = options.exports[0].clone();
    let files: Vec<String> = tree(&exports).into_keys().collect();
    let expected = report(options).unwrap();
    let mut split = Split(seed);
    let times = std::env::var("SPLITS").ok().and_then(|text| text.parse().ok()).unwrap_or(times);
    for turn in 0..times {
        let parts = 1 + split.below(if turn % 3 == 1 { files.len() } else { 6 });
        let mut groups: Vec<Vec<PathBuf>> = vec![Vec::new(); parts];
        files.iter().for_each(|file| groups[split.below(parts)].push(exports.join(file)));
        let folder = Folder::new();
        std::fs::create_dir_all(folder.path("parts")).unwrap();
        for group in groups.into_iter().filter(|group| !group.is_empty()) {
            // Parts are read in the order of their names.
            let name = format!("parts/{:09}", split.below(999_999_999));
            fold_some(group, &exports, folder.path(&name), false).unwrap();
        }
        let found = report(&Options { exports: vec![folder.path("parts")], ..options.clone() }).unwrap();
        assert_same(&expected, &found, &format!("{} turn {turn}", exports.display()));
    }
}

fn of(fixture: &str) -> Options {
    Options { exports: vec![root().join("fixtures").join(fixture)], ..Options::default() }
}

#[test]
fn splits_of_the_demo_give_its_report() {
    holds(&of("demo"), 1, 3);
}

#[test]
fn splits_of_a_clean_and_a_hostile_organization_give_their_reports() {
    holds(&of("clean"), 2, 2);
    holds(&of("hostile"), 3, 3);
}

#[test]
fn splits_of_synthesized_organizations_give_their_reports() {
    for (seed, flaws) in
        [("91", ["conflicting-records", "truncated-export"]), ("92", ["rejected-rows", "unproven-unit"])]
    {
        let folder = Folder::new();
        let flaws = flaws.iter().flat_map(|flaw| ["--flaw", flaw]);
        let arguments = ["--seed", seed, "--clean", "--members", "20", "--keys", "8", "--events", "800"];
        synthesize(&arguments.into_iter().chain(flaws).collect::<Vec<_>>(), &folder);
        let policy = Some(folder.path("organization/clade.toml"));
        let exports = vec![folder.path("organization/exports")];
        holds(&Options { exports, policy, ..Options::default() }, 5, 2);
    }
}

#[test]
fn splits_of_an_organization_with_policy_reviews_and_baseline_give_its_report() {
    let typical = |path: &str| root().join("fixtures/typical").join(path);
    let reviews = std::fs::read_dir(typical("reviews")).unwrap().map(|file| file.unwrap().path()).collect();
    let policy = Some(typical("clade.toml"));
    holds(&Options { reviews, policy, ..of("typical/exports") }, 4, 3);
}
