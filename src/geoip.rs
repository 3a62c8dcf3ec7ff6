//! Databases that say where an address is and whose it is: the user's own files, of the MMDB format. None comes with the program.

#[cfg(test)]
mod testing;

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use maxminddb::Reader;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use sha2::{Digest, Sha256};

use crate::disk;
use crate::model::{Input, Place, Places, address, hex};

/// Kind of these inputs.
pub const KIND: &str = "geoip-database";

/// More than any database of addresses: those of whole cities have about 150 MB.
const LARGEST: u64 = 4 * 1024 * 1024 * 1024;

/// Databases that were read, in the order of their names, whatever the order of the arguments.
#[derive(Default)]
pub struct Databases {
    all: Vec<Database>,
}

struct Database {
    /// As the user calls it.
    shown: String,
    input: Input,
    reader: Reader<Vec<u8>>,
}

impl fmt::Debug for Databases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.all.iter().map(|one| &one.shown)).finish()
    }
}

/// What is asked of a record; databases of cities, countries and operators each have some of it. Source: the GeoIP2 format.
#[derive(Deserialize)]
struct Record {
    country: Option<Country>,
    location: Option<Location>,
    #[serde(default, deserialize_with = "asn")]
    autonomous_system_number: Option<u32>,
    autonomous_system_organization: Option<String>,
}

#[derive(Deserialize)]
struct Country {
    iso_code: Option<String>,
}

#[derive(Deserialize)]
struct Location {
    latitude: Option<f64>,
    longitude: Option<f64>,
}

/// The number of an operator. Databases write it in whatever width of integers their makers have, and some as text, `AS64500`. What is no
/// such number is none.
fn asn<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    deserializer.deserialize_any(Asn)
}

struct Asn;

impl Visitor<'_> for Asn {
    type Value = Option<u32>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the number of an autonomous system")
    }

    fn visit_u64<E>(self, number: u64) -> Result<Option<u32>, E> {
        Ok(u32::try_from(number).ok())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Option<u32>, E> {
        Ok(u32::try_from(number).ok())
    }

    fn visit_u128<E>(self, number: u128) -> Result<Option<u32>, E> {
        Ok(u32::try_from(number).ok())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Option<u32>, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Option<u32>, E> {
        Ok(None)
    }

    fn visit_str<E>(self, text: &str) -> Result<Option<u32>, E> {
        let digits = text.trim().trim_start_matches(['A', 'a', 'S', 's']);
        Ok(digits.parse().ok())
    }
}

impl Databases {
    /// Reads the databases.
    ///
    /// # Errors
    /// When a file cannot be read or is no database, or two have one name, by which a report could not distinguish them.
    pub fn read(paths: &[PathBuf]) -> Result<Self> {
        let mut all = paths.iter().map(|path| read(path)).collect::<Result<Vec<_>>>()?;
        all.sort_by(|a, b| a.input.path.cmp(&b.input.path));
        if let Some(two) = all.windows(2).find(|two| two[0].input.path == two[1].input.path) {
            bail!("{} and {} have one name: rename one of the databases", two[0].shown, two[1].shown);
        }
        Ok(Self { all })
    }

    /// The files, as inputs of the run.
    pub fn inputs(&self) -> impl Iterator<Item = &Input> {
        self.all.iter().map(|one| &one.input)
    }

    /// What they know of these addresses; of several the first that knows something.
    ///
    /// # Errors
    /// When a database is damaged or of another format.
    pub fn places<'a>(&self, ips: impl Iterator<Item = &'a str>) -> Result<Places> {
        let mut places = Places { asked: !self.all.is_empty(), ..Places::default() };
        if !places.asked {
            return Ok(places);
        }
        for ip in ips.filter_map(address).collect::<BTreeSet<_>>() {
            let mut place = Place::default();
            for database in &self.all {
                database.add(ip, &mut place)?;
            }
            if !place.is_unknown() {
                places.known.insert(ip, place);
            }
        }
        Ok(places)
    }
}

impl Database {
    fn add(&self, ip: IpAddr, place: &mut Place) -> Result<()> {
        if ip.is_ipv6() && self.reader.metadata().ip_version == 4 {
            return Ok(());
        }
        let found = self.reader.lookup(ip).and_then(|found| found.decode::<Record>());
        let found = found.with_context(|| {
            format!("the GeoIP database {} is damaged, or its records are not of the GeoIP2 format", self.shown)
        })?;
        let Some(record) = found else { return Ok(()) };
        let country = record.country.and_then(|country| country.iso_code);
        let coordinates = record.location.and_then(|at| at.latitude.zip(at.longitude));
        let coordinates = coordinates.filter(|(north, east)| north.abs() <= 90.0 && east.abs() <= 180.0);
        place.country = place.country.take().or(country);
        place.coordinates = place.coordinates.or(coordinates);
        // A name without its number, or of another number, would be another operator's.
        if place.asn.is_none() && place.asn_organization.is_none() {
            place.asn = record.autonomous_system_number;
            place.asn_organization = record.autonomous_system_organization;
        }
        Ok(())
    }
}

fn read(path: &Path) -> Result<Database> {
    let shown = path.display().to_string();
    let bytes = disk::read(path, LARGEST).with_context(|| format!("cannot read the GeoIP database {shown}"))?;
    let name = path.file_name().map_or_else(|| shown.clone(), |name| name.to_string_lossy().into_owned());
    let input = Input {
        path: format!("geoip/{name}"),
        kind: Some(KIND.to_owned()),
        sha256: Some(hex(&Sha256::digest(&bytes))),
        bytes: bytes.len() as u64,
        ..Input::default()
    };
    let reader = Reader::from_source(bytes).with_context(|| {
        format!("{shown} is no GeoIP database, or a damaged one; --geoip takes files of the MMDB format")
    })?;
    Ok(Database { shown, input, reader })
}

#[cfg(test)]
mod tests;
