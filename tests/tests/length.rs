//! The chapters take the time that they promise.

use anyhow::Result;
use mission_tests::repo_root;
use mission_tests::site::preprocessor;
use std::process::Command;

#[test]
fn every_track_of_every_chapter_can_be_done_in_its_minutes() -> Result<()> {
    let check = Command::new(preprocessor()?)
        .arg("check")
        .arg(repo_root())
        .output()?;
    let said = String::from_utf8(check.stderr)?;
    assert!(
        check.status.success() && !said.contains("minutes"),
        "{said}"
    );
    Ok(())
}
