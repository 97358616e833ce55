//! The README, run. What a newcomer types first must work as it is written there, so every command
//! in it is executed in its order, its pack is checked, and its pictures are taken again.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::support::home::{Home, hotseat, run};
use super::support::markdown::{Block, blocks, quoted_code, words};
use super::support::process::Process;
use super::support::pty::{Exit, Pty};
use super::support::room::Room;
use super::support::{signal, wav};

const README: &str = include_str!("../../README.md");

const LIMIT: Duration = Duration::from_mins(1);

/// Times are multiplied by this, on top of what a command says itself.
const SCALE: f64 = 0.001;

/// What plays the part of the microphone.
const VOICE: &str = "answer.wav";

/// What the README attaches to a session.
const PHOTO: &str = "whiteboard.jpg";

fn in_language(language: &str) -> Vec<Block> {
    let all = blocks(README).into_iter();
    all.filter(|block| block.language == language).collect()
}

/// Every line of every `sh` block, as words, in the order in which a reader comes to them.
fn commands() -> Vec<Vec<String>> {
    let blocks = in_language("sh");
    let lines = blocks.iter().flat_map(|block| block.text.lines());
    lines.map(words).filter(|line| !line.is_empty()).collect()
}

/// A home with something to hear in it.
fn home_with_a_voice() -> Home {
    let home = Home::new();
    let voice = home.path().join(VOICE);
    wav::write(&voice, wav::ROOM, &signal::samples(48_000));
    fs::write(home.path().join(PHOTO), "a photo").expect("a photo is taken");
    home
}

/// Saves the files that the README says to save, each under the name in its first line.
fn save_files(home: &Home) {
    for block in in_language("toml") {
        let name = block.text.lines().next().and_then(|l| l.strip_prefix("# "));
        let path = home.path().join(name.expect("a file says its name first"));
        fs::create_dir_all(path.with_file_name("")).expect("a folder for the file");
        fs::write(path, block.text).expect("the file is saved");
    }
}

/// A command of `hotseat` without what takes time or ears: a session begins by itself, hears a
/// file where it names no microphone, and runs a thousand times as fast as it says.
fn adapted(args: &[String]) -> Vec<String> {
    let mut args = args.to_vec();
    if let Some(flag) = args.iter().position(|word| word == "--from") {
        // No take of such a session is that long.
        "0:00".clone_into(&mut args[flag + 1]);
    }
    let sits = |verb: &String| verb == "practice" || verb == "again";
    let in_plan = args.iter().take(2).eq(["plan", "next"]);
    if !args.first().is_some_and(sits) && !in_plan {
        return args;
    }
    let has = |flag: &str| args.iter().any(|word| word == flag);
    let (mic, yes) = (has("--mic"), has("--yes"));
    match args.iter().position(|word| word == "--scale") {
        Some(flag) => {
            let scale: f64 = args[flag + 1].parse().expect("a scale is a number");
            args[flag + 1] = (scale * SCALE).to_string();
        }
        None => args.extend(["--scale".to_owned(), SCALE.to_string()]),
    }
    if !mic {
        args.extend(["--mic".to_owned(), format!("file:{VOICE}")]);
    }
    if !yes {
        args.push("--yes".to_owned());
    }
    args
}

/// A script beside the README: it is there, can be run, and is what bash can read. It is not run,
/// since one of them builds the program anew and the other one runs this test.
fn check_script(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let mode = fs::metadata(&path).expect("the script is there");
    assert_eq!(mode.permissions().mode() & 0o111, 0o111, "{name} is run");
    let mut bash = Process::start(Command::new("bash").arg("-n").arg(&path));
    let status = bash.wait(LIMIT).expect("bash reads it");
    assert!(status.success(), "{name}");
}

/// Answers every question of a rubric on a terminal; where answers run out they begin anew.
fn answer_all(pty: &mut Pty, answers: &[&str]) {
    let screen = pty.wait_for("\n1/", LIMIT);
    let (_, count) = screen.split_once("\n1/").expect("it was seen");
    let count: usize = count
        .split(' ')
        .next()
        .and_then(|n| n.parse().ok())
        .expect("how many");
    for (number, answer) in (1..=count).zip(answers.iter().cycle()) {
        pty.wait_for(&format!("\n{number}/{count} "), LIMIT);
        // The line of help stands there as long as an answer can be given.
        pty.wait_for("Enter skips", LIMIT);
        pty.send(&format!("{answer}\r"));
    }
}

#[test]
fn every_command_runs_in_its_order() {
    let home = home_with_a_voice();
    save_files(&home);
    let room = Room::pulse();
    for line in commands() {
        let (program, args) = line.split_first().expect("a line has words");
        let asks = args.first().is_some_and(|verb| verb == "score")
            && !args.iter().any(|word| word == "--set");
        let mut command = hotseat(&home);
        command.args(adapted(args));
        match (program.as_str(), args.first().map(String::as_str)) {
            // These need a speaker, or a microphone that somebody speaks into.
            ("hotseat", Some("replay" | "mic" | "doctor")) => {
                if let Some(room) = &room {
                    let voice = signal::samples(20 * 48_000);
                    let voice: Vec<i16> = voice.iter().map(|sample| sample / 10).collect();
                    let _voice = room.play_samples(&voice);
                    room.apply(&mut command);
                    run(&mut command).ok();
                }
            }
            ("hotseat", _) if asks => {
                let mut pty = Pty::start(&command, 24, 80);
                answer_all(&mut pty, &[""]);
                assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0), "{line:?}");
            }
            ("hotseat", _) => {
                run(&mut command).ok();
            }
            ("scripts/practice" | "scripts/test", None) => check_script(program),
            // Building and installing it once more would prove nothing.
            ("cargo", Some("install")) => assert_eq!(line[2..], ["--locked", "--path", "."]),
            _ => panic!("nobody knows how to try {line:?}"),
        }
    }
}

/// The verbs (or the verbs of a verb) that `--help` lists.
fn verbs(home: &Home, of: &[&str]) -> Vec<String> {
    let help = run(hotseat(home).args(of).arg("--help")).ok().stdout;
    let listed = help.split_once("\nCommands:\n");
    let lines = listed.map_or("", |(_, rest)| rest).lines();
    let names = lines
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned));
    names.filter(|name| name != "help").collect()
}

#[test]
fn every_verb_has_an_example() {
    let home = Home::new();
    let examples: BTreeSet<String> = commands().iter().map(|line| line.join(" ")).collect();
    let top = verbs(&home, &[]);
    assert!(top.len() > 5, "{top:?}");
    for verb in top {
        let inner = verbs(&home, &[&verb]);
        let whole = inner.iter().map(|inner| format!("hotseat {verb} {inner}"));
        let names: Vec<String> = whole.collect();
        let names = if names.is_empty() {
            vec![format!("hotseat {verb}")]
        } else {
            names
        };
        for name in names {
            let shown = examples.iter().any(|line| {
                let rest = line.strip_prefix(&name);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            });
            assert!(shown, "the README has no example of {name}");
        }
    }
}

#[test]
fn every_command_in_the_text_exists() {
    let home = Home::new();
    let spans = quoted_code(README);
    let mentioned: Vec<_> = spans
        .iter()
        .filter_map(|span| span.strip_prefix("hotseat "))
        .collect();
    assert!(!mentioned.is_empty());
    for command in mentioned {
        run(hotseat(&home).args(words(command)).arg("--help")).ok();
    }
}

#[test]
fn every_flag_in_the_text_exists() {
    let home = Home::new();
    let help = |of: &[&str]| run(hotseat(&home).args(of).arg("--help")).ok().stdout;
    let mut helps = help(&[]);
    for verb in verbs(&home, &[]) {
        helps += &help(&[&verb]);
        for inner in verbs(&home, &[&verb]) {
            helps += &help(&[&verb, &inner]);
        }
    }
    let known: BTreeSet<&str> = helps
        .split_whitespace()
        .map(name_of_flag)
        .filter(|word| word.starts_with("--"))
        .collect();
    for span in quoted_code(README) {
        for flag in span.split(' ').filter(|word| word.starts_with("--")) {
            assert!(known.contains(name_of_flag(flag)), "no verb has {flag}");
        }
    }
}

/// Without the value that may be written in the same word.
fn name_of_flag(word: &str) -> &str {
    word.split([',', '=', '[']).next().unwrap_or(word)
}
