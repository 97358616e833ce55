//! The policies at the keyboard: a section that runs over at the cost of the next, a pause that is
//! cut out of its take, and what becomes of them where there is no keyboard.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::Value;

use super::support::home::{Home, hotseat};
use super::support::pty::{Exit, Pty};
use super::support::session::Sat;
use super::support::sitting::ran;
use super::support::{signal, wav};

const LIMIT: Duration = Duration::from_secs(30);

/// What the session hears: more than it lasts.
const SECONDS: usize = 60;

/// A home in which a question has three sections of so many seconds, with something to hear.
fn home() -> Home {
    let home = Home::new();
    let mut pack = String::from(
        "format_version = 1\n[pack]\nid = \"timed\"\ntitle = \"Timed\"\n\
         [[prompt]]\nid = \"timed\"\nkind = \"scenario\"\ntitle = \"Timed\"\nlevel = [\"L5\"]\n\
         competencies = [\"adaptability\"]\nask = \"Go on.\"\n",
    );
    for number in 1..=3 {
        write!(
            pack,
            "[[prompt.section]]\nid = \"part-{number}\"\ntitle = \"Part {number}\"\nminutes = 1\n\
             min_minutes = 0.5\n"
        )
        .expect("a string takes text");
    }
    fs::create_dir_all(home.path().join("prompts")).expect("a folder for the pack");
    fs::write(home.path().join("prompts/timed.toml"), pack).expect("the pack is written");
    wav::write(&home.path().join("voice.wav"), wav::ROOM, &heard());
    home
}

fn heard() -> Vec<i16> {
    signal::samples(SECONDS * 48_000)
}

/// `practice` of it, in which a minute takes `millis`.
fn practice(home: &Home, millis: u32, args: &[&str]) -> Command {
    let mut command = hotseat(home);
    let scale = format!("--scale={}", f64::from(millis) / 60_000.0);
    command.args(["practice", "timed", "--no-score", &scale]);
    command.args(args);
    command
}

fn begin(command: &Command) -> Pty {
    let mut pty = Pty::start(command, 24, 80);
    pty.wait_for("Enter begin", LIMIT);
    pty.send("\r");
    pty.wait_for("1/3 Part 1", LIMIT);
    pty
}

/// The number of milliseconds that stands in a section's document.
fn ms(section: &Value, name: &str) -> u64 {
    section[name].as_u64().expect("a time")
}

fn sections(sat: &Sat) -> &[Value] {
    let sections = sat.document["answers"][0]["sections"].as_array();
    sections.expect("sections")
}

#[test]
fn what_a_section_takes_too_long_comes_out_of_the_next() {
    let home = home();
    let borrow = ["--policy=borrow", "--mic=file:voice.wav"];
    let mut pty = begin(&practice(&home, 3_000, &borrow));
    // Told before it is taken, and while it is.
    pty.wait_for("from now on it comes out of Part 2", LIMIT);
    sleep(Duration::from_millis(500));
    pty.send("n");
    pty.wait_for("2/3 Part 2", LIMIT);
    // Until all of the answer is used, which leaves nothing for the third.
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0));
    let sat = Sat::last(&home, pty.screen());
    let [first, second, third] = sections(&sat) else {
        panic!("{}", sat.document)
    };
    assert_eq!(sat.document["policy"], "borrow");
    assert!(ms(first, "used_ms") > 3_400, "{first}");
    assert_eq!(ms(first, "over_ms"), ms(first, "used_ms") - 3_000);
    assert_eq!(first["end"], "next");
    assert_eq!(ms(first, "used_ms") + ms(second, "used_ms"), 9_000);
    assert_eq!(second["end"], "time-up");
    assert_eq!((ms(third, "used_ms"), &third["take"]), (0, &Value::Null));
    assert_eq!(
        (ms(third, "budget_ms"), &third["end"]),
        (3_000, &"time-up".into())
    );
    sat.has_full_takes();
    // Gapless, to the frame at which the answer is used up.
    assert!(sat.concat().0 == heard()[..9 * 48_000]);
    let shown = ran(&home, &["sessions", "show"]).ok().stdout;
    for words in ["over, out of what comes after", "nothing was left of it"] {
        assert!(shown.contains(words), "{shown}");
    }
}

#[test]
fn a_pause_is_cut_out_of_its_take() {
    let home = home();
    let open = ["--policy=open", "--mic=file:voice.wav"];
    let mut pty = begin(&practice(&home, 3_000, &open));
    sleep(Duration::from_millis(500));
    pty.send(" ");
    pty.wait_for("○ PAUSED", LIMIT);
    pty.wait_for("paused for 00:01", LIMIT);
    pty.send(" ");
    pty.wait_for("● REC", LIMIT);
    pty.wait_for("−00:01 over 00:03", LIMIT);
    pty.send("n");
    pty.wait_for("2/3 Part 2", LIMIT);
    pty.send("n");
    pty.wait_for("3/3 Part 3", LIMIT);
    pty.send("n");
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0));
    let sat = Sat::last(&home, pty.screen());
    sat.has_full_takes();
    let first = &sections(&sat)[0];
    let (used, paused) = (ms(first, "used_ms"), ms(first, "paused_ms"));
    assert!(paused > 1_000 && used > 4_000, "{first}");
    assert_eq!(ms(first, "over_ms"), used - 3_000);
    let [mark] = &first["marks"].as_array().expect("marks")[..] else {
        panic!("{first}")
    };
    assert_eq!(mark["label"], "pause");

    // Frame by frame what was heard before and after it, and nothing else.
    let (heard, take) = (heard(), &sat.sections[0].samples);
    let at = (0..take.len())
        .find(|&i| take[i] != heard[i])
        .expect("a seam");
    let off = at as f64 / 48.0 - ms(mark, "at_ms") as f64;
    assert!(off.abs() <= 1.0, "{off} ms off");
    let gone = usize::try_from(paused * 48).expect("it is short");
    let follows = |gone: &usize| take[at..] == heard[at + gone..take.len() + gone];
    let gone = (gone - 96..gone + 96).find(follows).expect("it goes on");
    // The next take begins where this one ends.
    let next = take.len() + gone;
    let second = &sat.sections[1].samples;
    assert!(second[..] == heard[next..next + second.len()]);
    let shown = ran(&home, &["sessions", "show"]).ok().stdout;
    for words in ["over, paused for", "under its minimum"] {
        assert!(shown.contains(words), "{shown}");
    }
    assert_eq!(ms(first, "min_ms"), 1_500);
}

#[test]
fn a_kill_in_a_pause_loses_nothing() {
    let home = home();
    let open = ["--policy=open", "--mic=file:voice.wav"];
    let mut pty = begin(&practice(&home, 60_000, &open));
    sleep(Duration::from_millis(1_500));
    pty.send(" ");
    pty.wait_for("paused for 00:01", LIMIT);
    pty.kill(Signal::KILL);
    pty.wait_exit(LIMIT);
    let told = ran(&home, &["recover"]).ok().stderr;
    assert!(told.contains("recovered the session"), "{told}");
    let sat = Sat::last(&home, told);
    sat.has_full_takes();
    let first = &sections(&sat)[0];
    assert_eq!(first["end"], "interrupted");
    let at = ms(&first["marks"][0], "at_ms");
    let off = ms(first, "used_ms").abs_diff(at);
    assert!(at >= 1_500 && off <= 20, "{first}");
}

#[test]
fn the_clock_can_be_hidden_and_the_keys_explained() {
    let home = home();
    let hidden = ["--clock=hidden", "--mic=none"];
    let mut pty = begin(&practice(&home, 60_000, &hidden));
    let screen = pty.wait_for("of 01:00", LIMIT);
    assert!(!screen.contains("left of"), "{screen}");
    pty.send("t");
    pty.wait_for("left of 01:00", LIMIT);
    pty.send("?");
    let screen = pty.wait_for("any key closes this", LIMIT);
    assert!(screen.contains("n: end this section"), "{screen}");
    assert!(
        !screen.contains("space"),
        "only `open` has a pause: {screen}"
    );
    // It only closes: nobody should lose a section by it.
    pty.send("n");
    let screen = pty.wait_for("n next · m mark", LIMIT);
    assert!(screen.contains("1/3 Part 1"), "{screen}");
    // What does nothing now does nothing.
    pty.send(" ");
    pty.send("qq");
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0));
    assert!(pty.is_sane() && !pty.hides_cursor());
}

#[test]
fn the_clock_begins_as_it_is_set_unless_a_flag_says_otherwise() {
    let home = home();
    let set = "[practice]\nclock = \"hidden\"\nmic = \"none\"\n";
    std::fs::write(home.path().join("hotseat.toml"), set).expect("the settings are written");
    for (flags, shows) in [(&[][..], false), (&["--clock=shown"], true)] {
        let mut pty = begin(&practice(&home, 60_000, flags));
        let screen = pty.wait_for("of 01:00", LIMIT);
        assert_eq!(screen.contains("left of"), shows, "{flags:?}: {screen}");
        pty.send("qq");
        assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0));
    }
}

#[test]
fn off_a_terminal_every_policy_moves_on_at_the_budget() {
    for policy in ["strict", "borrow", "open"] {
        let home = home();
        let flag = format!("--policy={policy}");
        let args = ["practice", "timed", "--json", "--mic=none", "--scale=0.005"];
        let ran = ran(&home, &[&args[..], &[&flag]].concat()).ok();
        let told = ran
            .stderr
            .contains("off a terminal every section ends at its budget");
        assert_eq!(told, policy != "strict", "{}", ran.stderr);
        let document = ran.json();
        assert_eq!(document["policy"], policy);
        let sections = document["answers"][0]["sections"].as_array();
        for section in sections.expect("sections") {
            let seen = (
                ms(section, "used_ms"),
                ms(section, "over_ms"),
                &section["end"],
            );
            assert_eq!(seen, (300, 0, &"time-up".into()));
        }
    }
}
