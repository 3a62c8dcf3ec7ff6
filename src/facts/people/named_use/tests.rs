//! Small exports, each of a kind that names people.

use crate::analyze::testing::facts;

/// `what user address key: days | files without days`.
fn uses(files: &[(&str, &str)]) -> Vec<String> {
    let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let all = facts(files).people.named_use;
    let line = |one: &super::NamedUse| {
        let days: Vec<String> = one.days.keys().map(ToString::to_string).collect();
        let who = [&one.user, &one.address, &one.key].map(said).join(" ");
        format!("{} {who}: {} | {}", one.what, days.join(" "), one.undated.len())
    };
    all.iter().map(line).collect()
}

const SPEND_REPORT: &str = "user_email,account_uuid,product,model,total_requests,total_prompt_tokens,total_completion_tokens,total_net_spend_usd,total_gross_spend_usd\n";
const LITELLM: &str = "id,user_id,date,api_key,model,model_group,custom_llm_provider,endpoint,prompt_tokens,completion_tokens,cache_read_input_tokens,cache_creation_input_tokens,spend,api_requests\n";

/// Fault: Use in exports that name people, and no keys, was asked by no check
/// Outcome: Every such export tells whom it names, on which days, and whether it states days at all; rows without use and without people say nothing
#[test]
fn every_export_that_names_people_tells_whom_and_when() {
    let code = |day: &str, actor: &str, sessions: u32| {
        format!(
            r#"{{"date":"{day}T00:00:00Z","actor":{actor},"organization_id":"o","customer_type":"api","terminal_type":"vscode","core_metrics":{{"num_sessions":{sessions},"lines_of_code":{{"added":0,"removed":0}},"commits_by_claude_code":0,"pull_requests_by_claude_code":0}},"tool_actions":{{}},"model_breakdown":[]}}"#
        )
    };
    let ann = r#"{"type":"user_actor","email_address":"Ann+x@example.com"}"#;
    let key = r#"{"type":"api_actor","api_key_name":"ci"}"#;
    let report = |rows: &[String]| format!(r#"{{"data":[{}],"has_more":false,"next_page":null}}"#, rows.join(","));
    let cases: [(&str, &str, String, &[&str]); 8] = [
        (
            "Claude Code by day",
            "code.json",
            report(&[
                code("2026-09-01", ann, 2),
                code("2026-09-03", ann, 1),
                code("2026-09-04", ann, 0),
                code("2026-09-01", key, 3),
            ]),
            &["Claude Code - ann@example.com -: 2026-09-01 2026-09-03 | 0"],
        ),
        (
            "Claude Code by month",
            "team.csv",
            "User,Spend this Month (USD),Lines this Month\nann@example.com,1.00,3\nbob@example.com,0.00,0\nclaude_code_key_x,1.00,3\n".to_owned(),
            &["Claude Code - ann@example.com -:  | 1"],
        ),
        (
            "spend by seat",
            "spend.csv",
            format!("{SPEND_REPORT}ann@example.com,u,Chat,m,3,5,5,0.10,0.10\nbob@example.com,u,Chat,m,0,0,0,0.00,0.00\n(org service usage),,Chat,m,3,5,5,0.10,0.10\n"),
            &["claude.ai - ann@example.com -:  | 1"],
        ),
        (
            "activity of members",
            "users.json",
            r#"{"data":[{"user":{"type":"user","id":"user_1","email_address":"ann@example.com"},"chat_metrics":{},"claude_code_metrics":{},"web_search_count":0,"last_activity_date":"2026-09-29"},{"user":{"type":"user","id":"user_2","email_address":"bob@example.com"},"chat_metrics":{},"claude_code_metrics":{},"web_search_count":0}],"next_page":null}"#.to_owned(),
            &["Claude Enterprise user_1 ann@example.com -: 2026-09-29 | 0"],
        ),
        (
            "spend and use by user, day by day",
            "usage.json",
            r#"{"data":[{"actor":{"type":"user_actor","user_id":"user_1","email_address":"ann@example.com","deleted":true},"uncached_input_tokens":5,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"cache_read_input_tokens":0,"output_tokens":6,"total_tokens":11,"requests":8,"server_tool_use":{"web_search_requests":0},"product":"chat","model":"claude-opus-5-5","starting_at":"2026-09-01T00:00:00Z","ending_at":"2026-09-02T00:00:00Z"}],"data_refreshed_at":"2026-11-01T05:00:00Z","organization_id":"o","next_page":null}"#.to_owned(),
            &["claude.ai user_1 ann@example.com -: 2026-09-01 | 0"],
        ),
        (
            "use of an Enterprise organization by actor",
            "actors.json",
            include_str!("../../../../fixtures/formats/analytics-usage/by-actor.json").to_owned(),
            &[
                "Claude Enterprise user_01TestIngridMoss000001 - -: 2026-07-02 | 0",
                "Claude Enterprise user_01TestPavelRook000002 - -: 2026-07-02 | 0",
            ],
        ),
        (
            "use of a gateway",
            "daily.csv",
            format!(
                "{LITELLM}1,ann@example.com,2026-09-01,aa,claude-sonnet-4-6,s,anthropic,/v1/messages,10,2,0,0,0.06,5\n2,ann@example.com,2026-09-02,aa,gpt-4o-mini,s,openai,/v1/messages,10,2,0,0,0.06,5\n3,ann@example.com,2026-09-03,aa,claude-sonnet-4-6,s,anthropic,/v1/messages,0,0,0,0,0,5\n"
            ),
            &["LiteLLM ann@example.com - aa: 2026-09-01 | 0"],
        ),
        (
            "tokens by key",
            "usage.csv",
            crate::analyze::testing::usage(&[("ann@example.com", "Default", vec!["2026-09-01".to_owned()])]),
            &[],
        ),
    ];
    for (what, name, text, wanted) in cases {
        assert_eq!(uses(&[(name, &text)]), wanted, "{what}");
    }
}
