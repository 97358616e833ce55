//! Errors as a user meets them: what is wrong, and the way out.

use std::fmt;

use crate::domain::{Bank, nearest};

/// An error with a hint.
#[derive(Debug)]
pub(super) struct Failure {
    message: String,
    pub(super) hint: Option<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// An error that says what is wrong and what to do about it.
pub(super) fn failure(message: impl Into<String>, hint: impl Into<String>) -> anyhow::Error {
    Failure {
        message: message.into(),
        hint: Some(hint.into()),
    }
    .into()
}

/// A name that nothing has, with the nearest one that something has.
pub(super) fn unknown<'a>(
    what: &str,
    name: &str,
    names: impl IntoIterator<Item = &'a str>,
    listing: &str,
) -> anyhow::Error {
    let hint = match nearest(name, names) {
        Some(near) => format!("did you mean `{near}`? `{listing}` shows them all"),
        None => format!("`{listing}` shows them all"),
    };
    failure(format!("no {what} is called `{name}`"), hint)
}

/// Refuses a competency that no prompt asks for.
pub(super) fn check_competency(bank: &Bank, id: Option<&str>) -> anyhow::Result<()> {
    let known = bank.prompts.iter().flat_map(|prompt| &prompt.competencies);
    match id {
        Some(id) if !known.clone().any(|known| known == id) => {
            let near = nearest(id, known.map(String::as_str));
            let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            let hint =
                format!("{near}`hotseat prompts list WORD` finds prompts by their competencies");
            Err(failure(format!("no competency is called `{id}`"), hint))
        }
        _ => Ok(()),
    }
}

/// The error with its causes, and the hint, as lines.
pub(super) fn describe(error: &anyhow::Error) -> String {
    let mut lines = vec![format!("error: {error}")];
    let mut said = error.to_string();
    for cause in error.chain().skip(1) {
        let text = cause.to_string();
        // Some errors repeat their cause in their own words.
        if !said.contains(&text) {
            lines.push(format!("  because: {text}"));
            said = text;
        }
    }
    let hint = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<Failure>()?.hint.clone());
    if let Some(hint) = hint {
        lines.push(format!("hint: {hint}"));
    }
    lines.join("\n")
}
