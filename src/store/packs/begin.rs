//! A pack to begin with: every key there is, each explained where it stands.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::schema;
use crate::domain::Bank;
use crate::store::StoreError;

const TEMPLATE: &str = include_str!("template.toml");

/// What the template is called, and how its items begin.
const PLACEHOLDER: &str = "mine";

/// The longest beginning of an id that leaves room for what comes behind it.
const LONGEST_BASE: usize = 48;

/// A pack that was begun.
#[derive(Debug)]
pub struct Begun {
    pub path: PathBuf,
    /// The id of its first prompt.
    pub prompt: String,
}

/// Writes the pack `name`, an id, into `folder`, where it may not replace a file, and the schema
/// beside it, which its first line names. Nothing in it has an id that something in `bank` has.
pub fn begin(folder: &Path, name: &str, bank: &Bank) -> Result<Begun, StoreError> {
    let path = folder.join(format!("{name}.toml"));
    let (text, prompt) = template(name, bank);
    create(&path, &text)?;
    schema::write(folder)?;
    Ok(Begun { path, prompt })
}

/// The text of a pack, and the id of its first prompt.
pub(super) fn template(name: &str, bank: &Bank) -> (String, String) {
    let base = &name[..name.floor_char_boundary(LONGEST_BASE)];
    let mut text = TEMPLATE.to_owned();
    let mut rename = |sort: &str, is_taken: &dyn Fn(&str) -> bool| {
        let id = free(&format!("{base}-{sort}"), is_taken);
        text = text.replace(&format!("{PLACEHOLDER}-{sort}"), &id);
        id
    };
    let is_taken = |id: &str| bank.can_practise(id);
    let prompt = rename("prompt", &is_taken);
    rename("second", &is_taken);
    rename("round", &is_taken);
    rename("loop", &is_taken);
    rename("rubric", &|id| bank.rubric(id).is_some());
    rename("plan", &|id| bank.plan(id).is_some());
    rename("framework", &|id| bank.framework(id).is_some());
    let head = format!("id = \"{PLACEHOLDER}\"");
    (text.replace(&head, &format!("id = \"{name}\"")), prompt)
}

fn free(base: &str, is_taken: &dyn Fn(&str) -> bool) -> String {
    let mut id = base.to_owned();
    let mut number = 1;
    while is_taken(&id) {
        number += 1;
        id = format!("{base}-{number}");
    }
    id
}

/// Writes a new file for its owner's eyes, or nothing.
pub(in crate::store) fn create(path: &Path, text: &str) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = match options.open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let path = path.to_owned();
            return Err(StoreError::Exists { path });
        }
        Err(error) => return Err(StoreError::file("write", path)(error)),
    };
    let written = file.write_all(text.as_bytes());
    written.and_then(|()| file.sync_all()).map_err(|error| {
        // Half a file would be reported as a broken one ever after.
        let _ = fs::remove_file(path);
        StoreError::file("write", path)(error)
    })
}
