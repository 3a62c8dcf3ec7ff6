//! Databases read, refused and asked.

use std::path::PathBuf;

use super::Databases;
use super::testing::{NetworkRecord, Width, database};

/// A folder of a test's own with files in it, gone afterwards.
struct Files(PathBuf);

impl Files {
    fn with(test: &str, files: &[(&str, &[u8])]) -> Self {
        let folder = std::env::temp_dir().join(format!("clade-geoip-{test}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (name, bytes) in files {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
        Self(folder)
    }

    fn read(&self, names: &[&str]) -> anyhow::Result<Databases> {
        Databases::read(&names.iter().map(|name| self.0.join(name)).collect::<Vec<_>>())
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const CITY: NetworkRecord = NetworkRecord {
    network: "198.51.100.0/24",
    country: Some("DE"),
    at: Some((52.52, 13.405)),
    operator: None,
    width: Width::U32,
};

fn asn(name: &'static str) -> NetworkRecord<'static> {
    NetworkRecord { network: "198.51.100.0/24", operator: Some((64500, name)), ..NetworkRecord::default() }
}

#[test]
fn a_city_and_an_operator_are_one_place() {
    let files =
        Files::with("both", &[("city.mmdb", &database(&[CITY])), ("asn.mmdb", &database(&[asn("Example Net")]))]);
    let databases = files.read(&["city.mmdb", "asn.mmdb"]).unwrap();
    let ips = ["198.51.100.7", "::ffff:198.51.100.7", "203.0.113.9", "2001:db8::1", "office", ""];
    let places = databases.places(ips.into_iter()).unwrap();
    assert_eq!(places.known.len(), 1, "{places:?}");
    let place = places.of(Some("198.51.100.7")).unwrap();
    assert_eq!((place.to_string().as_str(), place.coordinates), ("DE, AS64500 Example Net", Some((52.52, 13.405))));
    assert!(places.asked && places.of(Some("203.0.113.9")).is_none() && places.of(None).is_none());
    let swapped = files.read(&["asn.mmdb", "city.mmdb"]).unwrap();
    assert_eq!(swapped.places(ips.into_iter()).unwrap(), places, "the order of arguments is none of the databases");
    assert!(swapped.inputs().eq(databases.inputs()));
    let input = databases.inputs().next().unwrap();
    assert_eq!((input.path.as_str(), input.kind.as_deref()), ("geoip/asn.mmdb", Some("geoip-database")));
    assert!(input.bytes > 0 && input.sha256.as_ref().is_some_and(|hash| hash.len() == 64));
}

#[test]
fn a_number_of_any_width_is_the_operator_s() {
    for width in [Width::U16, Width::U32, Width::U64, Width::U128, Width::I32, Width::Text] {
        let files = Files::with("width", &[("a.mmdb", &database(&[NetworkRecord { width, ..asn("A") }]))]);
        let places = files.read(&["a.mmdb"]).unwrap().places(["198.51.100.7"].into_iter()).unwrap();
        assert_eq!(places.of(Some("198.51.100.7")).unwrap().to_string(), "AS64500 A", "{width:?}");
    }
}

#[test]
fn the_first_by_name_that_knows_decides() {
    let files = Files::with("first", &[("b.mmdb", &database(&[asn("B")])), ("a.mmdb", &database(&[asn("A")]))]);
    let places = files.read(&["b.mmdb", "a.mmdb"]).unwrap().places(["198.51.100.7"].into_iter()).unwrap();
    assert_eq!(places.of(Some("198.51.100.7")).unwrap().to_string(), "AS64500 A");
}

#[test]
fn nonsense_coordinates_are_none() {
    for at in [(91.0, 0.0), (0.0, 181.0), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
        let files = Files::with("nonsense", &[("a.mmdb", &database(&[NetworkRecord { at: Some(at), ..CITY }]))]);
        let places = files.read(&["a.mmdb"]).unwrap().places(["198.51.100.7"].into_iter()).unwrap();
        assert_eq!(places.of(Some("198.51.100.7")).unwrap().coordinates, None, "{at:?}");
    }
}

#[test]
fn what_is_no_database_is_refused_by_name() {
    let whole = database(&[CITY]);
    let files = Files::with("refused", &[("no.mmdb", b"hello"), ("empty.mmdb", b""), ("half.mmdb", &whole[..40])]);
    for name in ["no.mmdb", "empty.mmdb", "half.mmdb", "absent.mmdb"] {
        let error = format!("{:#}", files.read(&[name]).unwrap_err());
        assert!(error.contains(name) && error.contains("GeoIP database"), "{error}");
    }
    std::fs::create_dir_all(files.0.join("more")).unwrap();
    std::fs::write(files.0.join("city.mmdb"), &whole).unwrap();
    std::fs::write(files.0.join("more/city.mmdb"), &whole).unwrap();
    let error = files.read(&["city.mmdb", "more/city.mmdb"]).unwrap_err().to_string();
    assert!(error.contains("have one name"), "{error}");
}

#[test]
fn nothing_asked_is_nothing_known() {
    let places = Databases::default().places(["198.51.100.7"].into_iter()).unwrap();
    assert!(!places.asked && places.known.is_empty());
}
