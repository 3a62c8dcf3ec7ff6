//! What somebody else bills for Claude, as a table of cost: the checks of spend look at it as they look at the Console's.

use anyhow::Result;
use polars::prelude::{DataFrame, DataType, Expr, IntoLazy, NULL, col, lit};

use crate::model::{Kind, Table};

/// The rows of a bill for which `is_its` holds, in the columns of [`Table::Cost`]: `own` gives those that the bill has, the others are empty.
///
/// # Errors
/// When the frame lacks a column, which would be a mistake in `ingest`.
pub(in crate::facts) fn bill_as_cost(
    frame: &DataFrame,
    is_its: Expr,
    own: impl Fn(&str) -> Option<Expr>,
) -> Result<DataFrame> {
    let empty = |kind: Kind| {
        lit(NULL).cast(match kind {
            Kind::Flag => DataType::Boolean,
            Kind::Integer => DataType::Int64,
            Kind::Money => DataType::Decimal(38, 18),
            _ => DataType::String,
        })
    };
    let columns = Table::Cost.columns().iter();
    let columns = columns.map(|column| own(column.name).unwrap_or_else(|| empty(column.kind)).alias(column.name));
    let mut columns: Vec<Expr> = columns.collect();
    columns.extend([
        col("file"),
        col("line"),
        lit(1_u64).cast(DataType::UInt64).alias("rows"),
        col("line").alias("last_line"),
    ]);
    Ok(frame.clone().lazy().filter(is_its).select(columns).collect()?)
}
