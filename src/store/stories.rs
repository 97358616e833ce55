//! Stories: Markdown files of the user's own in the home's `stories/`, each about one experience.
//!
//! Between lines of `+++` at its top a file says in TOML, which is what packs speak too, what kind of
//! story it is; below that stand the steps of its framework as headings. `front` tells the two apart,
//! `read` makes a story of them with every problem at its place, `body` finds the headings, and
//! `begin` writes a file to start from, with every key of `shape` explained.

mod begin;
mod body;
mod front;
mod read;
mod shape;

#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use begin::begin;

use super::StoreError;
use super::document::{Flaw, Problem, Severity, TextFile, read as content};
use super::packs::digest;
use crate::domain::{Bank, Framework, LONGEST_STORY_ID, Prompt, Story, is_id, slug};

/// A file in the folder of stories.
#[derive(Debug)]
pub struct StoryFile {
    /// Its name without `.md`.
    pub name: String,
    pub path: PathBuf,
    /// None where it has an error.
    pub story: Option<Story>,
    /// In their order.
    pub problems: Vec<Problem>,
}

impl StoryFile {
    /// Whether no story can be made of it.
    pub fn is_broken(&self) -> bool {
        let mut problems = self.problems.iter();
        problems.any(|problem| problem.severity == Severity::Error)
    }
}

/// All stories in `folder` by name; none where there is no such folder. Frameworks and competencies
/// are those of `bank`.
///
/// # Errors
/// Where the folder cannot be read. What is wrong with a file is a problem of that file.
pub fn load(folder: &Path, bank: &Bank) -> Result<Vec<StoryFile>, StoreError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::file("read the folder", folder)(error)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry
            .map_err(StoreError::file("read the folder", folder))?
            .path();
        if is_story(&path) {
            paths.push(path);
        }
    }
    paths.sort();
    let names: Vec<String> = paths.iter().map(|path| stem(path)).collect();
    let files = paths.into_iter().map(|path| file(path, &names, bank));
    Ok(files.collect())
}

/// The prompt by which a story is told, and by whose digest it is known.
pub fn prompt(story: &Story, framework: &Framework, bank: &Bank) -> Prompt {
    let prompt = story.prompt(framework, bank);
    Prompt {
        digest: digest(
            &prompt.id,
            &prompt.ask,
            &prompt.sections,
            &prompt.follow_ups,
        ),
        ..prompt
    }
}

/// What has the name of a story. Hidden files, and those with a mark behind the name, are an editor's.
fn is_story(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    path.extension().is_some_and(|extension| extension == "md") && !name.starts_with(b".")
}

fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// `names` are those of all files in the folder.
fn file(path: PathBuf, names: &[String], bank: &Bank) -> StoryFile {
    let bytes = if path.is_dir() {
        Err(Flaw::Folder)
    } else {
        content(&path).map_err(|error| Flaw::Unreadable(error.to_string()))
    };
    let name = stem(&path);
    let text = TextFile::new(path.display().to_string(), bytes.map(Into::into));
    let misnamed = misnamed(&name, names);
    let changed = fs::metadata(&path).and_then(|data| data.modified()).ok();
    let changed = changed.and_then(|time| time.try_into().ok());
    let (story, problems) = read::read(&name, text, misnamed, changed.unwrap_or_default(), bank);
    StoryFile {
        name,
        path,
        story,
        problems,
    }
}

/// What is wrong with the name of a file, and the way out.
fn misnamed(name: &str, names: &[String]) -> Option<(String, String)> {
    if is_id(name) && name.len() <= LONGEST_STORY_ID {
        return None;
    }
    let better = slug(name);
    let help = if names.contains(&better) {
        format!("`{better}.md` is there already: rename this one to something else")
    } else {
        format!("rename it, to `{better}.md` for one")
    };
    let message = format!(
        "the name of the file is no id: 1 to {LONGEST_STORY_ID} lower-case letters, digits and dashes"
    );
    Some((message, help))
}
