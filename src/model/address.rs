//! Mail addresses as people are matched by them.

/// The address as people are matched by it: trimmed, lower case, the plus-tag gone, a guest's Entra ID form
/// (`name_domain.com#EXT#@tenant.onmicrosoft.com`) turned back. `None` where the text is no address.
///
/// Dots are kept: only one mail provider ignores them, and organizations rarely use it.
#[must_use]
pub fn normalize_address(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['<', '>', '"', '\'']).to_lowercase();
    let text = text.strip_prefix("smtp:").or_else(|| text.strip_prefix("mailto:")).unwrap_or(&text);
    if let Some((guest, _)) = text.split_once("#ext#@") {
        let (local, domain) = guest.rsplit_once('_')?;
        return normalize_address(&format!("{local}@{domain}"));
    }
    let (local, domain) = text.rsplit_once('@')?;
    let local = local.split('+').next().unwrap_or(local);
    let well_formed = !local.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, ',' | ';'));
    well_formed.then(|| format!("{local}@{domain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_one_address() {
        for text in [
            "Jane.Doe@Example.com ",
            "jane.doe+claude@example.com",
            "<jane.doe@example.com>",
            "SMTP:jane.doe@example.com",
        ] {
            assert_eq!(normalize_address(text).as_deref(), Some("jane.doe@example.com"), "{text:?}");
        }
        let guest = "jane.doe_example.com#EXT#@tenant.onmicrosoft.com";
        assert_eq!(normalize_address(guest).as_deref(), Some("jane.doe@example.com"));
    }

    #[test]
    fn what_is_no_address() {
        for text in ["", "-", "jane", "@example.com", "jane@host", "a b@example.com", "+x@example.com", "#ext#@x"] {
            assert_eq!(normalize_address(text), None, "{text:?}");
        }
    }
}
