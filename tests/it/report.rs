//! The report in a real browser: it plays, seeks and filters, asks for nothing but its own files, and
//! takes no text for anything else.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::support::browser::Browser;
use super::support::home::{Home, hotseat, run};
use super::support::kept::{keep, section, session};
use super::support::sitting::ran;

const HOSTILE: &str = "<script>document.title = 'taken'</script>";

/// A session with everything that a page shows, some of it with text that would rather be code.
fn full() -> Value {
    let mut first = section(1, "First", 4);
    first["marks"] = json!([
        {"id": "01936f0c-0000-7000-8000-000000000001", "at_ms": 1000, "cue": 1, "label": "one",
         "while": "live"},
        {"id": "01936f0c-0000-7000-8000-000000000002", "at_ms": 2500, "cue": null,
         "label": HOSTILE, "while": "replay"}
    ]);
    first["speech"] = json!({
        "speaking_ms": 2000, "first_word_ms": 100, "pauses": 1, "longest_pause_ms": 1600,
        "loudness_lufs": -20.0, "peak_dbfs": -3.0, "clipped_frames": 0, "silence": 0.5,
        "noise_dbfs": -60.0, "pause_list": [{"at_ms": 1200, "length_ms": 1600}]
    });
    let mut all = session("2026-11-22T06:10:00Z", &[first, section(2, "Second", 3)]);
    all["answers"][0]["prompt"]["ask"] = HOSTILE.into();
    all["attachments"] = json!([
        {"path": "<script>.png", "at": "2026-11-22T06:20:00Z"},
        {"path": "../../history.db", "at": "2026-11-22T06:20:00Z"}
    ]);
    let card = |id: &str, pass: &str, structure: i64| {
        json!({
            "id": id, "rubric": "star", "version": 1, "rater": "self", "pass": pass,
            "at": "2026-11-22T07:00:00Z", "next_time": null, "retracted": false,
            "values": [
                {"criterion": "structure", "value": structure, "min": 1, "max": 5, "note": HOSTILE}
            ]
        })
    };
    all["answers"][0]["scorecards"] = json!([
        card("01936f0c-0000-7000-8000-00000000000a", "first", 4),
        card("01936f0c-0000-7000-8000-00000000000b", "replay", 3)
    ]);
    all
}

/// A home with that session, and the folder of it.
fn home() -> (Home, PathBuf) {
    let home = Home::new();
    let folder = keep(&home, &full());
    let picture = include_bytes!("support/dot.png");
    fs::write(folder.join("<script>.png"), picture).expect("a picture");
    (home, folder)
}

/// Where the player is, in seconds.
fn now(browser: &mut Browser) -> u32 {
    let shown = browser.eval("document.querySelector('.wave').getAttribute('aria-valuenow')");
    shown.as_str().expect("a time").parse().expect("a number")
}

/// Nothing was complained about, and nothing asked for but these files beside each other.
#[track_caller]
fn was_quiet(browser: &mut Browser, folder: &Path, names: &[&str]) {
    assert_eq!(browser.complaints(), [""; 0]);
    let expected = names
        .iter()
        .map(|name| format!("file://{}/{name}", folder.display()));
    let mut expected: Vec<String> = expected.collect();
    expected.sort();
    assert_eq!(browser.requests(), expected);
}

#[test]
fn a_session_is_played_from_wherever_one_clicks() {
    let Some(mut browser) = Browser::start(1000, 800) else {
        return;
    };
    let (home, folder) = home();
    ran(&home, &["report", "last"]).ok();
    browser.open(&folder.join("report.html"));
    assert_eq!(now(&mut browser), 0);

    browser.click(".play");
    browser.wait_for("document.querySelector('.wave').getAttribute('aria-valuenow') >= 1");
    browser.click(".play");
    browser.wait_for("[...document.querySelectorAll('audio')].every((sound) => sound.paused)");

    // Six of seven seconds: two into the second take.
    browser.click_at(".wave", 6.0 / 7.0);
    browser.wait_for("document.querySelectorAll('audio')[1].currentTime > 1.9");
    assert_eq!(
        browser.eval("document.querySelector('.part').textContent"),
        "Second"
    );
    browser.click(".moments [data-at='2500']");
    browser.wait_for("Math.abs(document.querySelectorAll('audio')[0].currentTime - 2.5) < 0.01");
    browser.click("table [data-at='4000']");
    assert_eq!(now(&mut browser), 4);

    // The keys, wherever the focus is.
    browser.eval("document.activeElement.blur()");
    browser.press("ArrowLeft", None);
    assert_eq!(now(&mut browser), 0);
    browser.press("ArrowRight", None);
    assert_eq!(now(&mut browser), 5);
    browser.eval("document.querySelector('.wave').focus()");
    browser.press("Home", None);
    assert_eq!(now(&mut browser), 0);

    let speed = "document.querySelector('.speed').value = '2.5'; \
                 document.querySelector('.speed').dispatchEvent(new Event('change'))";
    browser.eval(speed);
    browser.press(" ", Some(" "));
    browser.wait_for("document.querySelectorAll('audio')[0].playbackRate === 2.5");
    assert_eq!(
        browser.eval("document.querySelectorAll('audio')[0].preservesPitch"),
        true
    );
    // From one take into the next, and to the end.
    browser.wait_for("document.querySelectorAll('audio')[1].ended");
    assert_eq!(
        browser.eval("document.querySelector('.play').textContent"),
        "Play"
    );
    assert_eq!(now(&mut browser), 7);

    let files = [
        "1-1-part-1.wav",
        "1-2-part-2.wav",
        "%3Cscript%3E.png",
        "report.html",
    ];
    was_quiet(&mut browser, &folder, &files);
}

#[test]
fn no_text_of_a_session_is_taken_for_code() {
    let Some(mut browser) = Browser::start(1000, 800) else {
        return;
    };
    let (home, folder) = home();
    let said = ran(&home, &["report", "last"]).ok().stderr;
    // A record that leads out of its folder is not followed.
    assert!(said.contains("warning: "), "{said}");
    browser.open(&folder.join("report.html"));
    let text = browser.eval("document.body.innerText");
    let text = text.as_str().expect("text");
    // The prompt, a mark, a note of each pass; and a file.
    assert_eq!(text.matches(HOSTILE).count(), 4, "{text}");
    assert!(text.contains("<script>.png"), "{text}");
    assert!(text.contains("../../history.db is missing"), "{text}");
    browser.wait_for("document.querySelector('img').naturalWidth === 1");
    assert_ne!(browser.eval("document.title"), "taken");
    was_quiet(&mut browser, &folder, &["%3Cscript%3E.png", "report.html"]);
}

#[test]
fn a_page_with_everything_in_it_plays_without_its_folder() {
    let Some(mut browser) = Browser::start(360, 700) else {
        return;
    };
    let (home, folder) = home();
    let out = home.path().join("whole.html");
    let path = out.display().to_string();
    let said = ran(&home, &["report", "last", "--embed-audio", "--out", &path])
        .ok()
        .stderr;
    let size = fs::metadata(&out).expect("a page").len();
    assert!(said.contains("the page will have "), "{said}");
    assert!(size > 30_000, "{size}");
    fs::remove_dir_all(&folder).expect("the folder goes");
    browser.open(&out);
    browser.click_at(".wave", 6.0 / 7.0);
    browser.wait_for("document.querySelectorAll('audio')[1].currentTime > 1.9");
    browser.click(".play");
    browser.wait_for("document.querySelectorAll('audio')[1].ended");
    let length = browser.eval("document.querySelectorAll('audio')[1].duration");
    assert_eq!(length, 3.0);
    browser.wait_for("document.querySelector('img').naturalWidth === 1");
    // And nothing is wider than a telephone.
    assert_eq!(
        browser.eval("document.documentElement.scrollWidth <= innerWidth"),
        true
    );
    was_quiet(&mut browser, &home.path(), &["whole.html"]);
}

#[test]
fn only_a_page_of_ours_is_replaced_and_a_missing_opener_is_said() {
    let (home, folder) = home();
    let page = folder.join("report.html");
    ran(&home, &["report", "last"]).ok();
    ran(&home, &["report", "last"]).ok();
    fs::write(&page, "mine").expect("a page of the user's");
    let refused = ran(&home, &["report", "last"]);
    assert_eq!(refused.status, Some(1), "{}", refused.show());
    assert!(
        refused.stderr.contains("was not made by hotseat"),
        "{}",
        refused.show()
    );
    assert!(refused.stderr.contains("--out FILE"), "{}", refused.show());
    assert_eq!(fs::read_to_string(&page).expect("it stays"), "mine");

    let bin = home.user().join("bin");
    fs::create_dir(&bin).expect("a folder");
    let out = home.path().join("x.html").display().to_string();
    let args = ["report", "last", "--open", "--out", &out];
    let alone = run(hotseat(&home).args(args).env("PATH", &bin));
    assert_eq!(alone.status, Some(1), "{}", alone.show());
    assert!(
        alone.stderr.contains("is not installed"),
        "{}",
        alone.show()
    );
    assert!(
        alone.stderr.contains(&format!("open {out} in a browser")),
        "{}",
        alone.show()
    );

    let opener = bin.join("xdg-open");
    let script = format!("#!/bin/sh\necho \"$1\" > {}/opened\n", bin.display());
    fs::write(&opener, script).expect("an opener");
    fs::set_permissions(&opener, std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .expect("it runs");
    run(hotseat(&home).args(args).env("PATH", &bin)).ok();
    let opened = fs::read_to_string(bin.join("opened")).expect("it was opened");
    assert_eq!(opened.trim(), out);
}

#[test]
fn a_session_is_sent_as_one_archive_that_says_what_it_lacks() {
    let (home, folder) = home();
    fs::write(folder.join("1-1-part-1.txt"), "0\t1\tone\n").expect("labels");
    fs::remove_file(folder.join("1-2-part-2.wav")).expect("a take goes");
    let said = ran(&home, &["sessions", "export", "last"]).ok().stderr;
    assert!(said.contains("1-2-part-2.wav is missing"), "{said}");
    let name = "2026-11-22T061000Z-quick";
    let path = home.path().join(format!("{name}.zip"));
    let file = fs::File::open(&path).expect("an archive here");
    let archive = zip::ZipArchive::new(file).expect("a zip");
    let mut names: Vec<String> = archive
        .file_names()
        .map(|name| name.expect("a name").into_owned())
        .collect();
    names.sort_unstable();
    let expected = [
        "1-1-part-1.txt",
        "1-1-part-1.wav",
        "<script>.png",
        "report.html",
        "session.json",
    ];
    assert_eq!(names, expected.map(|file| format!("{name}/{file}")));
    let again = ran(&home, &["sessions", "export", "last"]);
    assert_eq!(again.status, Some(1), "{}", again.show());
    assert!(
        again.stderr.contains("is there already"),
        "{}",
        again.show()
    );
    let other = home.path().join("other.zip").display().to_string();
    ran(&home, &["sessions", "export", "last", "--out", &other]).ok();
}

/// A session with one scored section, `hours` after the first.
fn scored(hours: u32, value: i64) -> Value {
    let at = format!("2026-11-{:02}T06:10:00Z", 20 + hours);
    let mut one = session(&at, &[section(1, "First", 1)]);
    one["answers"][0]["prompt"]["title"] = format!("Question {hours}").into();
    one["answers"][0]["scorecards"] = json!([{
        "id": format!("01936f0c-0000-7000-8000-0000000001{hours:02}"), "rubric": "star",
        "version": 1, "rater": "self", "pass": "first", "at": at, "next_time": HOSTILE,
        "retracted": false,
        "values": [{"criterion": "structure", "value": value, "min": 1, "max": 5, "note": HOSTILE}]
    }]);
    one
}

#[test]
fn everything_is_on_one_page_that_agrees_with_the_listings() {
    let Some(mut browser) = Browser::start(360, 700) else {
        return;
    };
    let home = Home::new();
    let page = home.path().join("report.html");
    ran(&home, &["report"]).ok();
    browser.open(&page);
    let text = browser.eval("document.body.innerText");
    assert!(
        text.as_str().expect("text").contains("No session yet"),
        "{text}"
    );
    was_quiet(&mut browser, &home.path(), &["report.html"]);

    for (day, value) in [1, 5, 3, 4, 2, 5].into_iter().enumerate() {
        keep(&home, &scored(u32::try_from(day).expect("a day"), value));
    }
    ran(&home, &["report", "last"]).ok();
    ran(&home, &["report"]).ok();
    browser.open(&page);
    assert_eq!(
        browser.eval("document.querySelectorAll('.session').length"),
        6
    );
    // Its own page is one click away, where it has one.
    let links = "document.querySelectorAll('.session a').length";
    assert_eq!(browser.eval(links), 1);

    let progress = ran(&home, &["progress", "--json"]).json();
    let history = ran(&home, &["history", "--json"]).json();
    let row = browser.eval(
        "[...document.querySelectorAll('#scores tbody tr')].map((row) => \
         [...row.querySelectorAll('td')].slice(1).map((cell) => cell.textContent))",
    );
    let figures = |document: &Value| {
        let line = document["criteria"][0].clone();
        (
            line["n"].as_u64(),
            line["mean"].as_f64(),
            line["last"].as_f64(),
            line["change"].as_f64(),
        )
    };
    assert_eq!(figures(&progress), figures(&history));
    assert_eq!(
        figures(&progress),
        (Some(6), Some(20.0 / 6.0), Some(5.0), Some(2.0))
    );
    assert_eq!(row, json!([["6", "3.33", "5", "+2.0", "steady"]]));

    browser.click("#filter");
    browser.type_text("question 3");
    browser.wait_for("document.getElementById('found').textContent === '1 found'");
    let shown = "[...document.querySelectorAll('.session')].filter((one) => !one.hidden)";
    assert_eq!(browser.eval(&format!("{shown}.length")), 1);
    browser.click(".session:not([hidden]) summary");
    let text = browser.eval(&format!("{shown}[0].innerText"));
    let text = text.as_str().expect("text").to_owned();
    assert_eq!(text.matches(HOSTILE).count(), 2, "{text}");
    assert_eq!(
        browser.eval("document.documentElement.scrollWidth <= innerWidth"),
        true
    );
    was_quiet(&mut browser, &home.path(), &["report.html"]);
}

#[test]
fn sessions_that_are_too_many_to_be_written_out_are_found_all_the_same() {
    let Some(mut browser) = Browser::start(1000, 800) else {
        return;
    };
    let home = Home::new();
    for number in 0..102 {
        let at = format!(
            "2026-{:02}-{:02}T06:10:00Z",
            1 + number / 28,
            1 + number % 28
        );
        let mut one = session(&at, &[]);
        one["answers"][0]["prompt"]["id"] = format!("asked-{number}").into();
        keep(&home, &one);
    }
    ran(&home, &["report"]).ok();
    browser.open(&home.path().join("report.html"));
    browser.wait_for("document.querySelectorAll('#older .session').length === 2");
    assert_eq!(
        browser.eval("document.getElementById('found').textContent"),
        "102 sessions"
    );
    browser.click("#filter");
    browser.type_text("2026-01-02 asked-1");
    browser.wait_for("document.getElementById('found').textContent === '1 found'");
    browser.click("#older summary");
    let text = browser.eval("document.getElementById('older').innerText");
    assert!(
        text.as_str().expect("text").contains("hotseat report "),
        "{text}"
    );
    assert_eq!(browser.complaints(), [""; 0]);
}
