//! `score --set CRITERION=VALUE --note TEXT`: a note belongs to the value before it, so the order
//! of the two flags has to survive the parser, which by itself collects each of them apart.

use clap::error::ErrorKind;
use clap::{ArgMatches, Args, Command, Error, FromArgMatches};

/// A value that was set without asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Value {
    pub(in crate::cli) criterion: String,
    pub(in crate::cli) text: String,
    pub(in crate::cli) note: Option<String>,
}

/// All values, in the order in which they were typed.
#[derive(Debug, Clone, Default)]
pub(in crate::cli) struct Values(pub(in crate::cli) Vec<Value>);

#[derive(Debug, Args)]
struct Typed {
    /// A value without asking, once for every criterion
    #[arg(long, value_name = "CRITERION=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// A note to the value set just before
    #[arg(long, value_name = "TEXT", requires = "set")]
    note: Vec<String>,
}

impl Args for Values {
    fn augment_args(command: Command) -> Command {
        Typed::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Typed::augment_args_for_update(command)
    }
}

impl FromArgMatches for Values {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let Typed { set, note } = Typed::from_arg_matches(matches)?;
        let places = |id| matches.indices_of(id).into_iter().flatten();
        let mut values: Vec<(usize, Value)> = places("set")
            .zip(set)
            .map(|(place, (criterion, text))| {
                let note = None;
                let value = Value {
                    criterion,
                    text,
                    note,
                };
                (place, value)
            })
            .collect();
        for (place, note) in places("note").zip(note) {
            let before = values.iter_mut().rev().find(|(at, _)| *at < place);
            let Some((_, value)) = before else {
                return Err(wrong("--note has to follow the --set that it belongs to"));
            };
            if value.note.replace(note).is_some() {
                let text = format!("`{}` has two notes", value.criterion);
                return Err(wrong(&text));
            }
        }
        Ok(Values(values.into_iter().map(|(_, value)| value).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn wrong(text: &str) -> Error {
    Error::raw(ErrorKind::ArgumentConflict, format!("{text}\n"))
}

fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((criterion, value)) if !criterion.is_empty() && !value.is_empty() => {
            Ok((criterion.to_owned(), value.to_owned()))
        }
        _ => Err("it has to be CRITERION=VALUE".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Option<Vec<(String, Option<String>)>> {
        let command = Values::augment_args(Command::new("score").no_binary_name(true));
        let matches = command.try_get_matches_from(line.split(' ')).ok()?;
        let Values(values) = Values::from_arg_matches(&matches).ok()?;
        let pairs = values
            .into_iter()
            .map(|value| (format!("{}={}", value.criterion, value.text), value.note));
        Some(pairs.collect())
    }

    #[test]
    fn a_note_belongs_to_the_value_before_it() {
        type Case = (
            &'static str,
            Option<&'static [(&'static str, &'static str)]>,
        );
        let cases: [Case; 8] = [
            ("--set a=1", Some(&[("a=1", "")])),
            ("--set a=1 --note x", Some(&[("a=1", "x")])),
            (
                "--set a=1 --set b=2 --note x",
                Some(&[("a=1", ""), ("b=2", "x")]),
            ),
            (
                "--set a=1 --note x --set b=2 --set c=3 --note y",
                Some(&[("a=1", "x"), ("b=2", ""), ("c=3", "y")]),
            ),
            ("--note x --set a=1", None),
            ("--set a=1 --note x --note y", None),
            ("--note x", None),
            ("--set a", None),
        ];
        for (line, expected) in cases {
            let expected = expected.map(|pairs| {
                pairs
                    .iter()
                    .map(|(value, note)| {
                        let note = (!note.is_empty()).then(|| (*note).to_owned());
                        ((*value).to_owned(), note)
                    })
                    .collect::<Vec<_>>()
            });
            assert_eq!(parse(line), expected, "{line}");
        }
    }
}
