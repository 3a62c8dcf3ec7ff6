//! Bills in parts, corrected, doubled and by two kinds of export; and that none of it is in a sum of the Console's.

use super::*;
use crate::facts::Facts;
use crate::ingest::load_bytes;

const HEADER: &str = "bill_payer_account_id,line_item_usage_account_id,line_item_line_item_type,line_item_usage_start_date,\
     line_item_usage_end_date,line_item_product_code,line_item_usage_type,line_item_unblended_cost,line_item_currency_code,\
     line_item_iam_principal\n";

/// A line of one hour.
fn line(at: &str, principal: &str, usd: &str) -> String {
    format!(
        "1111,2222,Usage,2026-09-{at}:00:00Z,2026-09-{at}:59:59Z,AmazonBedrock,USE1-Claude4.6Sonnet-input-tokens,{usd},USD,{principal}\n"
    )
}

fn data(files: &[(&str, String)]) -> Dataset {
    let file = |(name, text): &(&str, String)| ((*name).to_owned(), text.clone().into_bytes());
    let data = load_bytes(files.iter().map(file).collect()).unwrap();
    for input in &data.inputs {
        let counted = input.accepted + input.rejected + input.duplicates + input.restated + input.other;
        assert_eq!(input.rows, counted, "{input:?}");
    }
    data
}

fn total(files: &[(&str, String)]) -> String {
    let spend = CloudSpend::read(&data(files)).unwrap();
    let period = "2026-09".parse().unwrap();
    spend.bills(period).get("AWS").map_or_else(|| "none".to_owned(), |bill| bill.total.to_string())
}

/// Fault: A cloud's bill comes in parts, twice, or again with corrected amounts
/// Outcome: Parts add up, copies count once, and of two amounts for one line that of the later file counts
#[test]
fn parts_of_a_bill_add_up_and_copies_do_not() {
    let first = format!("{HEADER}{}{}", line("01T10", "role/a", "1.50"), line("01T10", "role/b", "2.25"));
    let second = format!("{HEADER}{}{}", line("01T11", "role/a", "4"), line("02T10", "role/b", "8"));
    assert_eq!(total(&[("a-00001.csv", first.clone()), ("a-00002.csv", second.clone())]), "15.75");
    assert_eq!(total(&[("a.csv", first.clone()), ("b.csv", first.clone())]), "3.75");
    let corrected = format!(
        "{HEADER}{}{}{}",
        line("01T10", "role/a", "1.75"),
        line("01T10", "role/b", "2.25"),
        line("03T10", "c", "1")
    );
    assert_eq!(total(&[("a.csv", first), ("b.csv", corrected)]), "5", "the later one counts");
}

#[test]
fn columns_of_bills_are_no_news_and_others_are() {
    let unknown = |column: &str| {
        let text = format!(
            "{},{column}\n1111,2222,Usage,2026-09-01T10:00:00Z,2026-09-01T11:00:00Z,AmazonBedrock,Claude4.6Sonnet,1,USD,,x\n",
            HEADER.trim()
        );
        data(&[("a.csv", text)]).remarks[0].unknown_columns.clone()
    };
    for known in ["identity_line_item_id", "resource_tags", "savings_plan_savings_plan_a_r_n", "product_region"] {
        assert!(unknown(known).is_empty(), "{known}");
    }
    assert_eq!(unknown("team"), ["team"]);
}

#[test]
fn lines_of_one_file_that_look_alike_add_up() {
    let twice = format!("{HEADER}{0}{0}", line("01T10", "role/a", "1.50"));
    assert_eq!(total(&[("a.csv", twice)]), "3");
}

#[test]
fn the_same_month_as_a_report_and_in_focus_counts_once() {
    let cur = format!("{HEADER}{}{}", line("01T10", "role/a", "1.50"), line("01T11", "role/b", "2.50"));
    let focus = "BilledCost,BillingAccountId,BillingCurrency,ChargeCategory,ChargePeriodEnd,ChargePeriodStart,ProviderName,ServiceName,SubAccountId\n\
                 4,1111,USD,Usage,2026-09-02T00:00:00Z,2026-09-01T00:00:00Z,AWS,Claude Sonnet 4.6 (Amazon Bedrock Edition),2222\n";
    assert_eq!(total(&[("cur.csv", cur), ("focus.csv", focus.to_owned())]), "4");
}

#[test]
fn a_bill_without_claude_is_none() {
    let other =
        format!("{HEADER}1111,2222,Usage,2026-09-01T10:00:00Z,2026-09-01T11:00:00Z,AmazonEC2,BoxUsage,9,USD,\n");
    let read = data(&[("a.csv", other.clone())]);
    assert_eq!((read.inputs[0].rows, read.inputs[0].other, read.inputs[0].accepted), (1, 1, 0));
    assert_eq!(total(&[("a.csv", other)]), "none");
}

/// Fault: A cloud's bill for Claude lies beside the Console's exports
/// Outcome: It is in no sum of the Console's, and its own checks look at it apart
#[test]
fn bills_are_in_no_sum_of_the_console() {
    let console = "usage_date_utc,model,workspace,api_key,usage_type,token_type,cost_usd\n2026-09-01,Claude Opus 5,Prod,k,message,output,50.00\n";
    let bill = format!("{HEADER}{}", line("01T10", "role/a", "1.50"));
    let files = [("cost.csv", console.to_owned()), ("cur.csv", bill)];
    let data = data(&files);
    let as_of = "2026-10-01T00:00:00Z".parse().unwrap();
    let facts = Facts::derive(&data, "2026-09".parse().unwrap(), as_of).unwrap();
    assert_eq!(facts.totals.cost_usd.total.to_string(), "50");
    assert_eq!(facts.spend.series.rows.len(), 1);
    let bill = &facts.totals.cloud_cost_usd["AWS"];
    assert_eq!((bill.total.to_string().as_str(), bill.principal["role/a"].to_string().as_str()), ("1.5", "1.5"));
    let own = dataset_of(&data, "AWS").unwrap();
    let own = Facts::derive(&own, "2026-09".parse().unwrap(), as_of).unwrap();
    assert_eq!((own.spend.series.rows.len(), own.spend.series.rows[0].key.as_str()), (1, "role/a"));
    assert_eq!(
        (own.spend.series.rows[0].workspace.as_str(), own.spend.series.rows[0].model.as_str()),
        ("2222", "claude-sonnet-4-6")
    );
}
