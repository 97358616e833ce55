//! A pack that is out to do harm: what it holds is text, and shows as text. None of its escape
//! sequences reaches the terminal, whichever verb shows them.

use std::fs;
use std::time::Duration;

use super::support::home::{Home, hotseat};
use super::support::pty::{Exit, Pty};
use super::support::sitting::ran;

const LIMIT: Duration = Duration::from_mins(1);

/// Colors, another title, the clipboard, a bell, a cleared screen, a report that is typed for the
/// user, C1 controls, text that runs backwards, and HTML.
const HARM: &str = concat!(
    r"A\u001b[38;5;201mred\u001b]0;owned\u0007\u001b]52;c;b3du\u001b\\\u0007\u001b[3J\u001b[6n",
    r"\u001bP$q\u001b\\\u009b35m\u009d2;owned\u009c\r\b\u202eB<script>alert(1)</script>&amp;",
);

/// What of it is to be seen, wherever lines are broken.
const SEEN: &str = "<script>alert(1)";

/// A pack with the harm in every text there is, and one with bytes that no TOML may hold.
fn home() -> Home {
    let home = Home::new();
    let packs = home.path().join("prompts");
    fs::create_dir(&packs).expect("a folder for packs");
    let text = include_str!("support/hostile.toml").replace("HARM", HARM);
    fs::write(packs.join("hostile.toml"), text).expect("a pack is written");
    let raw = "\u{1b}[38;5;201m\u{1b}]0;owned\u{7} = \"\u{9b}35m\u{202e}\u{7}\"\n";
    let raw = format!("format_version = 1\ntitle = \"{raw}{raw}");
    fs::write(packs.join("raw.toml"), raw).expect("a pack is written");
    home
}

#[track_caller]
fn is_harmless(output: &str) {
    for harm in [
        "\u{7}",
        "\u{8}",
        "\u{1b}]",
        "\u{1b}P",
        "\u{1b}\\",
        "\u{1b}[38;5;201m",
        "\u{1b}[3J",
        "\u{1b}[35m",
        "\u{202e}",
    ] {
        assert!(!output.contains(harm), "{harm:?} in {output:?}");
    }
    let c1 = output.chars().find(|c| ('\u{80}'..'\u{a0}').contains(c));
    assert_eq!(c1, None, "{output:?}");
}

fn on_terminal(home: &Home, args: &[&str]) -> Pty {
    Pty::start(hotseat(home).args(args), 60, 100)
}

fn bytes(pty: &Pty) -> String {
    String::from_utf8(pty.bytes()).expect("the output is UTF-8")
}

#[test]
fn a_listing_of_a_hostile_pack_shows_plain_text() {
    let home = home();
    for args in [
        &["prompts", "show", "hostile"][..],
        &["prompts", "list"],
        &["prompts", "check"],
        &["draw", "--competency", "harm", "--explain"],
        &["rounds", "list"],
        &["rounds", "show", "hostile-round"],
        &["rubrics", "show", "hostile-rubric"],
        &["loops", "list"],
    ] {
        let mut pty = on_terminal(&home, args);
        let expected = u32::from(args == ["prompts", "check"]);
        assert_eq!(pty.wait_exit(LIMIT), Exit::Code(expected), "{args:?}");
        let output = bytes(&pty);
        is_harmless(&output);
        // The broken pack is told at each.
        assert!(output.contains("raw.toml"), "{args:?}: {output}");
        let ran = ran(&home, args);
        is_harmless(&ran.stdout);
        is_harmless(&ran.stderr);
        assert!(!(ran.stdout + &ran.stderr).contains('\u{1b}'), "{args:?}");
    }
    let shown = ran(&home, &["prompts", "show", "hostile"]).ok().stdout;
    assert!(shown.matches(SEEN).count() >= 5, "{shown}");
    let listed = ran(&home, &["prompts", "list", "--json"]).ok().stdout;
    is_harmless(&listed);
    assert!(listed.contains(SEEN), "{listed}");
}

#[test]
fn a_session_of_a_hostile_pack_shows_plain_text() {
    let home = home();
    let practise = ["practice", "hostile-round", "--yes", "--mic", "none"];
    let mut pty = on_terminal(&home, &[&practise[..], &["--scale", "0.02"]].concat());
    pty.wait_for("cue A[38;5;201m", LIMIT);
    pty.wait_for("follow-up A[38;5;201m", LIMIT);
    // The questions of the rubric, with what a strong answer shows.
    pty.wait_for("criterion A[38;5;201m", LIMIT);
    assert!(pty.screen().contains(SEEN), "{}", pty.screen());
    pty.send("\x03");
    pty.wait_exit(LIMIT);
    is_harmless(&bytes(&pty));
    assert!(!pty.screen().contains("panicked"), "{}", pty.screen());

    let plain = [&practise[..], &["--scale", "0.001"]].concat();
    let plain = ran(&home, &plain).ok();
    is_harmless(&plain.stdout);
    is_harmless(&plain.stderr);
    assert!(!plain.stderr.contains('\u{1b}'), "{}", plain.show());
    assert!(plain.stderr.contains(SEEN), "{}", plain.show());
    for args in [&["sessions", "show", "last"][..], &["sessions", "list"]] {
        let told = ran(&home, args).ok();
        is_harmless(&told.stdout);
        assert!(!told.stdout.contains('\u{1b}'), "{}", told.show());
    }
}
