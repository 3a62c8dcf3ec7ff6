//! The exports of an organization that means harm: what `fixtures/hostile` holds, byte by byte.

use std::io::{Cursor, Write as _};

use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Columns of the Console's usage export.
const USAGE: &str = "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,\
    usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,\
    web_search_count\n";
/// Columns of the Console's cost export.
const COST: &str = "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,\
    cost_type,inference_geo,speed\n";

/// Names that have broken other tools.
pub(crate) fn names() -> Vec<String> {
    let mut names: Vec<String> = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "=HYPERLINK(\"http://example.org\",\"x\")",
        "@SUM(1)",
        "prod-\u{202e}gnp.exe",
        "bell\u{7}and\u{1b}[31mred\u{1b}]0;title\u{7}",
        "a|b `code` ```fence```",
        "zero\u{200b}width\u{feff}",
        "</code></details></style><script>",
        "+1+1 & \"quotes\" 'and' <b>",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push(key());
    names
}

/// What has the shape of a whole key. Whoever reads it sees that it is none.
pub(crate) fn key() -> String {
    let invented: String = "This-Is-No-Key_It-Was-Invented-For-A-Test_".chars().cycle().take(93).collect();
    format!("sk-ant-api03-{invented}AA")
}

/// Every file: path below the folder, and bytes.
pub(crate) fn files() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("admin-api/api_keys.json", page(&keys())),
        ("admin-api/users.json", page(&users())),
        ("admin-api/workspace_members_cut.json", cut(page(&workspace_members()))),
        ("admin-api/workspaces.json", page(&workspaces())),
        ("archive/evil.zip", archive()),
        ("console/cost_ragged.csv", ragged()),
        ("console/empty.csv", Vec::new()),
        ("console/login.csv", LOGIN.into()),
        ("console/usage.csv", usage()),
        ("console/usage_not_utf8.csv", not_utf8()),
    ]
}

/// Where a script without a session ends up.
const LOGIN: &str = "<!doctype html>\n<html><head><title>Sign in</title></head>\n<body onload=\"alert(1)\"><form method=\"post\">\
    <input type=\"password\" name=\"p\"></form><script>alert(1)</script></body></html>\n";

fn page(data: &[Value]) -> Vec<u8> {
    let ends = |one: Option<&Value>| one.map_or(Value::Null, |one| one["id"].clone());
    let page = json!({"data": data, "has_more": false, "first_id": ends(data.first()), "last_id": ends(data.last())});
    let mut text = serde_json::to_string_pretty(&page).unwrap();
    text.push('\n');
    text.into_bytes()
}

/// Ends inside its last record.
fn cut(mut page: Vec<u8>) -> Vec<u8> {
    page.truncate(page.len() * 4 / 5);
    page
}

fn keys() -> Vec<Value> {
    let long = "long ".repeat(20_000);
    let key = |(n, name): (usize, String)| {
        // The long one is archived: each finding about it would repeat it in the committed report.
        let status = if name.len() > 1_000 { "archived" } else { "active" };
        json!({
            "id": format!("apikey_01Hostile{n:02}"), "type": "api_key", "name": name, "status": status,
            "workspace_id": format!("wrkspc_01Hostile{:02}", n % 4), "created_at": "2026-02-03T04:05:06Z",
            "created_by": {"id": format!("user_01Hostile{n:02}"), "type": "user"},
            "partial_key_hint": "sk-ant-api03-Abc...igAA", "expires_at": null,
        })
    };
    names().into_iter().chain([long]).enumerate().map(key).collect()
}

fn users() -> Vec<Value> {
    let user = |(n, name): (usize, String)| {
        json!({
            "id": format!("user_01Hostile{n:02}"), "type": "user", "name": name, "email": format!("person{n}@example.com"),
            "role": if n < 3 { "admin" } else { "developer" }, "added_at": "2026-01-01T00:00:00Z",
        })
    };
    names().into_iter().enumerate().map(user).collect()
}

fn workspaces() -> Vec<Value> {
    let workspace = |(n, name): (usize, String)| {
        json!({
            "id": format!("wrkspc_01Hostile{n:02}"), "type": "workspace", "name": name, "display_color": "#2F6B8A",
            "created_at": "2026-01-01T00:00:00Z", "archived_at": null,
        })
    };
    names().into_iter().enumerate().map(workspace).collect()
}

fn workspace_members() -> Vec<Value> {
    let member = |n: usize| {
        json!({
            "type": "workspace_member", "user_id": format!("user_01Hostile{n:02}"),
            "workspace_id": "wrkspc_01Hostile00", "workspace_role": "workspace_developer",
        })
    };
    (0..8).map(member).collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A week each month, so that the picture of the days has gaps.
fn usage() -> Vec<u8> {
    let (names, mut text) = (names(), USAGE.to_owned());
    for (month, last) in [(7, 31), (8, 31), (9, 30)] {
        for day in (1..=5).chain([last]) {
            for (n, name) in names.iter().enumerate() {
                let (name, workspace) = (quoted(name), quoted(&names[n % 4]));
                text.push_str(&format!(
                    "2026-{month:02}-{day:02},claude-sonnet-4-5-20250929,{name},{workspace},standard,≤ 200k,{},0,0,0,{},0\n",
                    1_000 * (n + 1),
                    100 * day
                ));
            }
        }
    }
    text.into_bytes()
}

fn not_utf8() -> Vec<u8> {
    let row = |name: &[u8]| {
        [b"2026-08-15,claude-sonnet-4-5-20250929,", name, ",Staging,standard,≤ 200k,512,0,0,0,64,0\n".as_bytes()]
            .concat()
    };
    [USAGE.as_bytes(), &row(b"plain"), &row(b"caf\xe9 \xff\xfe"), &row(b"plain-too")].concat()
}

/// Too few cells, too many, an amount that is a formula, and a quote that nobody closes.
fn ragged() -> Vec<u8> {
    let rows = "2026-08-01,Claude Sonnet 4.5,Production,<script>alert(1)</script>,message,≤ 200k,output,1.25,1.25,token,global,\n\
        2026-08-02,Claude Sonnet 4.5,Production\n\
        2026-08-03,Claude Sonnet 4.5,Production,k,message,≤ 200k,output,1.25,1.25,token,global,,one,two,three\n\
        2026-08-04,Claude Sonnet 4.5,Production,k,message,≤ 200k,output,=1+1,1.25,token,global,\n\
        \u{1b}[2J,Claude Sonnet 4.5,Production,k,message,≤ 200k,output,1.25,1.25,token,global,\n\
        2026-08-05,Claude Sonnet 4.5,Production,\"never closed,message,≤ 200k,output,1.25,1.25,token,global,\n\
        2026-08-06,Claude Sonnet 4.5,Production,k,message,≤ 200k,output,1.25,1.25,token,global,\n";
    format!("{COST}{rows}").into_bytes()
}

/// A member that would leave the folder, if anything were ever unpacked to a disk.
fn archive() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let row = "2026-09-15,claude-sonnet-4-5-20250929,from-the-archive,Staging,standard,≤ 200k,77,0,0,0,7,0\n";
    for name in ["../../evil.csv", "<img src=x onerror=alert(1)>.csv"] {
        zip.start_file(name, SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored)).unwrap();
        zip.write_all(format!("{USAGE}{row}").as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
