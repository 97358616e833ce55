//! What stands in the place of the settings and is no file.

use super::*;

#[test]
fn what_is_no_file_is_told_and_waits_for_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hotseat.toml");
    let told = || {
        let problems = read_file(&path).unwrap_err();
        assert_eq!(problems[0].code, "unreadable");
        rendered(&problems)
    };
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    assert!(made.unwrap().success());
    let shown = told();
    assert!(shown.contains("it is a pipe, not a file"), "{shown}");
    assert!(shown.contains("hotseat.toml:1:1"), "{shown}");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(told().contains("it is a folder, not a file"));
    fs::remove_dir(&path).unwrap();
    std::os::unix::fs::symlink("hotseat.toml", &path).unwrap();
    told();
}
