use super::INGESTOR;
use crate::ingest::document::Document;
use crate::ingest::load_bytes;
use crate::ingest::testing::{rows, table_rows};
use crate::model::Table;

const PLAIN: [&str; 2] = [
    r#"{"id":"activity_1","type":"org_sso_toggled","created_at":"2026-07-07T10:00:00Z","actor":{"type":"user_actor","email_address":"ann@example.com","user_id":"user_1","ip_address":"203.0.113.7"},"enabled":false}"#,
    r#"{"id":"activity_2","type":"org_domain_removed","created_at":"2026-07-07T11:00:00Z","actor":{"type":"user_actor","email_address":"ann@example.com","user_id":"user_1","ip_address":"203.0.113.7"},"domain":"example.com"}"#,
];

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// The rows of a file, without their lines.
fn read(text: &str) -> Vec<String> {
    rows(&INGESTOR, text).iter().map(|row| row.split_once(": ").unwrap().1.to_owned()).collect()
}

/// Both activities in tables of collectors.
fn tables() -> Vec<(&'static str, String)> {
    let [a, b] = PLAIN.map(quoted);
    let actor = |json: &str| {
        let start = json.find("{\"type\":\"user_actor").unwrap();
        quoted(&json[start..=start + json[start..].find('}').unwrap()])
    };
    vec![
        ("Splunk", format!("\"_raw\",\"_time\",\"host\"\n{a},2026-07-07T10:00:00Z,h\n{b},2026-07-07T11:00:00Z,h\n")),
        ("Kibana", format!("@timestamp,message,event.original\n\"Jul 7, 2026\",{a},{a}\n\"Jul 7, 2026\",{b},{b}\n")),
        ("Datadog", format!("Date,Host,Service,Message\nx,h,s,{a}\nx,h,s,{b}\n")),
        (
            "Sentinel",
            format!(
                "TenantId,TimeGenerated [UTC],Type,id_CF,type_CF,created_at [UTC],actor_CF,enabled_CF,domain_CF\n\
                 t,\"7/7/2026, 10:01:00.000 AM\",Claude_CL,activity_1,org_sso_toggled,\"7/7/2026, 10:00:00.000 AM\",{},False,\n\
                 t,\"7/7/2026, 11:01:00.000 AM\",Claude_CL,activity_2,org_domain_removed,\"7/7/2026, 11:00:00.000 AM\",{},,example.com\n",
                actor(PLAIN[0]),
                actor(PLAIN[1])
            ),
        ),
        (
            "Sentinel, reserved names marked",
            format!(
                "TenantId,TimeGenerated [UTC],Type,id_CF,type_CF,created_at,actor,enabled,domain,_ResourceId\n\
                 t,\"7/7/2026, 10:01:00.000 AM\",Claude_CL,activity_1,org_sso_toggled,2026-07-07T10:00:00Z,{},False,,\n\
                 t,\"7/7/2026, 11:01:00.000 AM\",Claude_CL,activity_2,org_domain_removed,2026-07-07T11:00:00Z,{},,example.com,\n",
                actor(PLAIN[0]),
                actor(PLAIN[1])
            ),
        ),
        (
            "Sentinel, one reserved name marked, in its own spelling",
            format!(
                "TimeGenerated [UTC],Type,Type_CF,id,created_at,actor,enabled,domain\n\
                 \"7/7/2026, 10:01:00.000 AM\",Claude_CL,org_sso_toggled,activity_1,2026-07-07T10:00:00Z,{},False,\n\
                 \"7/7/2026, 11:01:00.000 AM\",Claude_CL,org_domain_removed,activity_2,2026-07-07T11:00:00Z,{},,example.com\n",
                actor(PLAIN[0]),
                actor(PLAIN[1])
            ),
        ),
        (
            "Sentinel, endings and reserved names",
            "TimeGenerated,Type,id_CF,type_s,created_at_t [UTC],actor_type_s,actor_email_address_s,actor_user_id_g,actor_ip_address_s,enabled_b,domain_s\n\
             2026-07-07T10:01:00Z,Claude_CL,activity_1,org_sso_toggled,2026-07-07T10:00:00Z,user_actor,ann@example.com,user_1,203.0.113.7,False,\n\
             2026-07-07T11:01:00Z,Claude_CL,activity_2,org_domain_removed,2026-07-07T11:00:00Z,user_actor,ann@example.com,user_1,203.0.113.7,,example.com\n"
                .to_owned(),
        ),
        (
            "Sentinel, classic",
            "TenantId,id_s,type_s,created_at_t [UTC],actor_type_s,actor_email_address_s,actor_user_id_s,actor_ip_address_s,enabled_b,domain_s\n\
             t,activity_1,org_sso_toggled,2026-07-07T10:00:00Z,user_actor,ann@example.com,user_1,203.0.113.7,false,\n\
             t,activity_2,org_domain_removed,2026-07-07T11:00:00Z,user_actor,ann@example.com,user_1,203.0.113.7,,example.com\n"
                .to_owned(),
        ),
        (
            "flat",
            "_source.id;_source.type;_source.created_at;_source.actor.type;_source.actor.email_address;_source.actor.user_id;\
             _source.actor.ip_address;_source.enabled;_source.domain\n\
             activity_1;org_sso_toggled;2026-07-07T10:00:00Z;user_actor;ann@example.com;user_1;203.0.113.7;false;\n\
             activity_2;org_domain_removed;2026-07-07T11:00:00Z;user_actor;ann@example.com;user_1;203.0.113.7;;example.com\n"
                .to_owned(),
        ),
    ]
}

#[test]
fn tables_of_collectors_hold_the_same_activities() {
    let plain = read(&PLAIN.join("\n"));
    assert_eq!(plain.len(), 2);
    for (name, text) in tables() {
        assert_eq!(read(&text), plain, "{name}");
        assert_eq!(rows(&INGESTOR, &text)[1].split(':').next(), Some("3"), "{name}");
    }
}

/// Fault: Where a tool joins the names of nested fields by `__`, `/` or `:`, or a warehouse writes them in capitals, everybody was unnamed
/// Outcome: Whoever acted is read whatever joins the names
#[test]
fn fields_of_the_actor_with_any_joint() {
    let plain = read(&PLAIN.join("\n"));
    let names = [
        "id",
        "type",
        "created_at",
        "actor~type",
        "actor~email_address",
        "actor~user_id",
        "actor~ip_address",
        "enabled",
        "domain",
    ];
    for joint in [".", "_", "__", "/", ":", "_source.", "CAPITALS_"] {
        let header: Vec<String> = names
            .iter()
            .map(|name| match joint {
                "_source." => format!("_source.{}", name.replace('~', ".")),
                "CAPITALS_" => name.replace('~', "_").to_uppercase(),
                joint => name.replace('~', joint),
            })
            .collect();
        let text = format!(
            "{}\nactivity_1,org_sso_toggled,2026-07-07T10:00:00Z,user_actor,ann@example.com,user_1,203.0.113.7,false,\n\
             activity_2,org_domain_removed,2026-07-07T11:00:00Z,user_actor,ann@example.com,user_1,203.0.113.7,,example.com\n",
            header.join(",")
        );
        assert_eq!(read(&text), plain, "{joint}");
    }
}

/// A table of a database: header, the cells of both activities.
fn of_database(header: &str, flag: &str) -> String {
    format!(
        "{header}\nactivity_1,org_sso_toggled,2026-07-07T10:00:00Z,user_actor,ann@example.com,user_1,203.0.113.7,{flag},\n\
         activity_2,org_domain_removed,2026-07-07T11:00:00Z,user_actor,ann@example.com,user_1,203.0.113.7,,example.com\n"
    )
}

const HEADER: &str = "id,type,created_at,actor_type,actor_email_address,actor_user_id,actor_ip_address,enabled,domain";

/// Fault: In the feed as a table of a database booleans were 0 and 1, t and f, or another language's, and columns were in capitals: that single sign-on was switched off was read as nothing
/// Outcome: A field that is true or false is read in every spelling, and a column under the name of a field in any letters
#[test]
fn tables_of_databases_hold_the_same_activities() {
    let plain = read(&PLAIN.join("\n"));
    for no in ["false", "False", "FALSE", "0", "0.0", "f", "F", "N", "No", "FALSCH", "faux", "falso"] {
        assert_eq!(read(&of_database(HEADER, no)), plain, "{no}");
    }
    let on = read(&PLAIN.join("\n").replace("false", "true"));
    for yes in ["true", "1", "1.0", "t", "Y", "Yes", "WAHR", "vrai"] {
        assert_eq!(read(&of_database(HEADER, yes)), on, "{yes}");
    }
    for json in ["0", "\"0\"", "\"f\"", "\"False\"", "0.0"] {
        assert_eq!(read(&PLAIN.join("\n").replace("false", json)), plain, "{json}");
    }
    let camel = "id,type,createdAt,actorType,actorEmailAddress,actorUserId,actorIpAddress,enabled,domain";
    let title = "Id,Type,Created_At,Actor.Type,Actor.Email_Address,Actor.User_Id,Actor.Ip_Address,Enabled,Domain";
    for header in [HEADER.to_uppercase().as_str(), camel, title] {
        assert_eq!(read(&of_database(header, "0")), plain, "{header}");
    }
}

#[test]
fn what_is_no_word_for_yes_or_no_stays() {
    for other in ["perhaps", "2", "off-ish"] {
        let found = read(&of_database(HEADER, other));
        assert!(found[0].contains(other), "{found:?}");
    }
    let text = PLAIN[1].replace("\"domain\":\"example.com\"", "\"domain\":\"no\",\"count\":1");
    let found = read(&text);
    assert!(found[0].contains(r#""count":1,"domain":"no""#), "a text and a number are none: {found:?}");
    // In two spellings the feed's own counts.
    let both = of_database(&HEADER.replace("domain", "ENABLED"), "false");
    assert_eq!(read(&both)[0], read(&PLAIN.join("\n"))[0]);
}

#[test]
fn copies_count_once() {
    let copies = tables().into_iter().map(|(name, text)| (format!("{name}.csv"), text.into_bytes()));
    let files = copies.chain([("feed.jsonl".to_owned(), PLAIN.join("\n").into_bytes())]).collect();
    let data = load_bytes(files).unwrap();
    assert_eq!(table_rows(&data, Table::Events, &["id"]), ["activity_1", "activity_2"]);
    assert!(data.remarks.iter().all(|remarks| remarks.conflicts.is_empty()), "{:?}", data.remarks);
}

#[test]
fn a_row_without_an_activity_is_rejected_and_other_tables_are_none() {
    let (_, splunk) = tables().remove(0);
    let found = rows(&INGESTOR, &format!("{splunk}\"{{\"\"id\"\":\"\"evt_1\"\"}}\",x,h\nplain text,x,h\n"));
    assert!(found[2].starts_with("4: rejected: ") && found[3].starts_with("5: rejected: "), "{found:?}");
    for text in [
        "_raw,_time\nJul 7 sshd[1]: accepted,1\n",
        "id,type,created_at,actor\nevt_1,login,2026-07-07T10:00:00Z,ann@example.com\n",
        "id,type,created_at\n",
        "id_CF,type_CF\nactivity_1,org_sso_toggled\n",
    ] {
        assert!(!(INGESTOR.claims)(&Document::open(text.as_bytes())), "{text}");
    }
}
