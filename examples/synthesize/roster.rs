//! The people that the identity provider knows, in the form of one provider: the seed chooses which.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use crate::admin_json::save;
use crate::names;
use crate::org::{Org, RosterRow};
use crate::rng::Rng;

const ENTRA: &str = "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,accountEnabled,usageLocation,streetAddress,state,country,officeLocation,city,postalCode,telephoneNumber,mobilePhone,alternateEmailAddress,ageGroup,consentProvidedForMinor,legalAgeGroupClassification,companyName,creationType,directorySynced,invitationState,identityIssuer,createdDateTime";
const GOOGLE: &str = "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Password Hash Function [UPLOAD ONLY],Org Unit Path [Required],New Primary Email [UPLOAD ONLY],Status [READ ONLY],Last Sign In [READ ONLY],Recovery Email,Home Secondary Email,Work Secondary Email,Recovery Phone [MUST BE IN THE E.164 FORMAT],Work Phone,Home Phone,Mobile Phone,Work Address,Home Address,Employee ID,Employee Type,Employee Title,Manager Email,Department,Cost Center,2sv Enrolled [READ ONLY],2sv Enforced [READ ONLY],Building ID,Floor Name,Floor Section,Email Usage [READ ONLY],Drive Usage [READ ONLY],Total Storage [READ ONLY],Change Password at Next Sign-In,New Status [UPLOAD ONLY]";

/// Writes the roster.
pub(crate) fn write(org: &Org, folder: &Path) -> Result<()> {
    let mut people: Vec<(String, RosterRow)> =
        org.people.iter().flat_map(|p| p.roster.iter().map(|row| (p.name.clone(), row.clone()))).collect();
    // Colleagues who do not use Claude.
    for number in 0..8 {
        let (name, local) = names::person(org.people.len() + 100 + number);
        let row = RosterRow {
            address: format!("{local}@example.com"),
            alias: String::new(),
            disabled: number == 5,
            last_day: None,
        };
        people.push((name, row));
    }
    people.sort_by_key(|(_, row)| (row.address.to_lowercase(), !row.disabled));
    let leavers: Vec<String> = people
        .iter()
        .filter_map(|(name, row)| {
            let day = row.last_day?;
            Some(format!("{name},{},left,{day}\n", row.address))
        })
        .collect();
    if !leavers.is_empty() {
        save(&folder.join("hr_leavers.csv"), format!("Name,Email,Status,End Date\n{}", leavers.concat()))?;
    }
    let mut rng = Rng::new(org.seed, "roster", &[]);
    match rng.between(0, 4) {
        0 => save(&folder.join("exportUsers_entra.csv"), entra(&people, &mut rng)?),
        1 => save(&folder.join("User_Download.csv"), google(&people)?),
        2 => save(&folder.join("okta_users.json"), format!("{:#}\n", okta(&people, &mut rng))),
        _ => save(&folder.join("employees.csv"), by_hand(&people)),
    }
}

/// A table with a given header, of which only some columns are filled.
fn table(header: &str, rows: impl Iterator<Item = Vec<(&'static str, String)>>) -> Result<Vec<u8>> {
    let columns: Vec<&str> = header.split(',').collect();
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    csv.write_record(&columns)?;
    for row in rows {
        csv.write_record(
            columns.iter().map(|column| row.iter().find(|(name, _)| name == column).map_or("", |(_, value)| value)),
        )?;
    }
    csv.into_inner().map_err(|error| anyhow::anyhow!("{}", error.error()))
}

fn split(name: &str) -> (String, String) {
    let (first, last) = name.split_once(' ').unwrap_or((name, ""));
    (first.to_owned(), last.to_owned())
}

fn entra(people: &[(String, RosterRow)], rng: &mut Rng) -> Result<Vec<u8>> {
    let rows = people.iter().map(|(name, row)| {
        let (first, last) = split(name);
        vec![
            ("userPrincipalName", row.address.clone()),
            ("displayName", name.clone()),
            ("surname", last),
            ("givenName", first),
            ("mail", if row.alias.is_empty() { row.address.clone() } else { row.alias.clone() }),
            ("id", rng.uuid()),
            ("userType", "Member".to_owned()),
            ("accountEnabled", if row.disabled { "False" } else { "True" }.to_owned()),
            ("creationType", String::new()),
            ("directorySynced", "True".to_owned()),
            (
                "createdDateTime",
                format!("{}/{}/2023 {}:05:31 AM", rng.between(1, 13), rng.between(1, 29), rng.between(1, 12)),
            ),
        ]
    });
    table(ENTRA, rows)
}

fn google(people: &[(String, RosterRow)]) -> Result<Vec<u8>> {
    let rows = people.iter().map(|(name, row)| {
        let (first, last) = split(name);
        vec![
            ("First Name [Required]", first),
            ("Last Name [Required]", last),
            ("Email Address [Required]", row.address.clone()),
            ("Password [Required]", "****".to_owned()),
            ("Org Unit Path [Required]", "/Staff".to_owned()),
            ("Status [READ ONLY]", if row.disabled { "Suspended" } else { "Active" }.to_owned()),
            ("Last Sign In [READ ONLY]", "Never logged in".to_owned()),
            ("Work Secondary Email", row.alias.clone()),
            ("2sv Enrolled [READ ONLY]", "True".to_owned()),
        ]
    });
    table(GOOGLE, rows)
}

fn okta(people: &[(String, RosterRow)], rng: &mut Rng) -> Value {
    people
        .iter()
        .map(|(name, row)| {
            let (first, last) = split(name);
            let second = (!row.alias.is_empty()).then(|| row.alias.clone());
            json!({
                "id": format!("00u{}", rng.base58(17)),
                "status": if row.disabled { "DEPROVISIONED" } else { "ACTIVE" },
                "created": "2023-02-01T08:00:00.000Z", "activated": "2023-02-01T08:00:00.000Z", "lastLogin": null,
                "profile": {"login": row.address, "email": row.address, "secondEmail": second, "firstName": first, "lastName": last,
                    "mobilePhone": null},
            })
        })
        .collect()
}

/// A list that somebody keeps in a spreadsheet: byte order mark, semicolons, stray spaces, Windows line ends.
fn by_hand(people: &[(String, RosterRow)]) -> String {
    let mut text = String::from("\u{feff}Name;E-mail Address;Other address;Status\r\n");
    for (number, (name, row)) in people.iter().enumerate() {
        let space = if number % 11 == 4 { " " } else { "" };
        let status = if row.disabled { "left" } else { "active" };
        text.push_str(&format!("{name};{}{space};{};{status}\r\n", row.address, row.alias));
    }
    text
}
