//! Numbers only: robust statistics of daily and hourly series. Knows no table and no money.

pub mod baseline;
pub mod cross_source;
pub mod decompose;
pub mod detect;
pub mod fill;
pub mod forecast;
pub mod gaps;
pub mod horizon;
pub mod hours;
mod median;
pub mod mix;
pub mod panel;
#[cfg(test)]
mod random;
pub mod shifts;
pub mod silence;
pub mod spikes;
pub mod step;
mod window;

pub use median::{mad, median, quantile};
