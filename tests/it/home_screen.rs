//! `hotseat` alone.

use super::support::home::Home;
use super::support::sitting::{ran, sit};

/// What it says, with every run of spaces as one.
fn said(home: &Home) -> String {
    let words = ran(home, &[]).ok().stdout;
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ")
}

#[test]
fn the_program_alone_says_where_you_stand_and_what_comes_next() {
    let home = Home::new();
    let first = said(&home);
    assert!(first.contains("Nothing was practised yet."), "{first}");
    assert!(first.contains("practice quick sits a question"), "{first}");
    // Looking makes nothing.
    assert!(!home.path().join("history.db").exists());

    sit(&home, &["quick", "--seed=7", "--mic=none"]);
    let sat = said(&home);
    assert!(sat.contains("Quick warm-up"), "{sat}");
    assert!(sat.contains("It has no scores."), "{sat}");
    assert!(sat.contains("score scores what you said"), "{sat}");

    ran(
        &home,
        &["score", "--set", "structure=4", "--set", "specificity=2"],
    )
    .ok();
    let scored = said(&home);
    assert!(
        scored.contains("Weakest in it: Specificity, 2 of 5"),
        "{scored}"
    );
    assert!(scored.contains("50 % over 1 answer"), "{scored}");
    assert!(scored.contains("trains what is weakest"), "{scored}");
    assert!(!scored.contains("scores what you said"), "{scored}");
    // What it proposes can be typed.
    let command = scored
        .split("hotseat ")
        .find(|rest| rest.starts_with("practice"));
    let command: Vec<&str> = command.expect("a command").split(' ').take(5).collect();
    sit(&home, &[&command[1..], &["--mic=none"]].concat());
}
