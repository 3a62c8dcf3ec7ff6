//! A small database for tests, as the public description of the format has it: a binary tree over the bits of addresses, sixteen
//! zero bytes, the records, and what the file says about itself.

use std::net::Ipv4Addr;

/// A record: a country, coordinates, an operator.
#[derive(Clone, Copy, Default)]
pub(super) struct NetworkRecord<'a> {
    pub(super) network: &'a str,
    pub(super) country: Option<&'a str>,
    pub(super) at: Option<(f64, f64)>,
    pub(super) operator: Option<(u32, &'a str)>,
    /// How the operator's number is written.
    pub(super) width: Width,
}

/// Types of numbers.
#[derive(Clone, Copy, Debug, Default)]
#[allow(dead_code, reason = "the tests from outside use one of them")]
pub(super) enum Width {
    U16,
    #[default]
    U32,
    U64,
    U128,
    I32,
    Text,
}

/// The bytes of a database of short addresses.
pub(super) fn database(known: &[NetworkRecord]) -> Vec<u8> {
    let mut nodes: Vec<[Branch; 2]> = vec![[Branch::Nothing; 2]];
    let mut records = Vec::new();
    for one in known {
        let (ip, bits) = one.network.split_once('/').unwrap();
        let ip = u32::from(ip.parse::<Ipv4Addr>().unwrap());
        let bits: u32 = bits.parse().unwrap();
        let mut node = 0;
        for depth in 0..bits {
            let side = usize::from(ip >> (31 - depth) & 1 == 1);
            if depth + 1 == bits {
                nodes[node][side] = Branch::Record(records.len());
            } else if let Branch::Node(next) = nodes[node][side] {
                node = next;
            } else {
                nodes.push([Branch::Nothing; 2]);
                nodes[node][side] = Branch::Node(nodes.len() - 1);
                node = nodes.len() - 1;
            }
        }
        record(&mut records, one);
    }
    let count = nodes.len();
    let mut bytes = Vec::new();
    for branch in nodes.iter().flatten() {
        let value = match branch {
            Branch::Nothing => count,
            Branch::Node(node) => *node,
            Branch::Record(offset) => count + 16 + offset,
        };
        bytes.extend(u32::try_from(value).unwrap().to_be_bytes());
    }
    bytes.extend([0; 16]);
    bytes.extend(records);
    bytes.extend(b"\xab\xcd\xefMaxMind.com");
    bytes.extend(about(count));
    bytes
}

#[derive(Clone, Copy)]
enum Branch {
    Nothing,
    Node(usize),
    Record(usize),
}

fn record(to: &mut Vec<u8>, one: &NetworkRecord) {
    let fields = usize::from(one.country.is_some()) + usize::from(one.at.is_some());
    map(to, fields + 2 * usize::from(one.operator.is_some()));
    if let Some(code) = one.country {
        text(to, "country");
        map(to, 1);
        text(to, "iso_code");
        text(to, code);
    }
    if let Some((north, east)) = one.at {
        text(to, "location");
        map(to, 2);
        for (name, value) in [("latitude", north), ("longitude", east)] {
            text(to, name);
            to.push(0x68);
            to.extend(value.to_be_bytes());
        }
    }
    if let Some((asn, name)) = one.operator {
        text(to, "autonomous_system_number");
        match one.width {
            Width::U16 => number(to, &[0xa2], &u16::try_from(asn).unwrap().to_be_bytes()),
            Width::U32 => number(to, &[0xc4], &asn.to_be_bytes()),
            Width::U64 => number(to, &[0x08, 0x02], &u64::from(asn).to_be_bytes()),
            Width::U128 => number(to, &[0x10, 0x03], &u128::from(asn).to_be_bytes()),
            Width::I32 => number(to, &[0x04, 0x01], &i32::try_from(asn).unwrap().to_be_bytes()),
            Width::Text => text(to, &format!("AS{asn}")),
        }
        text(to, "autonomous_system_organization");
        text(to, name);
    }
}

fn about(nodes: usize) -> Vec<u8> {
    let mut to = Vec::new();
    map(&mut to, 9);
    for (name, value) in [
        ("binary_format_major_version", 2_u16),
        ("binary_format_minor_version", 0),
        ("ip_version", 4),
        ("record_size", 32),
    ] {
        text(&mut to, name);
        number(&mut to, &[0xa2], &value.to_be_bytes());
    }
    text(&mut to, "node_count");
    number(&mut to, &[0xc4], &u32::try_from(nodes).unwrap().to_be_bytes());
    text(&mut to, "build_epoch");
    number(&mut to, &[0x08, 0x02], &1_780_000_000_u64.to_be_bytes());
    text(&mut to, "database_type");
    text(&mut to, "Test-City");
    text(&mut to, "languages");
    to.extend([0x00, 0x04]);
    text(&mut to, "description");
    map(&mut to, 0);
    to
}

fn map(to: &mut Vec<u8>, pairs: usize) {
    to.push(0xe0 | u8::try_from(pairs).unwrap());
}

fn text(to: &mut Vec<u8>, text: &str) {
    let length = u8::try_from(text.len()).unwrap();
    if length < 29 {
        to.push(0x40 | length);
    } else {
        to.extend([0x40 | 29, length - 29]);
    }
    to.extend(text.as_bytes());
}

fn number(to: &mut Vec<u8>, control: &[u8], bytes: &[u8]) {
    to.extend(control);
    to.extend(bytes);
}
