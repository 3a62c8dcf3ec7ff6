//! Which checks a section of the policy may turn. Where a section differs between two runs, what these checks found in only one of them
//! says nothing about the organization; what the others found does.

/// Sections that only some checks ask, and these checks. Any other section (the organization's domains, prices, bounds) may matter to
/// every check, since what is derived for all of them asks it.
const ASKED_BY: [(&str, &[&str]); 11] = [
    ("access", &["overdue-access-review", "overscoped-compliance-key", "role-mismatch"]),
    ("alerts", &["missing-spend-alert"]),
    ("audit_log", &["data-export-event", "login-outside-sso"]),
    ("environments", &BY_NAME),
    ("hours", &["off-hours-admin-action", "off-hours-burst", "offboarding-lag"]),
    ("limits", &["key-without-own-limit", "missing-spend-limit", "spend-limit-breach"]),
    ("models", &["retired-or-unknown-model", "unapproved-model"]),
    ("naming", &["undescriptive-key-name"]),
    ("residency", &["residency-violation"]),
    ("services", &BY_NAME),
    (
        "settings",
        &[
            "no-ip-allowlist",
            "provisioning-without-offboarding",
            "retention-outside-policy",
            "setting-outside-policy",
            "sso-not-enforced",
        ],
    ),
];

/// Checks that ask to which service or environment a key or a workspace belongs.
const BY_NAME: [&str; 11] = [
    "environment-mismatch",
    "incomplete-rotation",
    "missing-environment-separation",
    "missing-service-key",
    "mixed-environment-workspace",
    "nonproduction-overspend",
    "parallel-keys",
    "shared-key",
    "shared-rate-limit",
    "spend-drop",
    "unclear-workspace-environment",
];

/// Whether what a check finds may depend on a section of the policy. The rules of a policy are no checks of the catalogue: any section
/// may matter to them.
#[must_use]
pub(crate) fn may_matter(section: &str, check: &str) -> bool {
    let is_rule = !super::catalogue::ALL.iter().any(|one| one.id == check);
    let asked = ASKED_BY.iter().find(|(name, _)| *name == section);
    is_rule || asked.is_none_or(|(_, checks)| checks.contains(&check))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

    use std::fs;
    use std::path::{Path, PathBuf};

    use super::super::catalogue::ALL;
    use super::{ASKED_BY, may_matter};

    /// What the source of a check holds where it asks a section.
    const QUESTIONS: [(&str, &[&str]); 11] = [
        ("access", &["is_wide_key(", "role_rules(", "access_review("]),
        ("alerts", &["alert_recipients("]),
        ("audit_log", &["log_reviewers(", "sso_required("]),
        (
            "environments",
            &[
                "names::environment",
                "names::services",
                "super::places",
                "super::{environment",
                "environment_of_",
                "Place::",
            ],
        ),
        ("hours", &["policy.hours("]),
        ("limits", &["workspace_limit(", "organization_limit("]),
        ("models", &["approved_models("]),
        ("naming", &["naming_patterns("]),
        ("residency", &["approved_geos(", "geos_of_workspace("]),
        ("services", &["names::services", "super::places", "policy.services(", "service_of("]),
        ("settings", &["setting_rules(", "policy.retention(", "ip_allowlist_required(", "sso_used("]),
    ];

    #[test]
    fn the_checks_named_are_those_of_the_catalogue() {
        for check in ASKED_BY.iter().flat_map(|(_, checks)| *checks) {
            assert!(ALL.iter().any(|one| one.id == *check), "{check}");
        }
    }

    #[test]
    fn a_check_whose_source_asks_a_section_is_named_with_it() {
        let mut asked = 0;
        for check in ALL {
            let text = source(check.id);
            for (section, questions) in QUESTIONS {
                if questions.iter().any(|question| text.contains(question)) {
                    asked += 1;
                    assert!(may_matter(section, check.id), "{} asks [{section}]", check.id);
                }
            }
        }
        assert!(asked > 30, "{asked} questions found: the words to look for are out of date");
    }

    #[test]
    fn what_is_derived_for_all_checks_asks_sections_that_matter_to_all() {
        // Names of keys and workspaces are read by services and environments; whoever asks for them is found by the test above.
        let apart = [
            "names/environment.rs",
            "names/environment/stated_services.rs",
            "names/services.rs",
            "spend/environments.rs",
            "keys/rotation.rs",
        ];
        for path in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/facts")) {
            if apart.iter().any(|one| path.ends_with(one)) {
                continue;
            }
            let text = code(&path);
            for question in QUESTIONS.iter().flat_map(|(_, questions)| *questions).filter(|one| one.ends_with('(')) {
                assert!(!text.contains(&format!("policy.{question}")), "{} asks {question}", path.display());
            }
        }
    }

    #[test]
    fn rules_and_unlisted_sections_may_always_matter() {
        assert!(may_matter("access", "a-rule-of-the-policy"));
        assert!(may_matter("organization", "unrotated-key"));
        assert!(!may_matter("access", "unrotated-key"));
        assert!(may_matter("access", "role-mismatch"));
    }

    /// The source of a check, with that of the files that are its own.
    fn source(id: &str) -> String {
        let name = id.replace('-', "_");
        let all = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/analyze"));
        let is_own = |path: &PathBuf| {
            path.iter().any(|part| part.to_str() == Some(&name)) || path.file_stem().unwrap() == name.as_str()
        };
        all.iter().filter(|path| is_own(path)).map(|path| code(path)).collect()
    }

    fn code(path: &Path) -> String {
        let text = fs::read_to_string(path).unwrap();
        text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned()
    }

    fn files(folder: &Path) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(files(&path));
            } else if path.extension().is_some_and(|end| end == "rs") && path.file_stem().unwrap() != "tests" {
                found.push(path);
            }
        }
        found
    }
}
