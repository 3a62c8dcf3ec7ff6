//! See `fuzz/targets/part.rs`.
#![no_main]

#[allow(dead_code, reason = "all targets are in one module, and each program drives one")]
#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::part::run(bytes));
