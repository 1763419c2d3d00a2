//! libFuzzer over [`mission_fuzz::directives`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mission_fuzz::directives::run(data));
