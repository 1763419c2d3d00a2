//! libFuzzer over [`mission_fuzz::expressions`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mission_fuzz::expressions::run(data));
