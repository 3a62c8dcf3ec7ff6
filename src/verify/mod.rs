//! The way back: whether a report is what its manifest says, and what its exports give.
