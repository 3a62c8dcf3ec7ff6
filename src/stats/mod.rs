//! Numbers only: robust statistics of daily and hourly series. Knows no table and no money.

pub mod baseline;
pub mod decompose;
pub mod detect;
pub mod fill;
pub mod hours;
mod median;
pub mod mix;
pub mod shifts;
pub mod silence;
pub mod spikes;

pub use median::{mad, median, quantile};
