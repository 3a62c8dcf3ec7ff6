//! Where an address is, and whose it is, by a database of the user's.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;

/// What databases say of one address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// Code of the country, `DE`.
    pub country: Option<String>,
    /// Number of the autonomous system: of the network's operator.
    pub asn: Option<u32>,
    /// Name of the operator.
    pub asn_organization: Option<String>,
    /// Degrees north and east, both or neither.
    pub coordinates: Option<(f64, f64)>,
}

/// Mean radius of the earth. Source: IUGG.
const EARTH_KM: f64 = 6371.0;

impl Place {
    /// Whether nothing is known.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        *self == Self::default()
    }

    /// The way to another place over the ground; `None` where one of them has no coordinates.
    #[must_use]
    pub fn distance_km(&self, other: &Self) -> Option<f64> {
        let radians = |(north, east): (f64, f64)| (north.to_radians(), east.to_radians());
        let ((north, east), (to_north, to_east)) = (radians(self.coordinates?), radians(other.coordinates?));
        let half = |from: f64, to: f64| ((to - from) / 2.0).sin().powi(2);
        let haversine = half(north, to_north) + north.cos() * to_north.cos() * half(east, to_east);
        Some(2.0 * EARTH_KM * haversine.sqrt().min(1.0).asin())
    }
}

/// `DE, AS64500 Example Net`
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operator = match (self.asn, self.asn_organization.as_deref()) {
            (Some(number), Some(name)) => Some(format!("AS{number} {name}")),
            (Some(number), None) => Some(format!("AS{number}")),
            (None, name) => name.map(str::to_owned),
        };
        let parts: Vec<String> = self.country.clone().into_iter().chain(operator).collect();
        f.write_str(&if parts.is_empty() { "unknown country and operator".to_owned() } else { parts.join(", ") })
    }
}

/// What is known of the addresses of events.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    /// Whether a database was given.
    pub asked: bool,
    /// The addresses that it knows.
    pub known: BTreeMap<IpAddr, Place>,
}

impl Places {
    /// The place of an address as events write it.
    #[must_use]
    pub fn of(&self, ip: Option<&str>) -> Option<&Place> {
        self.known.get(&address(ip?)?)
    }
}

/// An address as databases know it: one of the long kind that holds a short one is the short one.
#[must_use]
pub fn address(ip: &str) -> Option<IpAddr> {
    ip.trim().parse().ok().map(|ip: IpAddr| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(north: f64, east: f64) -> Place {
        Place { coordinates: Some((north, east)), ..Place::default() }
    }

    #[test]
    fn distances_over_the_ground() {
        let berlin = at(52.52, 13.405);
        assert_eq!(berlin.distance_km(&at(48.8566, 2.3522)).unwrap().round() as i64, 877, "Paris");
        assert_eq!(at(0.0, 179.5).distance_km(&at(0.0, -179.5)).unwrap().round() as i64, 111, "over the date line");
        assert_eq!(at(90.0, 0.0).distance_km(&at(-90.0, 0.0)).unwrap().round() as i64, 20015, "pole to pole");
        assert_eq!(berlin.distance_km(&berlin), Some(0.0));
        assert_eq!(berlin.distance_km(&Place::default()), None);
    }

    #[test]
    fn what_is_known_is_told() {
        let place = Place { country: Some("DE".into()), asn: Some(64500), ..Place::default() };
        assert_eq!(place.to_string(), "DE, AS64500");
        let named = Place { asn_organization: Some("Example Net".into()), ..place };
        assert_eq!(named.to_string(), "DE, AS64500 Example Net");
        assert_eq!(Place::default().to_string(), "unknown country and operator");
        assert_eq!(address("::ffff:192.0.2.1"), address("192.0.2.1"));
        assert_eq!(address("office"), None);
    }
}
