//! Names of workspaces that begin with a word of an environment and go on: of a department or a customer, perhaps.

use super::super::words::words;
use super::abbreviations::is_neutral;
use super::{Named, environments_in};
use crate::policy::Policy;

/// Signs that set the environment apart from what it is of: `dev-search`, `Dev: Search`, `[DEV] Search`.
const SEPARATORS: [char; 12] = ['-', '_', ':', '/', '|', '.', ']', '–', '—', '·', '>', '+'];

/// What a workspace's name says behind the word of its environment, where only blanks or parentheses stand between: «Demo Day», «Stage
/// Entertainment», «Development (Fundraising)». Nothing where it says nothing more, or tells no environment, or several.
#[must_use]
pub fn goes_on_after_environment(name: &str, policy: &Policy) -> Option<Vec<String>> {
    let said = environments_in(name, Named::Workspace, policy);
    let [(_, word)] = said.as_slice() else { return None };
    let lower = name.to_lowercase();
    let behind = &lower[lower.find(word.as_str())? + word.len()..];
    let between: String = behind.chars().take_while(|c| !c.is_alphanumeric()).collect();
    let rest: Vec<String> = words(behind).into_iter().filter(|word| !is_neutral(word)).collect();
    let is_set_apart = !between.contains(char::is_whitespace) || between.contains(SEPARATORS);
    (!rest.is_empty() && !is_set_apart).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_go_on_and_names_that_do_not() {
        for name in [
            "Demo Day",
            "Stage Entertainment",
            "Staging Concept GmbH",
            "Sandbox VR",
            "Dev Team",
            "Development (Fundraising)",
            "Quality (QA) for Devices",
            "Live Nation",
        ] {
            assert!(goes_on_after_environment(name, &Policy::default()).is_some(), "{name}");
        }
        for name in [
            "Production",
            "Production EU",
            "Dev 2",
            "Search Staging",
            "Staging - Search",
            "Dev: Search",
            "[DEV] Search",
            "Dev / Search",
            "dev-search",
            "DevSearch",
            "dev_search",
            "Pre-Production",
            "Marketing",
            "Business Development",
            "Prod and Dev Tools",
        ] {
            assert_eq!(goes_on_after_environment(name, &Policy::default()), None, "{name}");
        }
    }
}
