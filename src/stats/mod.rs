//! Numbers only: robust statistics of daily series. Knows no table and no money.

mod median;
pub mod spikes;

pub use median::{mad, median, quantile};
