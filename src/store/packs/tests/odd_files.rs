//! Files that are no packs, whatever their name says: each is told for what it is, none keeps the
//! program waiting, and the packs beside it load.

use std::fs::{self, File};

use super::*;

/// A sound pack beside something odd, both in one home.
fn beside(name: &str, make: impl FnOnce(&Path)) -> tempfile::TempDir {
    let dir = home(&[("sound.toml", pack(&prompt("sound")).as_bytes())]);
    make(&dir.path().join(name));
    dir
}

/// Loads the home, and checks its folder and the odd file by name: all three say the same.
#[track_caller]
fn told(dir: &tempfile::TempDir, name: &str, code: &str, piece: &str) {
    let odd = dir.path().join(name);
    let loaded = load_over(built_in(), Some(dir.path()));
    assert!(loaded.bank.prompt("sound").is_some(), "{name}");
    let of_folder = check_one(dir.path());
    let all = check_over(built_in(), &[], Some(dir.path())).unwrap();
    for problems in [loaded.problems, of_folder, all] {
        assert_eq!(codes(&problems), [code], "{name}");
        assert_eq!(places(&problems), [(1, 1)], "{name}");
        assert_eq!(problems[0].file, odd.display().to_string());
        assert!(problems[0].message.contains(piece), "{:?}", problems[0]);
        let rendered = problems[0].render(false);
        assert!(rendered.contains(&format!("{name}:1:1")), "{rendered}");
    }
    if !odd.is_dir() {
        let by_name = check_one(&odd);
        assert_eq!(codes(&by_name), [code], "{name}");
    }
}

#[test]
fn a_huge_file_is_not_read_to_its_end() {
    let dir = beside("huge.toml", |path| {
        let file = File::create(path).unwrap();
        file.set_len(50 << 20).unwrap();
    });
    told(&dir, "huge.toml", "too-large", "larger than 4 MiB");
}

#[test]
fn a_folder_with_the_name_of_a_pack_is_warned_of() {
    let dir = beside("folder.toml", |path| fs::create_dir(path).unwrap());
    told(&dir, "folder.toml", "not-a-file", "is a folder");
    let problems = check_one(dir.path());
    assert_eq!(problems[0].severity, Severity::Warning);
    // By its own name it is a folder of packs like any other.
    fs::write(dir.path().join("folder.toml/in.toml"), "x = 1").unwrap();
    let inside = check_one(dir.path().join("folder.toml"));
    assert!(inside[0].file.ends_with("in.toml"));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_opened() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    let dir = beside("pipe.toml", |path| {
        let made = std::process::Command::new("mkfifo").arg(path).status();
        assert!(made.unwrap().success());
    });
    told(&dir, "pipe.toml", "unreadable", "it is a pipe, not a file");

    let dir = beside("device.toml", |path| symlink("/dev/zero", path).unwrap());
    told(&dir, "device.toml", "unreadable", "it is a device");

    let dir = beside("socket.toml", |path| drop(UnixListener::bind(path)));
    told(&dir, "socket.toml", "unreadable", "it is a socket");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_told() {
    use std::os::unix::fs::symlink;

    let dir = beside("loop.toml", |path| symlink("loop.toml", path).unwrap());
    told(&dir, "loop.toml", "unreadable", "cannot be read: ");

    let dir = beside("gone.toml", |path| symlink("nothing", path).unwrap());
    let problems = load_over(built_in(), Some(dir.path())).problems;
    assert_eq!(codes(&problems), ["unreadable"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt;

    let dir = beside("secret.toml", |path| {
        fs::write(path, "").unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o0)).unwrap();
    });
    // Whom no permission stops, as root, cannot see this.
    if File::open(dir.path().join("secret.toml")).is_err() {
        told(&dir, "secret.toml", "unreadable", "cannot be read: ");
    }
}

#[test]
fn one_odd_file_among_those_given_hides_no_problem_of_the_others() {
    let dir = beside("folder.toml", |path| fs::create_dir(path).unwrap());
    fs::write(dir.path().join("bytes.toml"), b"a = 1\n\xff").unwrap();
    fs::write(dir.path().join("wrong.toml"), pack("x = 1\n")).unwrap();
    let problems = check_one(dir.path());
    let expected = ["not-utf8", "not-a-file", "duplicate-id", "unknown-key"];
    assert_eq!(codes(&problems), expected);
}

#[test]
fn of_countless_problems_the_first_are_told_and_the_others_counted() {
    let items = "1,".repeat(20_000);
    let text = pack(&format!("{}look_for = [{items}]\n", prompt("p")));
    let problems = load_home(&[("p.toml", text.as_bytes())]).problems;
    assert_eq!(problems.len(), 1001);
    let last = &problems[1000];
    assert_eq!((last.code, last.severity), ("too-many", Severity::Error));
    assert!(last.message.contains("19000 more"), "{}", last.message);
    // A line of so many characters is cut around the mark.
    let rendered = problems[999].render(false);
    assert!(rendered.len() < 3000, "{}", rendered.len());
    assert!(rendered.contains("p.toml:11:2011\n"), "{rendered}");
}
