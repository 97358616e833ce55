//! Where things are. Nobody else joins a path to the home folder's name, so the layout of a home
//! stands in this one file.
//!
//! What is made here is for the user's eyes only: people say things in practice that they would
//! not say in the office. Folders that were there before keep the permissions they have.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use jiff::Timestamp;

use super::StoreError;
use crate::domain::{is_id, slug};

const SETTINGS: &str = "hotseat.toml";
const RECORDINGS: &str = "recordings";

/// The folder that holds a user's packs, recordings, stories, history and settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    root: PathBuf,
    found: Found,
}

/// What names the home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Flag,
    Variable,
    /// A `hotseat.toml` at or above the working directory.
    Marked,
    Platform,
}

/// Where this system keeps hotseat's data, if it names a place.
///
/// On macOS these are the folders that command-line programs share with Linux: its own settings
/// folder belongs to property lists that the system writes.
pub fn platform_data() -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    Some(folders.data_dir().join("hotseat"))
}

/// Where this system keeps a user's settings, if it names a place: the one file in which settings
/// count that run programs, since nobody else puts files there.
pub fn platform_settings() -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    Some(folders.config_dir().join("hotseat").join(SETTINGS))
}

impl Home {
    /// The folder that `--home` names, else `HOTSEAT_HOME` unless it is empty, else the nearest
    /// one at or above `cwd` with a `hotseat.toml`, else the platform's. Nothing is created.
    pub fn find(
        flag: Option<&Path>,
        env: Option<&OsStr>,
        cwd: &Path,
        platform_data: Option<PathBuf>,
    ) -> Result<Home, StoreError> {
        let env = env.filter(|text| !text.is_empty()).map(Path::new);
        let flag = flag.map(|folder| (folder, Found::Flag));
        let named = flag.or_else(|| env.map(|folder| (folder, Found::Variable)));
        let above = || {
            cwd.ancestors()
                .find(|folder| folder.join(SETTINGS).is_file())
        };
        named
            // A home stays where it is, even if the program changes its working directory.
            .map(|(folder, found)| (cwd.join(folder), found))
            .or_else(|| above().map(|folder| (folder.to_owned(), Found::Marked)))
            .or_else(|| platform_data.map(|folder| (folder, Found::Platform)))
            .map(|(root, found)| Home { root, found })
            .ok_or(StoreError::NoHome)
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What named it.
    pub fn found(&self) -> Found {
        self.found
    }

    pub fn settings(&self) -> PathBuf {
        self.root.join(SETTINGS)
    }

    pub fn prompts(&self) -> PathBuf {
        self.root.join("prompts")
    }

    /// The folder of the user's packs, made where it is missing.
    pub fn create_prompts(&self) -> Result<PathBuf, StoreError> {
        create_private(self.prompts())
    }

    pub fn stories(&self) -> PathBuf {
        self.root.join("stories")
    }

    /// The folder of the user's stories, made where it is missing.
    pub fn create_stories(&self) -> Result<PathBuf, StoreError> {
        create_private(self.stories())
    }

    pub fn recordings(&self) -> PathBuf {
        self.root.join(RECORDINGS)
    }

    pub fn database(&self) -> PathBuf {
        self.root.join("history.db")
    }

    /// The folder of portable copies of what belongs to no session, made where it is missing.
    pub fn progress(&self) -> Result<PathBuf, StoreError> {
        create_private(self.root.join("progress"))
    }

    /// Makes the home and its recordings folder where they are missing, and makes sure that both
    /// can be written: better now than when the first take is due.
    pub fn create(&self) -> Result<(), StoreError> {
        for path in [self.root.clone(), self.recordings()] {
            private_folders()
                .recursive(true)
                .create(&path)
                .and_then(|()| tempfile::tempfile_in(&path))
                .map_err(|source| StoreError::HomeUnwritable { path, source })?;
        }
        Ok(())
    }

    /// Makes the folder of a session that started at `started_at`, and returns where it is and its
    /// name relative to the home. `suffix` is the round's id.
    pub fn session_folder(
        &self,
        started_at: Timestamp,
        suffix: &str,
    ) -> Result<(PathBuf, String), StoreError> {
        // A suffix that is no id might hold a path.
        let suffix = if is_id(suffix) {
            suffix.to_owned()
        } else {
            slug(suffix)
        };
        let start = started_at.strftime("%Y-%m-%dT%H%M%SZ");
        let mut name = format!("{RECORDINGS}/{start}-{suffix}");
        let mut number = 1;
        loop {
            let path = self.root.join(&name);
            // Making it is the test whether it is free: two programs never share one.
            match private_folders().create(&path) {
                Ok(()) => return Ok((path, name)),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(StoreError::file("create the folder", &path)(error)),
            }
            name = format!("{RECORDINGS}/{start}-{suffix}-{number}");
        }
    }
}

/// Makes the folder where it is missing, and those above it.
fn create_private(path: PathBuf) -> Result<PathBuf, StoreError> {
    match private_folders().recursive(true).create(&path) {
        Ok(()) => Ok(path),
        Err(error) => Err(StoreError::file("create the folder", &path)(error)),
    }
}

/// Makes folders that only their owner may enter.
fn private_folders() -> DirBuilder {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(unix)]
    use crate::store::child;

    fn start() -> Timestamp {
        "2026-11-22T06:10:00.123Z".parse().unwrap()
    }

    fn home_in(folder: &Path) -> Home {
        Home::find(Some(folder), None, Path::new("/"), None).unwrap()
    }

    #[cfg(unix)]
    fn mode(path: &Path) -> u32 {
        use std::os::unix::fs::PermissionsExt;
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_home_is_what_the_flag_says_then_the_environment_then_a_checkout_then_the_platform() {
        let place = tempfile::tempdir().unwrap();
        let outside = place.path();
        let checkout = outside.join("checkout");
        let deep = checkout.join("src/deep");
        fs::create_dir_all(&deep).unwrap();
        fs::write(checkout.join(SETTINGS), "").unwrap();
        // A folder of that name is no settings file.
        fs::create_dir(deep.join(SETTINGS)).unwrap();

        let flag = Path::new("/flag");
        let platform = outside.join("platform");
        let cases = [
            (Some(flag), Some("/env"), &*deep, flag.to_owned()),
            (None, Some("/env"), &deep, "/env".into()),
            (None, Some("env"), &deep, deep.join("env")),
            (Some(Path::new("flag")), None, &deep, deep.join("flag")),
            (None, Some(""), &deep, checkout.clone()),
            (None, None, &deep, checkout.clone()),
            (None, None, &checkout, checkout.clone()),
            (None, None, outside, platform.clone()),
        ];
        for (flag, env, cwd, expected) in cases {
            let home = Home::find(flag, env.map(OsStr::new), cwd, Some(platform.clone())).unwrap();
            assert_eq!(home.root(), expected, "{flag:?} {env:?} {}", cwd.display());
        }
    }

    #[test]
    fn without_any_folder_the_way_out_is_named() {
        let place = tempfile::tempdir().unwrap();
        let error = Home::find(None, None, place.path(), None).unwrap_err();
        assert!(error.to_string().contains("--home"), "{error}");
    }

    #[test]
    fn creating_a_home_twice_is_harmless() {
        let place = tempfile::tempdir().unwrap();
        let home = home_in(&place.path().join("a/home"));
        home.create().unwrap();
        fs::write(home.recordings().join("kept"), "x").unwrap();
        home.create().unwrap();
        assert!(home.recordings().join("kept").is_file());
    }

    #[cfg(unix)]
    #[test]
    fn only_new_folders_are_made_private() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        let home = home_in(&place.path().join("home"));
        fs::create_dir(home.root()).unwrap();
        fs::set_permissions(home.root(), fs::Permissions::from_mode(0o755)).unwrap();
        home.create().unwrap();
        let (session, _) = home.session_folder(start(), "quick").unwrap();
        assert_eq!(mode(home.root()), 0o755);
        assert_eq!(mode(&home.recordings()), 0o700);
        assert_eq!(mode(&session), 0o700);
    }

    #[test]
    fn a_home_that_cannot_be_made_is_named() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("file");
        fs::write(&file, "").unwrap();
        for root in [file.clone(), file.join("home")] {
            let error = home_in(&root).create().unwrap_err();
            let message = error.to_string();
            assert!(message.contains(&root.display().to_string()), "{message}");
            assert!(message.contains("--home"), "{message}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_home_that_may_only_be_read_is_named() {
        child::run_unprivileged("store::home::tests::within_permissions");
    }

    #[cfg(unix)]
    #[test]
    #[ignore = "run by the test above, as a user whom permissions bind"]
    fn within_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let Some(place) = child::folder() else {
            return;
        };
        let home = home_in(&place.join("home"));
        home.create().unwrap();
        for locked in [home.recordings(), home.root().to_owned()] {
            fs::set_permissions(&locked, fs::Permissions::from_mode(0o500)).unwrap();
            let error = home.create().unwrap_err();
            fs::set_permissions(&locked, fs::Permissions::from_mode(0o700)).unwrap();
            let expected = format!("the home folder {} cannot be written", locked.display());
            assert!(error.to_string().starts_with(&expected), "{error}");
        }
    }

    #[test]
    fn no_two_sessions_share_a_folder() {
        let place = tempfile::tempdir().unwrap();
        let home = home_in(place.path());
        home.create().unwrap();
        for expected in ["", "-2", "-3"] {
            let (path, name) = home.session_folder(start(), "quick").unwrap();
            assert_eq!(
                name,
                format!("recordings/2026-11-22T061000Z-quick{expected}")
            );
            assert_eq!(path, home.root().join(&name));
            assert!(path.is_dir());
        }
    }

    #[test]
    fn a_session_folder_never_leaves_the_recordings() {
        let place = tempfile::tempdir().unwrap();
        let home = home_in(place.path());
        home.create().unwrap();
        let (_, name) = home.session_folder(start(), "../../Elsewhere").unwrap();
        assert_eq!(name, "recordings/2026-11-22T061000Z-elsewhere");
    }

    #[test]
    fn a_session_folder_in_a_home_that_is_gone_names_what_it_tried() {
        let place = tempfile::tempdir().unwrap();
        let error = home_in(&place.path().join("gone"))
            .session_folder(start(), "quick")
            .unwrap_err();
        assert!(error.to_string().contains("gone/recordings"), "{error}");
    }
}
