use super::*;

fn picture() -> Picture {
    let clock = |label: &str, left, budget| Clock {
        label: label.to_owned(),
        left: Duration::from_secs(left),
        budget: Duration::from_secs(budget),
        ..Clock::default()
    };
    Picture {
        title: "L7 platform design · 1 of 1 · strict".to_owned(),
        recording: "● REC  USB Microphone  48 kHz".to_owned(),
        recording_tone: Tone::Plain,
        ask: "Design a data processing platform that a thousand teams share.".to_owned(),
        section: Some(clock("2/4 Platform architecture", 872, 1500)),
        cues: vec![
            ("tenant isolation".to_owned(), true),
            ("service composition".to_owned(), true),
            ("pipelines at scale".to_owned(), false),
        ],
        answer: Some(clock("whole answer", 2372, 3600)),
        level: Some(-21.0),
        notice: Some(("5 min left".to_owned(), Tone::Short)),
        keys: "n next · m mark · 1-3 cue · t clock · ? keys · q stop".to_owned(),
        panel: vec![],
    }
}

/// The rows as text, with bars drawn in full columns.
fn shown(width: usize, height: usize) -> String {
    drawn(&picture(), width, height)
}

fn drawn(picture: &Picture, width: usize, height: usize) -> String {
    let lines = picture
        .rows(width, height)
        .into_iter()
        .map(|row| match row {
            Row::Text { text, .. } => text,
            Row::Bar {
                label,
                width,
                used,
                tail,
                ..
            } => {
                let filled = (used * width as f64).round() as usize;
                format!(
                    "{label} {}{} {tail}",
                    "━".repeat(filled),
                    "─".repeat(width - filled)
                )
            }
        });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_screen_of_a_session() {
    insta::assert_snapshot!("wide", shown(100, 30));
    insta::assert_snapshot!("usual", shown(80, 24));
    insta::assert_snapshot!("narrow", shown(40, 12));
    insta::assert_snapshot!("very narrow", shown(20, 24));
}

#[test]
fn no_row_is_wider_than_the_terminal_and_the_keys_always_show() {
    for width in 20..160 {
        for line in shown(width, 24).lines() {
            assert!(
                line.width() < width,
                "{width}: {line:?} is {}",
                line.width()
            );
        }
        assert!(shown(width, 24).contains("n next"), "{width}");
    }
}

#[test]
fn the_question_gives_way_to_the_clocks() {
    let long = Picture {
        ask: "word ".repeat(400),
        ..picture()
    };
    for (width, height) in [(20, 8), (40, 12), (80, 24), (300, 80)] {
        let rows = long.rows(width, height);
        assert!(
            rows.len() < height,
            "{} rows in {width}x{height}",
            rows.len()
        );
        let clock = "14:32 left of 25:00";
        let shows_clock = rows.iter().any(|row| match row {
            Row::Text { text, .. } => text == clock,
            Row::Bar { tail, .. } => tail == clock,
        });
        assert!(shows_clock, "{width}x{height}");
    }
}

#[test]
fn color_changes_as_time_runs_out() {
    let cases = [
        (100, Tone::Plain),
        (21, Tone::Plain),
        (20, Tone::Short),
        (10, Tone::Last),
        (0, Tone::Last),
    ];
    for (left, expected) in cases {
        let clock = Clock {
            left: Duration::from_secs(left),
            budget: Duration::from_secs(100),
            ..Clock::default()
        };
        assert_eq!(clock.tone(), expected, "{left} s");
    }
}

#[test]
fn a_clock_tells_what_is_over_and_keeps_its_figures_to_itself_where_hidden() {
    let clock = |left, over, hidden| Clock {
        left: Duration::from_millis(left),
        over: Duration::from_millis(over),
        budget: Duration::from_mins(1),
        hidden,
        ..Clock::default()
    };
    let cases = [
        (clock(30_000, 0, false), "00:30 left of 01:00"),
        (clock(1, 0, false), "00:01 left of 01:00"),
        (clock(0, 10_900, false), "−00:10 over 01:00"),
        (clock(30_000, 0, true), "of 01:00"),
        (clock(0, 10_900, true), "over 01:00"),
    ];
    for (clock, expected) in cases {
        assert_eq!(clock.tail(), expected);
    }
    assert_eq!(clock(0, 10_900, true).tone(), Tone::Last);
}

#[test]
fn the_keys_that_matter_most_stay_on_a_narrow_terminal() {
    let keys = "n next · m mark · 1-4 cue · space pause · t clock · ? keys · q stop";
    let cases = [
        (80, keys),
        (
            60,
            "n next · m mark · 1-4 cue · space pause · ? keys · q stop",
        ),
        (40, "n next · m mark · ? keys · q stop"),
        (25, "n next · ? keys · q stop"),
        (20, "n next · ? keys · q…"),
    ];
    for (width, expected) in cases {
        assert_eq!(key_line(keys, width), expected, "{width}");
    }
}

#[test]
fn the_keys_explained_leave_the_clock_where_it_is() {
    let entry = |key: &str, does: &str| format!("{key}: {does}");
    let with_panel = Picture {
        panel: vec![
            entry("n", "finish this section and go on"),
            entry("m", "mark this moment"),
            entry("t", "hide or show the clock"),
        ],
        keys: "any key closes this".to_owned(),
        ..picture()
    };
    insta::assert_snapshot!("keys explained", drawn(&with_panel, 80, 24));
    for (width, height) in [(20, 8), (40, 12), (80, 24)] {
        let shown = drawn(&with_panel, width, height);
        assert!(shown.contains("14:32 left of 25:00"), "{shown}");
        assert!(shown.lines().count() < height, "{shown}");
    }
}
