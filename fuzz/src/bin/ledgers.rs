//! libFuzzer over [`mission_fuzz::ledgers`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mission_fuzz::ledgers::run(data));
