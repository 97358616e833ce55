//! Questions that are spoken, by a script in the place of a voice: before any clock, into no take,
//! and gone with the session.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use jiff::Timestamp;
use rustix::process::{Pid, test_kill_process};
use serde_json::Value;

use super::support::home::{Home, hotseat, run};
use super::support::pty::{Exit, Pty};
use super::support::{signal, wait, wav};

const LIMIT: Duration = Duration::from_secs(30);

/// What a shell or a careless program would take for more than text.
const ASK: &str = "--help `touch pwned` $(touch pwned); touch pwned";

/// A home with a question of one section and one follow-up, and something to hear.
fn home() -> Home {
    let home = Home::new();
    let pack = format!(
        "format_version = 1\n[pack]\nid = \"spoken\"\ntitle = \"Spoken\"\n\
         [[prompt]]\nid = \"spoken\"\nkind = \"scenario\"\ntitle = \"Spoken\"\nlevel = [\"L5\"]\n\
         competencies = [\"adaptability\"]\nask = \"{ASK}\"\nfollow_ups = [\"And then?\"]\n\
         [[prompt.section]]\nid = \"answer\"\ntitle = \"Answer\"\nminutes = 1\n"
    );
    fs::create_dir_all(home.path().join("prompts")).expect("a folder for the pack");
    fs::write(home.path().join("prompts/spoken.toml"), pack).expect("the pack is written");
    wav::write(
        &home.path().join("heard.wav"),
        wav::ROOM,
        &signal::samples(30 * 48_000),
    );
    home
}

/// A voice that notes each text in a file `N.asked`, and then does `and_then`.
fn voice(home: &Home, and_then: &str) -> PathBuf {
    let script = format!(
        "#!/bin/sh\ncd '{}' || exit 9\nn=1\nwhile [ -e $n.asked ]; do n=$((n + 1)); done\n\
         printf '%s|' \"$@\" > $n.asked\n{and_then}\n",
        home.user().display()
    );
    let path = home.user().join("voice");
    fs::write(&path, script).expect("the voice is written");
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(&path, executable).expect("the voice can be run");
    path
}

/// `practice` of the question, with seconds for minutes.
fn practice(home: &Home, args: &[&str]) -> Command {
    let mut command = hotseat(home);
    command
        .args(["practice", "spoken", "--no-score", "--follow-ups=1"])
        .arg(format!("--scale={}", 1.0 / 60.0))
        .args(args);
    command
}

fn asked(home: &Home, number: u32) -> Option<String> {
    fs::read_to_string(home.user().join(format!("{number}.asked"))).ok()
}

fn with(program: &std::path::Path) -> String {
    format!("--voice={}", program.display())
}

#[test]
fn each_question_is_spoken_before_its_clock_and_into_no_take() {
    let home = home();
    let voice = voice(&home, "sleep 0.7\n: > $n.done");
    let session = run(&mut practice(
        &home,
        &["--json", "--mic=file:heard.wav", &with(&voice)],
    ))
    .json();
    assert_eq!(asked(&home, 1), Some(format!(" {ASK}|")), "one argument");
    assert_eq!(asked(&home, 2).as_deref(), Some("And then?|"));
    assert_eq!(asked(&home, 3), None);
    assert!(!home.user().join("pwned").exists(), "no shell has seen it");
    let began: Timestamp = session["started_at"]
        .as_str()
        .and_then(|text| text.parse().ok())
        .expect("a time");
    let sections = session["answers"][0]["sections"].as_array();
    let sections = sections.expect("sections");
    assert_eq!(sections.len(), 2);
    let ms = |section: &Value, name: &str| section[name].as_i64().expect("a number");
    for (number, section) in (1..).zip(sections) {
        let done = home.user().join(format!("{number}.done"));
        let done = done.metadata().and_then(|done| done.modified());
        let done = Timestamp::try_from(done.expect("it spoke to its end")).expect("a time");
        // Both parts of the sum are whole milliseconds, rounded down.
        let start = began.as_millisecond() + ms(section, "started_ms") + 2;
        assert!(start >= done.as_millisecond(), "{number}: {section}");
        assert_eq!(section["end"], "time-up");
        let used = ms(section, "used_ms");
        assert_eq!(used, ms(section, "budget_ms"));
        let take = ms(&section["take"], "frames") / 48;
        assert!((take - used).abs() <= 20, "{take} ms of {used} ms");
    }
    assert!(ms(&sections[0], "started_ms") >= 700);
}

/// Begins with a voice that never ends by itself, and returns the process that it waits for.
fn endless(home: &Home) -> (Pty, Pid) {
    let voice = voice(home, "sleep 600 &\necho $! > pid.new\nmv pid.new pid\nwait");
    let mut pty = Pty::start(&practice(home, &["--mic=none", &with(&voice)]), 24, 80);
    pty.wait_for("Enter begin", LIMIT);
    pty.send("\r");
    pty.wait_for("the question is being spoken", LIMIT);
    pty.wait_for("n go on", LIMIT);
    let pid = home.user().join("pid");
    let pid = wait::until(LIMIT, || fs::read_to_string(&pid).ok()).expect("a process");
    let pid = pid.trim().parse().ok().and_then(Pid::from_raw);
    (pty, pid.expect("a number"))
}

fn is_gone(pid: Pid) -> bool {
    // Dead, it may wait a moment for whoever inherits it.
    let stat = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()));
    test_kill_process(pid).is_err() || stat.is_ok_and(|stat| stat.contains(") Z "))
}

#[test]
fn whoever_has_heard_enough_cuts_the_voice_short() {
    let home = home();
    let (mut pty, pid) = endless(&home);
    pty.send("n");
    // The answer to the first has had its time.
    pty.wait_for("And then?", LIMIT);
    let gone = wait::until(LIMIT, || is_gone(pid).then_some(()));
    assert!(gone.is_some(), "the voice is gone");
    pty.send("\x03");
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(130));
}

#[test]
fn the_voice_ends_with_the_session() {
    for (keys, code) in [("\x03", 130), ("qq", 0)] {
        let home = home();
        let (mut pty, pid) = endless(&home);
        pty.send(keys);
        assert_eq!(pty.wait_exit(LIMIT), Exit::Code(code));
        let gone = wait::until(LIMIT, || is_gone(pid).then_some(()));
        assert!(gone.is_some(), "the voice is gone");
    }
}

#[test]
fn a_program_that_is_missing_or_fails_is_told_once_and_the_session_goes_on() {
    let home = home();
    let failing = with(&voice(&home, "exit 3"));
    let empty = home.user().join("empty");
    let table = [
        (
            "--voice=no-such-voice",
            "there is no program `no-such-voice`",
        ),
        ("--voice", "neither `espeak-ng` nor `say` is there"),
        (
            &failing,
            "the voice failed, and the session goes on in text",
        ),
    ];
    for (flag, said) in table {
        let mut command = practice(&home, &["--mic=none", flag]);
        let ran = run(command.env("PATH", &empty)).ok();
        assert_eq!(ran.stderr.matches(said).count(), 1, "{}", ran.show());
        assert!(ran.stderr.contains("session completed"), "{}", ran.show());
    }
    assert_eq!(asked(&home, 2), None, "what has failed is not tried again");
}

#[test]
fn a_voice_that_is_set_speaks_where_the_setting_counts_and_nowhere_else() {
    let home = home();
    let voice = voice(&home, ":");
    let set = format!(
        "[voice]\nprogram = \"'{}' -s 150\"\non = true\n",
        voice.display()
    );
    let off = "--mic=none";
    // In a file that a checkout may bring, it runs nothing, and that is said.
    let found = home.path().join("hotseat.toml");
    fs::write(&found, &set).expect("the settings are written");
    let ran = run(&mut practice(&home, &[off])).ok();
    assert_eq!(asked(&home, 1), None, "{}", ran.show());
    let own = home.user().join(".config/hotseat/hotseat.toml");
    for said in [
        "warning[not-here]",
        "`[voice]` runs a program",
        &own.display().to_string(),
    ] {
        assert!(ran.stderr.contains(said), "{said:?}: {}", ran.show());
    }
    fs::write(&found, "").expect("the settings are emptied");
    // In the user's own one it does.
    fs::create_dir_all(own.parent().expect("a folder")).expect("the folder is made");
    fs::write(&own, &set).expect("the settings are written");
    let ran = run(&mut practice(&home, &[off])).ok();
    assert!(!ran.stderr.contains("warning"), "{}", ran.show());
    assert_eq!(asked(&home, 1), Some(format!("-s|150| {ASK}|")));
    assert_eq!(asked(&home, 2).as_deref(), Some("-s|150|And then?|"));
    let shown = run(hotseat(&home).args(["settings", "show", "--json"])).json();
    let settings = shown["settings"].as_array().expect("settings");
    let on = settings.iter().find(|setting| setting["key"] == "voice.on");
    let on = on.expect("it is listed");
    assert_eq!((&on["value"], &on["line"]), (&true.into(), &3.into()));
    assert_eq!(on["file"].as_str(), own.to_str());
    let shown = run(hotseat(&home).args(["settings", "show"])).ok().stdout;
    assert!(shown.contains("-s 150"), "{shown}");
    // A flag goes before it.
    run(&mut practice(&home, &[off, "--voice=none"])).ok();
    assert_eq!(asked(&home, 3), None);
    run(&mut practice(&home, &[off, &with(&voice)])).ok();
    assert_eq!(asked(&home, 3), Some(format!(" {ASK}|")));
}
