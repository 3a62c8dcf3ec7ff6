//! Numbers only: robust statistics of daily series. Knows no table and no money.

pub mod decompose;
pub mod events;
pub mod forecast;
mod median;
pub mod shifts;
pub mod silence;
pub mod spikes;

pub use median::{mad, median, quantile};
