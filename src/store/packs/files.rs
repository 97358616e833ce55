//! Where packs are found: in the binary, in the home, on the command line.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::PackError;
use crate::store::document::{Flaw, TextFile, read};

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/prompts");

/// Where a pack comes from. In the order in which packs are laid over each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Layer {
    BuiltIn,
    Yours,
}

/// A pack that was found, and is not read yet.
#[derive(Debug)]
pub(super) struct Found {
    name: String,
    layer: Layer,
    content: Result<Cow<'static, [u8]>, Flaw>,
    /// Whether its problems were asked for.
    pub(super) asked: bool,
}

impl Found {
    pub(super) fn built_in(name: &str, content: &'static [u8]) -> Self {
        Self {
            name: format!("built-in:{name}"),
            layer: Layer::BuiltIn,
            content: Ok(Cow::Borrowed(content)),
            asked: false,
        }
    }

    pub(super) fn yours(path: &Path, content: Result<Vec<u8>, Flaw>) -> Self {
        Self {
            name: path.display().to_string(),
            layer: Layer::Yours,
            content: content.map(Cow::Owned),
            asked: false,
        }
    }

    /// Whether there may be a rubric or a round in it.
    pub(super) fn has_measures(&self) -> bool {
        let heads = ["[[rubric", "[[round"];
        let text = self.content.as_deref().map(str::from_utf8);
        let Ok(Ok(text)) = text else { return true };
        text.lines()
            .any(|line| heads.iter().any(|head| line.starts_with(head)))
    }

    pub(super) fn decode(self) -> (Layer, TextFile) {
        (self.layer, TextFile::new(self.name, self.content))
    }
}

pub(super) fn built_in() -> Vec<Found> {
    let mut files: Vec<_> = BUILT_IN
        .files()
        .filter(|file| is_pack(file.path()))
        .collect();
    files.sort_by_key(|file| file.path());
    let name = |path: &Path| path.to_string_lossy().into_owned();
    let found = files.into_iter();
    let found = found.map(|file| Found::built_in(&name(file.path()), file.contents()));
    found.collect()
}

/// Adds the packs of the home's folder, except those that are identical to one already there.
pub(super) fn add_home(dir: &Path, all: &mut Vec<Found>) {
    let built_in = all.len();
    let paths = match listing(dir) {
        Ok(paths) => paths,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return,
        Err(error) => {
            all.push(Found::yours(dir, Err(Flaw::Unreadable(error.to_string()))));
            return;
        }
    };
    for path in paths {
        let pack = Found::yours(&path, content(&path));
        if !all[..built_in].iter().any(|known| same(known, &pack)) {
            all.push(pack);
        }
    }
}

/// Adds the packs at these paths, files or folders, and marks their problems as asked for.
///
/// One that is identical to a pack already there is that one, under the name it was given. One that
/// is there and cannot be read is a problem beside those of the others.
pub(super) fn add_given(paths: &[PathBuf], all: &mut Vec<Found>) -> Result<(), PackError> {
    let known = all.len();
    let mut given: Vec<PathBuf> = Vec::new();
    for path in paths {
        let files = match fs::metadata(path) {
            Ok(data) if data.is_dir() => listing(path).map_err(|error| failed(path, error))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(failed(path, error));
            }
            Ok(_) | Err(_) => vec![path.clone()],
        };
        for file in files {
            let real = file.canonicalize().unwrap_or_else(|_| file.clone());
            if given.contains(&real) {
                continue;
            }
            given.push(real);
            let mut pack = Found::yours(&file, content(&file));
            pack.asked = true;
            match all[..known].iter_mut().find(|known| same(known, &pack)) {
                Some(known) => {
                    known.name = pack.name;
                    known.asked = true;
                }
                None => all.push(pack),
            }
        }
    }
    Ok(())
}

fn same(a: &Found, b: &Found) -> bool {
    matches!((&a.content, &b.content), (Ok(a), Ok(b)) if a == b)
}

fn failed(path: &Path, source: io::Error) -> PackError {
    let path = path.to_owned();
    if source.kind() == io::ErrorKind::NotFound {
        PackError::Missing { path }
    } else {
        PackError::Read { path, source }
    }
}

fn content(path: &Path) -> Result<Vec<u8>, Flaw> {
    if path.is_dir() {
        return Err(Flaw::Folder);
    }
    read(path).map_err(|error| Flaw::Unreadable(error.to_string()))
}

/// What has the name of a pack in a folder, by name. Hidden files are an editor's.
fn listing(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if is_pack(&path) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn is_pack(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    path.extension()
        .is_some_and(|extension| extension == "toml")
        && !name.starts_with(b".")
}
