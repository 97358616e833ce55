//! Which files are a session's own.
//!
//! A folder may have been unpacked from anywhere. What its record names, and what lies in it, counts
//! only where it leads nowhere else: a stranger's session should not choose which of the user's
//! files are played, sent, marked or deleted.

use std::path::{Component, Path, PathBuf};

/// The file that the session in `folder` calls `name`; none where it is not there, is no file, or
/// lies outside, whatever link leads there.
pub fn own_file(folder: &Path, name: &str) -> Option<PathBuf> {
    let mut parts = Path::new(name).components();
    if name.is_empty() || !parts.all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let path = folder.join(name);
    // That of a file in the working folder is empty.
    let folder = if folder == Path::new("") {
        Path::new(".")
    } else {
        folder
    };
    let (real, root) = (path.canonicalize().ok()?, folder.canonicalize().ok()?);
    (real.starts_with(root) && real.is_file()).then_some(path)
}

/// Whether a record may call a file so: a name without folders, and none of those that this program
/// gives to files of its own.
pub(super) fn is_plain(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let is_one = matches!(
        (parts.next(), parts.next()),
        (Some(Component::Normal(_)), None)
    );
    // A backslash separates folders on one system and is a letter on the others.
    is_one && !name.contains(['/', '\\']) && !name.starts_with('.') && name != super::sidecar::NAME
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_a_record_may_call_a_file() {
        for plain in ["1-1-a.wav", "a b.txt", "<script>.png", "ä..b"] {
            assert!(is_plain(plain), "{plain}");
        }
        let others = ["", ".", "..", "../x", "a/b", "a/", "a\\b", "/etc/passwd"];
        for other in others.into_iter().chain([".running", "session.json"]) {
            assert!(!is_plain(other), "{other}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_leads_out_of_a_session_is_not_its_own() {
        use std::os::unix::fs::symlink;
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("session");
        fs::create_dir(&folder).unwrap();
        fs::write(home.path().join("secret"), "").unwrap();
        fs::write(folder.join("a.wav"), "").unwrap();
        symlink(home.path().join("secret"), folder.join("link.wav")).unwrap();
        symlink(home.path(), folder.join("out")).unwrap();
        symlink("a.wav", folder.join("b.wav")).unwrap();
        for own in ["a.wav", "b.wav"] {
            assert_eq!(own_file(&folder, own), Some(folder.join(own)), "{own}");
        }
        for other in [
            "",
            "..",
            "../secret",
            "link.wav",
            "out/secret",
            "out",
            "no.wav",
        ] {
            assert_eq!(own_file(&folder, other), None, "{other}");
        }
        // A folder that was moved to a larger disk is as good as it was.
        let moved = home.path().join("moved");
        symlink(&folder, &moved).unwrap();
        assert_eq!(own_file(&moved, "a.wav"), Some(moved.join("a.wav")));
    }
}
