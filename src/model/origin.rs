//! Where an event came from, coarsely enough that a new lease or an update is no other place.

use std::net::IpAddr;

/// The network of an address: the first 24 bits, of the long kind the first 48.
#[must_use]
pub fn network(ip: &str) -> Option<String> {
    // `::ffff:198.51.100.7` is how a socket for both kinds writes a short address.
    match ip.trim().parse::<IpAddr>().ok()?.to_canonical() {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            Some(format!("{a}.{b}.{c}.0/24"))
        }
        IpAddr::V6(ip) => {
            let [a, b, c, ..] = ip.segments();
            Some(format!("{a:x}:{b:x}:{c:x}::/48"))
        }
    }
}

/// A program without its versions: an update is no other program.
#[must_use]
pub fn agent_family(agent: &str) -> String {
    let is_version = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_');
    let words = agent.split(|c: char| c.is_whitespace() || matches!(c, '/' | ';' | '(' | ')' | ','));
    let named = words.filter(|word| !word.is_empty() && !word.chars().all(is_version));
    named.map(|word| word.trim_end_matches(is_version).to_lowercase()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_and_programs() {
        assert_eq!(network("198.51.100.7").unwrap(), "198.51.100.0/24");
        assert_eq!(network("2001:db8:1:2::9").unwrap(), "2001:db8:1::/48");
        for mapped in ["::ffff:198.51.100.7", "::FFFF:c633:6407", " ::ffff:198.51.100.9 "] {
            assert_eq!(network(mapped), network("198.51.100.7"), "{mapped}");
        }
        assert_eq!(network("::1").unwrap(), "0:0:0::/48");
        assert_eq!(network("64:ff9b::c633:6407").unwrap(), "64:ff9b:0::/48", "a translated address is none of ours");
        assert_eq!(network("office"), None);
        let family = |version: &str| agent_family(&format!("Mozilla/5.0 (X11; Linux x86_64) Firefox/{version}"));
        assert_eq!(family("143.0"), family("144.0.1"));
        assert_ne!(family("143.0"), agent_family("curl/8.9.1"));
    }
}
