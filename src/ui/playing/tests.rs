//! The player's screen on wide, usual and narrow terminals.

use super::*;

fn playing() -> Playing {
    let wave = (0..960).map(|n: i32| {
        let rms = if (400..460).contains(&n) {
            0.0
        } else {
            0.05 + 0.1 * f64::from(n % 97) as f32 / 97.0
        };
        (n < 900).then(|| Swing {
            rms,
            ..Swing::default()
        })
    });
    Playing {
        title: "L7 platform design · replay".to_owned(),
        state: "playing at 1.5× · volume 80 %".to_owned(),
        ask: "Design a data processing platform that a thousand internal teams share.".to_owned(),
        section: "2/4 Platform architecture".to_owned(),
        section_time: (Duration::from_secs(252), Duration::from_mins(25)),
        time: (Duration::from_secs(852), Duration::from_hours(1)),
        sections: vec![
            (0.0, "1 Business context".to_owned()),
            (0.166, "2 Platform architecture".to_owned()),
            (0.583, "3 Operating model".to_owned()),
            (0.99, "4 Follow-up".to_owned()),
        ],
        signs: vec![
            Sign::Mark(0.1),
            Sign::Cue(0.3),
            Sign::Pause(0.42, 0.48),
            Sign::Mark(0.45),
        ],
        wave: Arc::new(wave.collect()),
        notice: Some(("the longest pause of 7: 4.2 s".to_owned(), Tone::Faint)),
        keys: "space pause · ← → 5 s · l long pause · m mark · s score · n p section · ? keys · q stop"
            .to_owned(),
        ..Playing::default()
    }
}

fn shown(playing: &Playing, width: usize, height: usize) -> String {
    let rows = playing.rows(width, height);
    assert!(rows.len() < height, "{} rows on {height}", rows.len());
    let lines = rows.iter().map(|row| match row {
        Row::Text { text, .. } => {
            assert!(text.width() < width, "{text:?} on {width}");
            text.trim_end().to_owned()
        }
        Row::Bar { label, .. } => panic!("a bar: {label}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn an_answer_is_one_line_on_any_terminal() {
    for (width, height) in [(40, 12), (80, 24), (120, 40)] {
        let name = format!("playing_{width}");
        insta::assert_snapshot!(name, shown(&playing(), width, height));
    }
}

#[test]
fn keys_are_explained_in_place_of_the_line() {
    let explained = Playing {
        panel: vec![
            "space pauses".to_owned(),
            "l goes to the longest pause".to_owned(),
        ],
        notice: None,
        ..playing()
    };
    insta::assert_snapshot!(shown(&explained, 80, 24));
}

#[test]
fn a_label_shows_its_end_while_it_is_typed() {
    for (label, end) in [
        (
            "a label that is longer than the terminal is wide, by far",
            "is wide, by far▏",
        ),
        (
            "この答えは長すぎて一行には入りきらないのです",
            "には入りきらないのです▏",
        ),
    ] {
        let typing = Playing {
            typed: Some(Typed::from(label.to_owned())),
            ..playing()
        };
        let shown = shown(&typing, 40, 24);
        let line = shown.lines().find(|line| line.contains("label:")).unwrap();
        assert!(line.ends_with(end), "{line:?}");
    }
}

#[test]
fn nothing_to_show_is_shown_too() {
    let shown = shown(&Playing::default(), 20, 10);
    assert!(shown.contains("00:00 of 00:00"), "{shown}");
}
