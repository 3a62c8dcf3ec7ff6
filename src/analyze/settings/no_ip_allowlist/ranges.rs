//! Whom ranges of addresses let in.

use std::net::IpAddr;

/// Whom a list lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Nobody: no range.
    Nobody,
    /// Some addresses.
    Some,
    /// Every address of IPv4, or of IPv6.
    Everybody,
}

/// Whom ranges let in together; nothing where one of them cannot be read.
pub(super) fn reach(ranges: &[String]) -> Option<Reach> {
    if ranges.is_empty() {
        return Some(Reach::Nobody);
    }
    let spans: Vec<(bool, u128, u128)> = ranges.iter().map(|range| span(range)).collect::<Option<_>>()?;
    let of = |is_long: bool| spans.iter().filter(move |(long, ..)| *long == is_long).map(|&(_, from, to)| (from, to));
    let open = covers(of(false), u128::from(u32::MAX)) || covers(of(true), u128::MAX);
    Some(if open { Reach::Everybody } else { Reach::Some })
}

/// Whether spans leave nothing out from 0 to the last address.
fn covers(spans: impl Iterator<Item = (u128, u128)>, last: u128) -> bool {
    let mut spans: Vec<_> = spans.collect();
    spans.sort_unstable();
    let mut next = 0_u128;
    for (from, to) in spans {
        if from > next {
            return false;
        }
        if to >= last {
            return true;
        }
        next = next.max(to + 1);
    }
    false
}

/// `10.0.0.0/8`, an address alone, or `10.0.0.1-10.0.0.9`: whether it is of IPv6, its first and its last address.
fn span(range: &str) -> Option<(bool, u128, u128)> {
    if let Some((from, to)) = range.split_once('-') {
        let ((long, from), (other, to)) = (number(from)?, number(to)?);
        return (long == other && from <= to).then_some((long, from, to));
    }
    let Some((address, prefix)) = range.split_once('/') else {
        let (long, at) = number(range)?;
        return Some((long, at, at));
    };
    let (long, at) = number(address)?;
    let width: u32 = if long { 128 } else { 32 };
    let host = width.checked_sub(prefix.trim().parse().ok()?)?;
    let inside = 1_u128.checked_shl(host).map_or(u128::MAX, |size| size - 1);
    Some((long, at & !inside, at | inside))
}

fn number(address: &str) -> Option<(bool, u128)> {
    Some(match address.trim().parse::<IpAddr>().ok()? {
        IpAddr::V4(ip) => (false, u128::from(u32::from(ip))),
        IpAddr::V6(ip) => (true, u128::from(ip)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_lists_let_in() {
        for (ranges, reached) in [
            (vec![], Some(Reach::Nobody)),
            (vec!["0.0.0.0/0"], Some(Reach::Everybody)),
            (vec!["198.51.100.7/0"], Some(Reach::Everybody)),
            (vec!["::/0"], Some(Reach::Everybody)),
            (vec!["0.0.0.0/1", "128.0.0.0/1"], Some(Reach::Everybody)),
            (vec!["128.0.0.0/1", "10.0.0.0/8", "0.0.0.0-127.255.255.255"], Some(Reach::Everybody)),
            (vec!["0.0.0.0/1"], Some(Reach::Some)),
            (vec!["0.0.0.0/1", "129.0.0.0/8", "192.0.0.0/2"], Some(Reach::Some)),
            (vec!["198.51.100.0/24", "2001:db8::/32", "203.0.113.9"], Some(Reach::Some)),
            (vec!["::/1", "128.0.0.0/1", "0.0.0.0/2"], Some(Reach::Some)),
            (vec!["office"], None),
            (vec!["198.51.100.0/24", "198.51.100.0/33"], None),
            (vec!["10.0.0.9-10.0.0.1"], None),
            (vec!["10.0.0.1-::1"], None),
        ] {
            let list: Vec<String> = ranges.iter().map(|range| (*range).to_owned()).collect();
            assert_eq!(reach(&list), reached, "{ranges:?}");
        }
    }
}
