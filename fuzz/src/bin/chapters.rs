//! libFuzzer over [`mission_fuzz::chapters`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mission_fuzz::chapters::run(data));
