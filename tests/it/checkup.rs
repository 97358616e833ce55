//! `doctor` and `mic test`: what they say of a room with a voice in it, of a quiet one, and of none.

use std::time::Duration;

use serde_json::Value;

use super::support::home::{Home, Ran, hotseat, run};
use super::support::room::Room;
use super::support::signal;

const LIMIT: Duration = Duration::from_secs(30);

fn status(document: &Value, id: &str) -> String {
    let checks = document["checks"].as_array().expect("checks");
    let found = checks.iter().find(|check| check["id"] == id);
    let found = found.unwrap_or_else(|| panic!("no check `{id}`: {document}"));
    assert!(found["message"].is_string() && (found["hint"].is_string() || found["hint"].is_null()));
    found["status"].as_str().expect("a status").to_owned()
}

fn in_room(room: &Room, home: &Home, args: &[&str]) -> Ran {
    let mut command = hotseat(home);
    room.apply(&mut command);
    run(command.args(args))
}

#[test]
fn without_a_microphone_the_doctor_fails_and_says_what_helps() {
    let home = Home::new();
    let ran = run(hotseat(&home).args(["doctor", "--json"]));
    assert_eq!(ran.status, Some(1));
    let document: Value = serde_json::from_str(&ran.stdout).expect("one document");
    assert_eq!(status(&document, "microphone"), "fail");
    for id in ["home", "settings", "disk", "history", "packs", "terminal"] {
        assert_eq!(status(&document, id), "ok", "{id}");
    }
    std::fs::create_dir(home.path().join("prompts")).expect("a folder for packs");
    let pack = "format_version = 1\n[pack]\nid = mine\n";
    std::fs::write(home.path().join("prompts/mine.toml"), pack).expect("a pack");
    let ran = run(hotseat(&home).args(["doctor", "--json"]));
    let document: Value = serde_json::from_str(&ran.stdout).expect("one document");
    assert_eq!(status(&document, "packs"), "warn");
    // Told once, however many of the checks ask for the packs.
    let told = ran.stderr.matches("mine.toml:3:6").count();
    assert_eq!(told, 1, "{}", ran.show());
}

#[test]
fn a_room_is_told_by_what_is_heard_in_it() {
    let Some(room) = Room::pulse() else { return };
    let home = Home::new();
    let quiet = in_room(&room, &home, &["doctor", "--json"]).ok().json();
    assert_eq!(
        (status(&quiet, "microphone"), status(&quiet, "level")),
        ("ok".into(), "warn".into())
    );
    let test = in_room(&room, &home, &["mic", "test"]);
    assert_eq!(test.status, Some(1));
    assert!(
        test.stdout.contains("delivers nothing at all"),
        "{}",
        test.stdout
    );

    // The signal at a tenth of full scale.
    let voice: Vec<i16> = signal::samples(20 * 48_000)
        .iter()
        .map(|sample| sample / 10)
        .collect();
    let mut voice = room.play_samples(&voice);
    let test = in_room(&room, &home, &["mic", "test"]).ok();
    assert!(test.stdout.contains("fit"), "{}", test.stdout);
    let loud = in_room(&room, &home, &["doctor", "--json"]).ok().json();
    assert_eq!(status(&loud, "level"), "ok");
    voice.kill();
    voice.wait(LIMIT);
}
