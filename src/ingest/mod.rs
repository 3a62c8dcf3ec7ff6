//! stub
pub mod batch;
pub mod text;
