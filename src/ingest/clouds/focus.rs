//! FOCUS 1.0 to 1.2, the FinOps Open Cost and Usage Specification (focus.finops.org), in which AWS, Google Cloud and Microsoft write bills.
//! It names no principal.

use super::{Columns, Names, finish};
use crate::ingest::Ingestor;
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes charges with their period and category.
pub const INGESTOR: Ingestor = Ingestor {
    id: "focus",
    title: "FOCUS 1.2 cost and usage (CSV)",
    table: Table::CloudCost,
    signature: &["ChargePeriodStart", "ChargeCategory", "BilledCost", "ServiceName"],
    claims: |document| document.has_columns(&["ChargePeriodStart", "ChargeCategory", "BilledCost"]),
    read,
};

/// Later releases name the provider of the service apart from who publishes the bill.
const PROVIDER: &[&str] = &["ProviderName", "ServiceProviderName"];

const NAMES: Names = Names {
    start: &["ChargePeriodStart"],
    end: &["ChargePeriodEnd"],
    currency: &["BillingCurrency"],
    charge: &["ChargeCategory"],
    cost: &["BilledCost"],
    list_price: &["ListCost"],
    texts: &[
        ("organization_id", &["BillingAccountId"]),
        ("cloud_account", &["SubAccountId"]),
        ("usage_type", &["SkuMeter", "x_UsageType"]),
        ("operation", &["x_Operation"]),
        ("region", &["RegionId"]),
        ("resource", &["ResourceId"]),
        ("description", &["ChargeDescription"]),
    ],
    named: &[
        &["ServiceName"],
        &["ResourceId"],
        &["ResourceName"],
        &["SkuMeter", "x_UsageType"],
        &["ChargeDescription"],
        &["SkuPriceDetails"],
    ],
    is_known,
};

/// Columns of FOCUS 1.0 to 1.2 that nothing here asks for.
const OTHERS: [&str; 38] = [
    "AvailabilityZone",
    "BillingAccountName",
    "BillingAccountType",
    "BillingPeriodEnd",
    "BillingPeriodStart",
    "CapacityReservationId",
    "CapacityReservationStatus",
    "ChargeClass",
    "ChargeFrequency",
    "CommitmentDiscountCategory",
    "CommitmentDiscountId",
    "CommitmentDiscountName",
    "CommitmentDiscountQuantity",
    "CommitmentDiscountStatus",
    "CommitmentDiscountType",
    "CommitmentDiscountUnit",
    "ConsumedQuantity",
    "ConsumedUnit",
    "ContractedCost",
    "ContractedUnitPrice",
    "EffectiveCost",
    "InvoiceId",
    "InvoiceIssuerName",
    "ListUnitPrice",
    "PricingCategory",
    "PricingCurrency",
    "PricingQuantity",
    "PricingUnit",
    "PublisherName",
    "RegionName",
    "ResourceType",
    "ServiceCategory",
    "ServiceSubcategory",
    "SkuId",
    "SkuPriceId",
    "SubAccountName",
    "SubAccountType",
    "Tags",
];

/// Those of the specification, in other currencies too, and `x_` for what a provider adds.
fn is_known(column: &str) -> bool {
    OTHERS.contains(&column) || column.starts_with("x_") || column.starts_with("PricingCurrency")
}

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let columns = Columns::of(csv, &NAMES, batch);
    batch.note_absent_columns(csv, &[PROVIDER]);
    let provider = csv.column(PROVIDER);
    csv.each_record(batch, |row, line, batch| {
        let name = provider_name(row.text(provider)?);
        if name == OWN {
            batch.note(
                "its provider is Anthropic: it bills the spend of the Console once more, by another way, and is in no total",
            );
        }
        columns.take(row, line, name, batch)
    });
    finish(&columns, csv, &NAMES, batch);
}

/// Bills of Anthropic itself, as converters make them of the Console's exports.
const OWN: &str = "Anthropic";

/// One name for each cloud; others as they are written.
fn provider_name(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    let is = |word: &str| lower.contains(word);
    match text {
        "" => "unstated",
        _ if is("aws") || is("amazon") => "AWS",
        _ if is("google") => "Google Cloud",
        _ if is("microsoft") || is("azure") => "Microsoft Azure",
        _ if is("anthropic") => OWN,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::testing::rows;

    #[test]
    fn charges_of_every_cloud_are_rows() {
        let text = "BilledCost,BillingAccountId,BillingCurrency,ChargeCategory,ChargeDescription,ChargePeriodEnd,ChargePeriodStart,ListCost,\
                    ProviderName,RegionId,ResourceId,ResourceName,ServiceName,SkuMeter,SkuPriceDetails,SubAccountId,x_Operation\n\
                    1.25,1111,USD,Usage,Claude Opus 4.6 Input Tokens,2026-09-02T00:00:00Z,2026-09-01T00:00:00Z,1.50,Google Cloud,us-east5,,,\
                    Vertex AI,,,proj-1,\n\
                    3,1111,USD,Usage,Input Tokens,2026-09-02T00:00:00Z,2026-09-01T00:00:00Z,3,Microsoft,eastus2,,,Azure Storage,,,sub-1,\n\
                    0.5,2222,USD,Tax,,2026-10-01T00:00:00Z,2026-09-01T00:00:00Z,0.5,Amazon Web Services,,,,\
                    Claude Sonnet 4.5 (Amazon Bedrock Edition),,,3333,\n";
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "2: day=2026-09-01 provider=Google Cloud organization_id=1111 cloud_account=proj-1 model=Claude Opus 4.6 charge_type=usage \
                 region=us-east5 description=Claude Opus 4.6 Input Tokens cost=1.25 list_price=1.5 counted=true",
                "4: day=2026-09-01 provider=AWS organization_id=2222 cloud_account=3333 model=Claude Sonnet 4.5 charge_type=tax cost=0.5 \
                 list_price=0.5 counted=true",
            ]
        );
    }
}
