//! Worksheets and notes of a plan in the candidate's own editor: which one, and what it leaves.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rustix::process::Signal;
use vt100::{Color, MouseProtocolMode};

use super::plan_next::{draft, editor, home, says, with_editor};
use super::support::home::hotseat;
use super::support::pty::{Exit, Pty};
use super::support::sitting::ran;

const LIMIT: Duration = Duration::from_secs(30);

#[test]
fn what_was_typed_before_an_editor_failed_is_kept_and_opened_again() {
    let home = home();
    let next = ["plan", "next", "sheet"];
    let dies = editor(
        &home,
        "sed -i 's/^## Who?/&\\n\\nhalf a thou/' \"$1\"; exit 3",
    );
    let failed = with_editor(&home, &dies, &next);
    assert_eq!(failed.status, Some(1), "{}", failed.show());
    let draft = draft(&home);
    let kept = draft.display().to_string();
    says(&failed.stderr, &["an editor", "ended with code 3", &kept]);
    says(
        &fs::read_to_string(&draft).expect("a draft"),
        &["half a thou"],
    );
    let missing = with_editor(&home, "no-such-editor --wait", &next);
    assert_eq!(missing.status, Some(1));
    says(
        &missing.stderr,
        &[
            "`EDITOR` names the editor `no-such-editor`",
            "there is no such program",
            &kept,
        ],
    );
    let none = ran(&home, &next);
    assert_eq!(none.status, Some(1));
    says(&none.stderr, &["`VISUAL` or `EDITOR`"]);
    let binary = editor(&home, "cp \"$1\" \"$1.old\"; printf '\\377' > \"$1\"");
    let odd = with_editor(&home, &binary, &next);
    says(&odd.stderr, &["it is not UTF-8", &kept]);
    fs::rename(draft.with_extension("md.old"), &draft).expect("the text is put back");

    let ends = editor(&home, "sed -i 's/half a thou/&ght/' \"$1\"");
    let again = with_editor(&home, &ends, &next).ok();
    says(
        &again.stderr,
        &["going on with what was left in", "1 of 2 questions"],
    );
    assert!(!draft.exists());
    says(&ran(&home, &["plan", "notes"]).stdout, &["half a thought"]);
}

#[test]
fn an_editor_that_is_killed_leaves_the_terminal_as_it_was() {
    let home = home();
    // A screen of its own, no cursor, colors, a mouse; no echo and no line ends.
    let seizes = "printf '\\033[?1049h\\033[?25l\\033[31m\\033[?1000h'; stty raw -echo";
    for (ends, code, says) in [
        ("kill -KILL $$", 1, "was ended by a signal"),
        ("sh -c 'kill -SEGV $$'", 1, "ended with code 139"),
        ("exec sleep 60", 143, "what was typed so far is kept in"),
    ] {
        let named = editor(&home, &format!("{seizes}; echo on >&2; {ends}"));
        let mut command = hotseat(&home);
        command.args(["plan", "notes", "read", "--edit"]);
        let mut pty = Pty::start(command.env("EDITOR", named), 24, 100);
        if code == 143 {
            pty.wait_for("on", LIMIT);
            pty.kill(Signal::TERM);
        }
        assert_eq!(pty.wait_exit(LIMIT), Exit::Code(code), "{ends}");
        let screen = pty.screen();
        assert!(screen.contains(says), "{ends}: {screen}");
        assert!(pty.is_sane() && !pty.hides_cursor(), "{ends}");
        pty.draw_with(|screen| {
            assert!(!screen.alternate_screen(), "{ends}");
            assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::None);
            assert_eq!(screen.fgcolor(), Color::Default, "{ends}");
        });
    }
}

#[test]
fn an_editor_is_named_outside_of_the_home() {
    let home = home();
    let named = editor(&home, "echo typed >> \"$1\"");
    let settings = home.user().join(".config/hotseat");
    fs::create_dir_all(&settings).expect("the platform's settings folder");
    let own = settings.join("hotseat.toml");
    let text = format!("[editor]\nprogram = \"'{named}'\"\n");
    fs::write(&own, text).expect("the program is named");
    ran(&home, &["plan", "notes", "read", "--edit"]).ok();
    assert_eq!(
        ran(&home, &["plan", "notes", "read"])
            .stdout
            .matches("typed")
            .count(),
        1
    );
    fs::write(&own, "[editor]\nprogram = \"'\"\n").expect("a slip");
    let slip = ran(&home, &["plan", "notes", "read", "--edit"]);
    assert_eq!(slip.status, Some(1));
    says(
        &slip.stderr,
        &["hotseat.toml:2:11", "a quote that is not closed"],
    );
    // What a home says starts nothing.
    fs::remove_file(&own).expect("it goes");
    fs::write(
        home.path().join("hotseat.toml"),
        format!("[editor]\nprogram = '{named}'\n"),
    )
    .expect("a home says it");
    let home_says = ran(&home, &["plan", "notes", "read", "--edit"]);
    assert_eq!(home_says.status, Some(1), "{}", home_says.show());
    says(&home_says.stderr, &["it does not count here"]);
    assert!(Path::new(&named).exists());
}
