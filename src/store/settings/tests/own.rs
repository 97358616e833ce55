//! What counts in the user's own file, and what in a home's.

use super::*;

#[test]
fn what_runs_a_program_counts_in_the_users_own_file_only() {
    let folder = tempfile::tempdir().unwrap();
    let (home, own) = (folder.path().join("home"), folder.path().join("own"));
    let set = "[voice]\nprogram = \"say -v 'Two Words'\"\non = true\n";
    let spoken = VoiceDefaults {
        program: ["say", "-v", "Two Words"].map(str::to_owned).to_vec(),
        on: true,
    };
    let read = || Written::read(&home, Some(&own)).unwrap();
    let voice_line = |written: &Written| {
        let listed = written.list();
        let found = listed.iter().find(|setting| setting.key == "on");
        found.unwrap().line
    };
    fs::write(&own, set).unwrap();
    let written = read();
    assert_eq!(written.settings.voice, spoken);
    assert_eq!((written.warnings.len(), voice_line(&written)), (0, Some(3)));

    // In a home's file it is passed over, whatever is in it, and the rest of the file counts.
    fs::remove_file(&own).unwrap();
    for text in [set, "[voice]\nprogramm = 1\n"] {
        fs::write(&home, format!("{text}[recording]\nbits = 24\n")).unwrap();
        let written = read();
        assert_eq!(written.settings.voice, VoiceDefaults::default());
        assert_eq!(written.settings.recording.bits, Bits::TwentyFour);
        assert_eq!(voice_line(&written), None);
        let told = rendered(&written.warnings);
        assert!(told.contains("warning[not-here]"), "{told}");
        assert!(told.contains("home:1:"), "{told}");
        assert!(told.contains(own.to_str().unwrap()), "{told}");
    }
    // The other way round, too.
    fs::write(&own, format!("{set}[recording]\nbits = 24\n")).unwrap();
    fs::write(&home, "").unwrap();
    let written = read();
    assert_eq!(written.settings.voice, spoken);
    assert_eq!(written.settings.recording, TakeFormat::default());
    assert!(rendered(&written.warnings).contains("own:4:"));
    // Where both are one, all of it counts.
    let both = Written::read(&own, Some(&own)).unwrap();
    assert_eq!((both.settings.voice, both.warnings.len()), (spoken, 0));
    assert_eq!(both.settings.recording.bits, Bits::TwentyFour);

    for (text, code) in [
        ("[voice]\nprogram = \"say 'x\"\n", "bad-program"),
        ("[voice]\nprogram = \" \"\n", "empty-text"),
        ("[voice]\non = \"yes\"\n", "wrong-type"),
        ("voice = true\n", "wrong-type"),
        ("[voice]\nspeed = 2\n", "unknown-key"),
    ] {
        fs::write(&own, text).unwrap();
        let problems = Written::read(&home, Some(&own)).unwrap_err();
        assert_eq!(problems[0].code, code, "{text}");
    }
}
