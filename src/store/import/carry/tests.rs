use super::*;
use crate::domain::Attachment;
use crate::store::history::samples::full;

/// A home, and elsewhere a folder with a session and all of its files.
struct Room {
    folder: TempDir,
    home: Home,
    source: Source,
}

fn room() -> Room {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let home = Home::find(Some(&at("home")), None, Path::new("/"), None).unwrap();
    home.create().unwrap();
    let elsewhere = at("other/2026-11-22T061000Z-quick");
    fs::create_dir_all(&elsewhere).unwrap();
    for file in names(&full()) {
        fs::write(elsewhere.join(&file), &file).unwrap();
    }
    fs::write(elsewhere.join("diary.txt"), "private").unwrap();
    sidecar::write(&elsewhere, &full()).unwrap();
    let source = Source {
        file: elsewhere.join(sidecar::NAME),
        folder: elsewhere,
    };
    Room {
        folder,
        home,
        source,
    }
}

impl Room {
    fn carry(&self, known: Option<&str>) -> String {
        let carrier = Carrier::begin(&self.home, true).unwrap();
        let known = known.map(here);
        let staged = carrier.stage(&self.source, &full(), known.as_ref());
        let staged = staged.unwrap();
        carrier.settle(staged, &full(), &full()).unwrap()
    }

    fn path(&self, folder: &str) -> PathBuf {
        self.home.root().join(folder)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.home.recordings()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != LOCK)
            .collect();
        names.sort();
        names
    }
}

/// All that a session names.
fn names(session: &Session) -> Vec<String> {
    let all = files(session).chain(attachments(session, &[]));
    all.map(|(from, _)| from).collect()
}

fn here(folder: &str) -> Here {
    Here {
        folder: folder.to_owned(),
        attachments: full().attachments,
    }
}

const FOLDER: &str = "recordings/2026-11-22T061000Z-quick";

#[test]
fn what_a_session_names_comes_along_and_nothing_else() {
    let room = room();
    assert_eq!(room.carry(None), FOLDER);
    let here = room.path(FOLDER);
    for file in names(&full()) {
        assert_eq!(fs::read_to_string(here.join(&file)).unwrap(), file);
    }
    assert_eq!(sidecar::find(&here).unwrap(), Some(full()));
    assert!(!here.join("diary.txt").exists());
    // No copy on its way is left.
    assert_eq!(room.names(), ["2026-11-22T061000Z-quick"]);
}

#[cfg(unix)]
#[test]
fn what_comes_along_is_private_and_no_link_is_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let room = room();
    let take = "1-2-platform-architecture.wav";
    let secret = room.folder.path().join("secret");
    fs::write(&secret, "secret").unwrap();
    fs::remove_file(room.source.folder.join(take)).unwrap();
    symlink(&secret, room.source.folder.join(take)).unwrap();
    let here = room.path(&room.carry(None));
    assert!(!here.join(take).exists());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&here), 0o700);
    assert_eq!(mode(&here.join("whiteboard.jpg")), 0o600);
}

#[test]
fn a_name_that_another_session_has_gets_a_number() {
    let room = room();
    let mut other = full();
    other.id = Uuid::from_u128(7);
    fs::create_dir(room.path(FOLDER)).unwrap();
    sidecar::write(&room.path(FOLDER), &other).unwrap();
    assert_eq!(room.carry(None), format!("{FOLDER}-2"));
    assert_eq!(sidecar::find(&room.path(FOLDER)).unwrap(), Some(other));
}

#[test]
fn a_killed_import_is_gone_on_with() {
    let room = room();
    // Killed while it copied: what it has left is cleared away.
    let stage = room.home.recordings().join(".import-x");
    fs::create_dir(&stage).unwrap();
    fs::write(stage.join("half"), "").unwrap();
    assert_eq!(room.carry(None), FOLDER);
    assert!(!stage.exists());
    // Killed before the history knew of it: the folder is found again.
    assert_eq!(room.carry(None), FOLDER);
    assert_eq!(room.names().len(), 1);
}

#[test]
fn a_known_session_gets_what_its_folder_lacks_and_keeps_what_it_has() {
    let room = room();
    let here = room.path("recordings/mine");
    fs::create_dir(&here).unwrap();
    fs::write(here.join("whiteboard.jpg"), "mine").unwrap();
    assert_eq!(room.carry(Some("recordings/mine")), "recordings/mine");
    let read = |name: &str| fs::read_to_string(here.join(name)).unwrap();
    assert_eq!(read("whiteboard.jpg"), "mine");
    let take = "1-2-platform-architecture.wav";
    assert_eq!(read(take), take);
    // One whose folder is gone gets a new one.
    fs::remove_dir_all(&here).unwrap();
    assert_eq!(room.carry(Some("recordings/mine")), FOLDER);
}

#[test]
fn what_is_in_this_home_already_stays_where_it_is() {
    let room = room();
    let here = room.home.recordings().join("here");
    fs::rename(&room.source.folder, &here).unwrap();
    let source = Source {
        file: here.join(sidecar::NAME),
        folder: here.clone(),
    };
    let carrier = Carrier::begin(&room.home, true).unwrap();
    assert!(carrier.is_here(&source) && !carrier.is_here(&room.source));
    let mut longer = full();
    longer.scorecards.clear();
    for (whole, expected) in [(full(), full()), (longer.clone(), longer)] {
        let staged = carrier.stage(&source, &full(), None).unwrap();
        let folder = carrier.settle(staged, &whole, &full()).unwrap();
        assert_eq!(folder, "recordings/here");
        assert_eq!(sidecar::find(&here).unwrap(), Some(expected));
    }
}

#[test]
fn without_files_the_record_alone_comes() {
    let room = room();
    let carrier = Carrier::begin(&room.home, false).unwrap();
    let staged = carrier.stage(&room.source, &full(), None).unwrap();
    let folder = carrier.settle(staged, &full(), &full()).unwrap();
    let names: Vec<_> = fs::read_dir(room.path(&folder)).unwrap().collect();
    assert_eq!(names.len(), 1);
    assert_eq!(sidecar::find(&room.path(&folder)).unwrap(), Some(full()));
}

#[test]
fn what_would_be_copied_is_known_before() {
    let room = room();
    let carrier = Carrier::begin(&room.home, true).unwrap();
    // Each file holds its own name.
    let all: usize = names(&full()).iter().map(String::len).sum();
    let needed = |known| carrier.bytes(&room.source, &full(), &known);
    assert_eq!(needed(Known::Not), all as u64);
    assert_eq!(needed(Known::Deleted), 0);
    let place = room.path(FOLDER);
    fs::create_dir(&place).unwrap();
    fs::write(place.join("whiteboard.jpg"), "").unwrap();
    let missing = all - "whiteboard.jpg".len();
    assert_eq!(needed(Known::In(here(FOLDER))), missing as u64);
}

#[test]
fn two_imports_at_a_time_are_one_too_many() {
    let room = room();
    let first = Carrier::begin(&room.home, true).unwrap();
    let second = Carrier::begin(&room.home, true).unwrap_err();
    assert!(matches!(second, StoreError::Importing { .. }), "{second}");
    let process = format!("as process {}", std::process::id());
    assert!(second.to_string().contains(&process), "{second}");
    // Whoever has opened the file by now locks the same one as whoever comes later.
    let waiting = File::open(room.home.recordings().join(LOCK)).unwrap();
    drop(first);
    waiting.try_lock().unwrap();
    Carrier::begin(&room.home, true).unwrap_err();
    drop(waiting);
    Carrier::begin(&room.home, true).unwrap();
}

#[test]
fn files_of_one_name_that_two_machines_have_attached_are_both_there() {
    let room = room();
    let folder = room.path("recordings/mine");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("whiteboard.jpg"), "mine").unwrap();
    let mut mine = full();
    mine.attachments[0].at = "2026-11-22T08:00:00Z".parse().unwrap();
    let known = Here {
        attachments: mine.attachments.clone(),
        ..here("recordings/mine")
    };
    let carrier = Carrier::begin(&room.home, true).unwrap();
    let stage = |known: &Here| carrier.stage(&room.source, &full(), Some(known));
    let staged = stage(&known).unwrap();
    let gone = vec![folder.join("whiteboard.jpg")];
    assert_eq!(staged.renamed(), gone);
    drop(staged);
    let joined = join_files(&mine.attachments, &full().attachments);
    let read = |file: &Attachment| fs::read_to_string(folder.join(&file.path)).unwrap();
    let contents: Vec<String> = joined.iter().map(read).collect();
    assert_eq!(contents, ["whiteboard.jpg", "mine"]);
    // Once they are known under these names, nothing more happens.
    let known = Here {
        attachments: joined,
        ..known
    };
    assert_eq!(stage(&known).unwrap().renamed(), Vec::<PathBuf>::new());
}

#[test]
fn a_file_that_no_record_knows_is_not_taken_for_the_one_that_comes() {
    let room = room();
    let folder = room.path("recordings/mine");
    fs::create_dir(&folder).unwrap();
    let known = Here {
        attachments: Vec::new(),
        ..here("recordings/mine")
    };
    let carrier = Carrier::begin(&room.home, true).unwrap();
    let stage = || carrier.stage(&room.source, &full(), Some(&known));
    fs::write(folder.join("whiteboard.jpg"), "a stranger").unwrap();
    let error = stage().unwrap_err();
    assert!(error.is_of_one_file(), "{error}");
    assert!(error.to_string().contains("whiteboard.jpg"), "{error}");
    // One that is the same was left by an import that was killed.
    fs::write(folder.join("whiteboard.jpg"), "whiteboard.jpg").unwrap();
    stage().unwrap();
}

#[test]
fn a_recording_that_came_half_is_completed_by_the_next_import() {
    let room = room();
    let take = "1-2-platform-architecture.wav";
    let whole = vec![7; 200];
    fs::write(room.source.folder.join(take), &whole[..100]).unwrap();
    let here = room.path(&room.carry(None));
    assert_eq!(fs::read(here.join(take)).unwrap().len(), 100);
    fs::write(room.source.folder.join(take), &whole).unwrap();
    let carrier = Carrier::begin(&room.home, true).unwrap();
    let known = self::here(FOLDER);
    let stage = || carrier.stage(&room.source, &full(), Some(&known)).unwrap();
    assert!(carrier.bytes(&room.source, &full(), &Known::In(known.clone())) >= 200);
    assert_eq!(stage().completed(), [here.join(take)]);
    assert_eq!(fs::read(here.join(take)).unwrap(), whole);
    assert!(stage().completed().is_empty());
    // The half again: what is here stays.
    fs::write(room.source.folder.join(take), &whole[..100]).unwrap();
    assert!(stage().completed().is_empty());
    assert_eq!(fs::read(here.join(take)).unwrap(), whole);
}
