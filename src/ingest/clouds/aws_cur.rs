//! AWS's Cost and Usage Report, CUR 2.0 (Data Exports) and the older CUR, whose columns are called alike but for their spelling.
//!
//! Columns: docs.aws.amazon.com/cur/latest/userguide/table-dictionary-cur2.html. The principal stands in exports that were made with it
//! (docs.aws.amazon.com/bedrock/latest/userguide/cost-mgmt-iam-principal-tracking.html).

use super::{Columns, Names, finish};
use crate::ingest::Ingestor;
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::ingest::text::delimited::canonical;
use crate::model::Table;

/// Recognizes lines of usage with their unblended cost.
pub const INGESTOR: Ingestor = Ingestor {
    id: "aws-cur",
    title: "AWS Cost and Usage Report, CUR 2.0 (CSV)",
    table: Table::CloudCost,
    signature: &[
        "line_item_usage_start_date",
        "line_item_product_code",
        "line_item_usage_type",
        "line_item_unblended_cost",
    ],
    claims: |document| {
        document.has_columns(&["line_item_usage_start_date", "line_item_unblended_cost"])
            && ["line_item_product_code", "line_item_usage_type"].iter().any(|name| document.mentions(name))
    },
    read,
};

const NAMES: Names = Names {
    start: &["line_item_usage_start_date"],
    end: &["line_item_usage_end_date"],
    currency: &["line_item_currency_code"],
    charge: &["line_item_line_item_type"],
    cost: &["line_item_unblended_cost"],
    list_price: &["pricing_public_on_demand_cost"],
    texts: &[
        ("organization_id", &["bill_payer_account_id"]),
        ("cloud_account", &["line_item_usage_account_id"]),
        ("principal", &["line_item_iam_principal"]),
        ("usage_type", &["line_item_usage_type"]),
        ("operation", &["line_item_operation"]),
        ("region", &["product_region_code", "product_region"]),
        ("resource", &["line_item_resource_id"]),
        ("description", &["line_item_line_item_description"]),
    ],
    named: &[
        // A map of everything about the product; the older report has its name in a column.
        &["product", "product_product_name"],
        &["line_item_resource_id"],
        &["line_item_usage_type"],
        &["line_item_line_item_description"],
        &["line_item_product_code"],
        &["line_item_operation"],
    ],
    is_known,
};

/// Groups of columns, of which both reports have more than a hundred, and keys of maps that were made columns.
const GROUPS: [&str; 13] = [
    "bill",
    "identity",
    "lineitem",
    "product",
    "pricing",
    "reservation",
    "savingsplan",
    "splitlineitem",
    "resourcetags",
    "tags",
    "costcategory",
    "discount",
    "capacityreservation",
];

fn is_known(column: &str) -> bool {
    let column = canonical(column);
    GROUPS.iter().any(|group| column.starts_with(group))
}

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let columns = Columns::of(csv, &NAMES, batch);
    csv.each_record(batch, |row, line, batch| columns.take(row, line, "AWS", batch));
    finish(&columns, csv, &NAMES, batch);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::testing::rows;

    const HEADER: &str = "bill_payer_account_id,line_item_usage_account_id,line_item_line_item_type,line_item_usage_start_date,\
         line_item_usage_end_date,line_item_product_code,line_item_usage_type,line_item_operation,line_item_unblended_cost,\
         line_item_currency_code,line_item_iam_principal,line_item_resource_id,line_item_line_item_description,product,\
         product_region_code,pricing_public_on_demand_cost\n";

    #[test]
    fn lines_about_claude_are_rows() {
        let text = format!(
            "{HEADER}\
             111122223333,444455556666,Usage,2026-09-01T13:00:00.000Z,2026-09-01T14:00:00.000Z,AmazonBedrock,\
             USE1-Claude4.6Sonnet-input-tokens,InvokeModel,0.0123456,USD,arn:aws:iam::444455556666:role/chat,,,{{}},us-east-1,0.02\n\
             111122223333,444455556666,Usage,2026-09-01T13:00:00.000Z,2026-09-01T14:00:00.000Z,AmazonEC2,BoxUsage:m5.large,RunInstances,\
             9.6,USD,,i-1,,{{}},us-east-1,9.6\n\
             111122223333,444455556666,Credit,2026-09-01T00:00:00.000Z,2026-10-01T00:00:00.000Z,abc,\
             USE1-MP:USE1_InputTokenCount-Units,,-1.50,EUR,,,,\"{{\"\"product_name\"\":\"\"Claude 3 Haiku (Amazon Bedrock Edition)\"\"}}\",us-east-1,\n\
             111122223333,444455556666,Credit,2026-09-01T00:00:00.000Z,2026-10-01T00:00:00.000Z,abc,\
             USE1-MP:USE1_InputTokenCount-Units,,-1.50,USD,,,,\"{{\"\"product_name\"\":\"\"Claude 3 Haiku (Amazon Bedrock Edition)\"\"}}\",us-east-1,\n"
        );
        assert_eq!(
            rows(&INGESTOR, &text),
            [
                "2: day=2026-09-01 minute=780 provider=AWS organization_id=111122223333 cloud_account=444455556666 \
                 principal=arn:aws:iam::444455556666:role/chat model=Claude Sonnet 4.6 usage_type=USE1-Claude4.6Sonnet-input-tokens \
                 operation=InvokeModel charge_type=usage region=us-east-1 cost=0.0123456 list_price=0.02 counted=true",
                "4: rejected: line_item_currency_code: another currency than US dollars: nothing here converts it",
                "5: day=2026-09-01 provider=AWS organization_id=111122223333 cloud_account=444455556666 model=Claude 3 Haiku \
                 usage_type=USE1-MP:USE1_InputTokenCount-Units charge_type=credit region=us-east-1 cost=-1.5 counted=true",
            ]
        );
    }
}
