use unicode_width::UnicodeWidthStr;

use super::super::samples::{FIVE, card, criterion, plain, talk};
use super::*;
use crate::domain::{PassRules, Rubric};

fn shown(rubric: &Rubric, values: &[Option<i64>], width: usize) -> String {
    let bank = Bank {
        rubrics: vec![rubric.clone()],
        ..Bank::default()
    };
    verdict(&bank, &card(rubric, values), width, "")
}

/// All on one line, since where lines break is not what matters.
fn told(rubric: &Rubric, values: &[i64]) -> String {
    let values: Vec<_> = values.iter().copied().map(Some).collect();
    shown(rubric, &values, 100).replace("\n  ", " ")
}

#[test]
fn a_verdict_says_how_much_and_why() {
    let rubric = talk();
    let cases = [
        (
            [5, 4, 4, 4],
            "Total 17 of 20, weighted mean 4.4. Ready: total 17, at least 14 wanted; overall mean \
             4.4, at least 4.2 wanted; lowest area mean 4.0, at least 4.0 wanted.\n\
             Strengths: The first sentence is the point (5) · Figures (4) · Pace, and pauses where \
             they help (4) · Ending (4)",
        ),
        // Only what does not hold is told; of areas only those that lie too low.
        (
            [5, 5, 5, 2],
            "Total 17 of 20, weighted mean 4.4. Not yet: Manner 3.5, at least 4.0 wanted in every \
             area.\n\
             Strengths: The first sentence is the point (5) · Figures (5) · Pace, and pauses where \
             they help (5)\n\
             Work on: Ending (2)",
        ),
        (
            [3, 2, 1, 3],
            "Total 9 of 20, weighted mean 2.4. Not yet: total 9, at least 14 wanted; overall mean \
             2.4, at least 4.2 wanted; Message 2.67 · Manner 2.0, at least 4.0 wanted in every \
             area.\n\
             Work on: Pace, and pauses where they help (1) · Figures (2) · The first sentence is \
             the point (3)",
        ),
    ];
    for (values, expected) in cases {
        assert_eq!(told(&rubric, &values), expected, "{values:?}");
    }
}

#[test]
fn other_scales_are_told_in_their_own_words() {
    let all = |scale, pass| {
        let titles = [("a", "Named it"), ("b", "Proved it"), ("c", "Ended on it")];
        let criteria = titles.map(|(id, title)| criterion(id, None, title, scale));
        Rubric {
            pass,
            ..plain(criteria.to_vec())
        }
    };
    let none = PassRules::default();
    let mean = |at_least| PassRules {
        overall_mean_at_least: Some(at_least),
        ..none
    };
    let six = Scale::Tally { of: 6 };
    let cases = [
        (all(FIVE, none), [5, 5, 5], "Total 15 of 15, mean 5.0."),
        (
            all(Scale::YesNo, none),
            [1, 0, 0],
            "1 of 3 yes.\nNo: Proved it · Ended on it",
        ),
        (all(Scale::YesNo, none), [1, 1, 1], "3 of 3 yes."),
        (
            all(six, none),
            [6, 2, 5],
            "Total 13 of 18, mean 4.33 of 6.\nWork on: Proved it (2) · Ended on it (5)",
        ),
        (
            all(six, mean(4.5)),
            [6, 6, 6],
            "Total 18 of 18, mean 6.0 of 6. Ready: overall mean 6.0, at least 4.5 wanted.",
        ),
    ];
    for (rubric, values, expected) in cases {
        assert_eq!(told(&rubric, &values), expected);
    }

    let mut mixed = all(FIVE, none);
    mixed.criteria[1].scale = Scale::YesNo;
    let expected = "No total: the criteria have different scales.\n\
                    Work on: Proved it (no) · Named it (3)";
    assert_eq!(told(&mixed, &[3, 0, 5]), expected);
    mixed.pass = mean(4.0);
    assert!(told(&mixed, &[3, 0, 5]).contains(" No verdict: its rules cannot be measured."));

    let single = plain(vec![criterion("a", None, "Named it", FIVE)]);
    assert_eq!(told(&single, &[4]), "Total 4 of 5.\nWork on: Named it (4)");
}

#[test]
fn what_was_left_out_is_named() {
    let rubric = talk();
    let bare = Rubric {
        pass: PassRules::default(),
        ..rubric.clone()
    };
    let cases = [
        (
            &rubric,
            [Some(5), Some(4), Some(4), None],
            "3 of 4 criteria scored, weighted mean 4.5. Not enough evidence for a verdict without \
             Ending.",
        ),
        (
            &rubric,
            [Some(5), None, None, None],
            "1 of 4 criteria scored. Not enough evidence for a verdict without Figures · Pace, and \
             pauses where they help · Ending.",
        ),
        (
            &rubric,
            [None; 4],
            "0 of 4 criteria scored. Not enough evidence for a verdict without The first sentence \
             is the point · Figures · Pace, and pauses where they help and 1 more.",
        ),
        (
            &bare,
            [Some(5), Some(5), None, Some(5)],
            "3 of 4 criteria scored, weighted mean 5.0. Left out: Pace, and pauses where they help.",
        ),
    ];
    for (rubric, values, expected) in cases {
        let text = shown(rubric, &values, 100).replace("\n  ", " ");
        assert_eq!(text.lines().next(), Some(expected), "{values:?}");
    }
}

#[test]
fn a_card_without_its_rubric_says_so() {
    let rubric = talk();
    let mut card = card(&rubric, &[Some(4); 4]);
    let none = Bank::default();
    assert_eq!(
        verdict(&none, &card, 100, "    "),
        "    This card cannot be judged: no pack has the rubric `talk` any more."
    );
    card.version = 1;
    let newer = Bank {
        rubrics: vec![rubric],
        ..Bank::default()
    };
    assert_eq!(
        verdict(&newer, &card, 100, ""),
        "This card cannot be judged: it was given on version 1 of `talk`, and the packs have \
         version 2."
    );
    card.retracted = true;
    assert_eq!(verdict(&newer, &card, 100, ""), "");
}

#[test]
fn a_narrow_terminal_keeps_values_with_their_titles() {
    let values = [Some(5), Some(3), Some(4), Some(2)];
    let text = shown(&talk(), &values, 40);
    let expected = [
        "Total 14 of 20, weighted mean 3.8.",
        "  Not yet: overall mean 3.8, at least",
        "  4.2 wanted; Manner 3.0, at least 4.0",
        "  wanted in every area.",
        "Strengths: The first sentence is the",
        "  point (5) · Pace, and pauses where",
        "  they help (4)",
        "Work on: Ending (2) · Figures (3)",
    ];
    assert_eq!(text, expected.join("\n"));
    for width in [20, 40, 60, 80, 120] {
        for line in shown(&talk(), &values, width).lines() {
            assert!(line.width() <= width.min(WIDEST), "{width}: {line:?}");
        }
    }
}
