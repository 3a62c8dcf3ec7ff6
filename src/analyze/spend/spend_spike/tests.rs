//! Hits and near misses of spend-spike.
