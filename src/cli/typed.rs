//! What was given by questions, as a command that gives it: a full disk takes none of it, and nobody
//! types it all again.

use super::context::Context;
use super::naming::program;
use crate::store::StoreError;
use crate::ui::scoring::Outcome;

/// The command that begins with `words` and gives this without asking.
pub(super) fn typed(mut words: Vec<String>, outcome: &Outcome) -> String {
    for score in &outcome.values {
        words.push(format!("--set={}={}", score.criterion, score.value));
        words.extend(score.note.iter().map(|note| format!("--note={note}")));
    }
    let next = outcome.next_time.iter();
    words.extend(next.map(|text| format!("--next-time={text}")));
    let quoted = shlex::try_join(words.iter().map(String::as_str));
    format!("{} {}", program(), quoted.unwrap_or_default())
}

/// Says the command after a failure, unless the history has it all the same: given again, it would be
/// there twice.
pub(super) fn say_again(context: &Context, error: &anyhow::Error, command: &str) {
    let store = error.downcast_ref::<StoreError>();
    if matches!(store, Some(StoreError::CopyBehind { .. })) {
        return;
    }
    let said = format!("not kept, and not lost: this gives it again\n  {command}");
    context.terminal.say(&said);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Score;
    use crate::ui::scoring::Ending;

    #[test]
    fn a_shell_reads_the_command_as_what_was_given() {
        let score = |criterion: &str, value, note: Option<&str>| Score {
            criterion: criterion.to_owned(),
            value,
            min: -5,
            max: 5,
            note: note.map(str::to_owned),
        };
        let outcome = Outcome {
            values: vec![score("a", -4, None), score("b", 2, Some("it's -- $HOME"))],
            next_time: Some("--begin with \"why\"".to_owned()),
            ending: Ending::Through,
        };
        let command = typed(vec!["assess".to_owned(), "r".to_owned()], &outcome);
        let words = shlex::split(&command).unwrap();
        let expected = [
            "assess",
            "r",
            "--set=a=-4",
            "--set=b=2",
            "--note=it's -- $HOME",
            "--next-time=--begin with \"why\"",
        ];
        assert_eq!(words[words.len() - 6..], expected);
    }
}
