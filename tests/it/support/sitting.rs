//! Sessions that are over in a moment, and what a home holds after them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::home::{Home, Ran, hotseat, run};

/// Runs a verb off the terminal.
pub(crate) fn ran(home: &Home, args: &[&str]) -> Ran {
    run(hotseat(home).args(args))
}

/// Sits a session with times so short that it takes little longer than its 3-2-1, and returns its
/// document.
pub(crate) fn sit(home: &Home, args: &[&str]) -> Value {
    let short = ["practice", "--yes", "--json", "--scale", "0.001"];
    ran(home, &[&short, args].concat()).json()
}

/// Every file below the home, with what it holds.
pub(crate) fn files(home: &Home) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect(&home.path(), &mut files);
    files
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder is read") {
        let path = entry.expect("an entry is read").path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            let content = fs::read(&path).expect("a file is read");
            files.insert(path, content);
        }
    }
}

#[test]
fn all_files_of_a_home_are_seen() {
    let home = Home::new();
    fs::create_dir_all(home.path().join("a/b")).expect("folders are made");
    fs::write(home.path().join("a/b/c"), "x").expect("a file is written");
    let files = files(&home);
    let names: Vec<_> = files.keys().filter_map(|path| path.file_name()).collect();
    assert_eq!(names, ["c", "hotseat.toml"]);
    assert_eq!(files[&home.path().join("a/b/c")], b"x");
}
