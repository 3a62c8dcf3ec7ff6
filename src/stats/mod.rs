//! Numbers only: robust statistics of daily series. Knows no table and no money.

pub mod decompose;
pub mod events;
mod median;
pub mod shifts;
pub mod silence;
pub mod spikes;
pub mod twins;

pub use median::{mad, median, quantile};
