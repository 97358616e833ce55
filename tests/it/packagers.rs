//! `completions` and `man`: what a package brings along is sound, and knows every verb.

use std::fs;
use std::process::Command;

use super::support::home::{Home, run};
use super::support::sitting::ran;

#[test]
fn a_shell_completes_what_there_is() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = ran(&home, &["completions", shell]).ok().stdout;
        for word in ["import", "prune", "older-than"] {
            assert!(script.contains(word), "{shell} knows no {word}");
        }
    }
    let script = ran(&home, &["completions", "bash"]).ok().stdout;
    let file = home.user().join("hotseat.bash");
    fs::write(&file, script).expect("the script is written");
    let asked = format!(
        ". {}; COMP_WORDS=(hotseat imp); COMP_CWORD=1; _hotseat hotseat imp hotseat; \
         echo \"${{COMPREPLY[@]}}\"",
        file.display()
    );
    let completed = run(Command::new("bash").args(["--norc", "-c", &asked])).ok();
    assert_eq!(completed.stdout.trim(), "import", "{}", completed.show());
    assert_eq!(ran(&home, &["completions", "csh"]).status, Some(2));
}

#[test]
fn the_manual_has_a_page_for_every_verb() {
    let home = Home::new();
    let page = ran(&home, &["man"]).ok().stdout;
    assert!(page.contains(".TH hotseat 1"), "{page}");
    ran(&home, &["man", "--out", "pages"]).ok();
    let pages = home.path().join("pages");
    for name in ["hotseat.1", "hotseat-import.1", "hotseat-sessions-prune.1"] {
        let page = fs::read_to_string(pages.join(name)).expect(name);
        assert!(page.contains(".SH NAME"), "{name}: {page}");
    }
    // Looking things up makes no home.
    assert!(!home.path().join("recordings").exists());
}
