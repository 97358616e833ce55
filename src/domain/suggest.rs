//! What a candidate may want to do next, and what stands out in what was done last.

use super::past::{Past, Standing};
use super::record::{Session, Status};
use super::rubric::Score;

/// Something to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suggestion {
    /// The loop that was left today.
    GoOn,
    /// The next block of the plan that is under way.
    Plan,
    /// What was said in the last session has no score.
    Score,
    /// The competency that is weakest by its recent scores.
    Train(String),
    /// A round to begin with.
    WarmUp,
    /// Whatever is due again by its last score.
    Due,
    /// The same as last time once more.
    Again,
}

/// So many are told: more would be a menu.
const MOST: usize = 2;

/// What can be gone on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Begun {
    /// A loop of today.
    pub day: bool,
    /// A plan with a block that is open.
    pub plan: bool,
}

/// What comes next: what was begun first, then what is weak, then more of everything.
pub fn suggest(last: Option<&Session>, past: &Past, begun: Begun) -> Vec<Suggestion> {
    let plan = begun.plan.then_some(Suggestion::Plan);
    let Some(last) = last else {
        return plan.into_iter().chain([Suggestion::WarmUp]).collect();
    };
    let speaks = last.used_ms() > 0 && !last.rehearsal;
    let weakest = past.weakest().map(|(competency, _)| competency.to_owned());
    let all = [
        begun.day.then_some(Suggestion::GoOn),
        plan,
        (speaks && !last.is_scored()).then_some(Suggestion::Score),
        (last.status != Status::Completed).then_some(Suggestion::Again),
        weakest.map(Suggestion::Train),
        Some(Suggestion::Due),
        Some(Suggestion::WarmUp),
    ];
    all.into_iter().flatten().take(MOST).collect()
}

/// The lowest score of a session by its place on its scale, of the cards that count, with the id of
/// its rubric; none where nothing is below full marks.
pub fn weakest_score(session: &Session) -> Option<(&str, &Score)> {
    let answers = session.answers.iter().flat_map(|answer| &answer.scorecards);
    let cards = answers.chain(&session.scorecards);
    let scores = cards
        .filter(|card| !card.retracted)
        .flat_map(|card| card.values.iter().map(|score| (&*card.rubric, score)));
    // Whole numbers: in thousandths of the scale.
    let share = |score: &Score| (score.value - score.min) * 1000 / (score.max - score.min).max(1);
    scores
        .filter(|(_, score)| score.value < score.max)
        .min_by_key(|(_, score)| share(score))
}

impl Past {
    /// The competency with the lowest standing, the first by name of several.
    pub fn weakest(&self) -> Option<(&str, Standing)> {
        self.standings()
            .min_by_key(|(name, standing)| (standing.share, *name))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use jiff::Timestamp;

    use serde_json::json;

    use super::super::past::PastAnswer;
    use super::super::rubric::Scorecard;
    use super::*;

    /// A session of one answer that was spoken and not scored.
    fn session() -> Session {
        let section = json!({
            "role": "section", "id": "answer", "title": "Answer", "ask": null, "budget_ms": 1000,
            "started_ms": 0, "used_ms": 1000, "over_ms": 0, "paused_ms": 0, "end": "next",
            "take": null, "marks": [], "speech": null
        });
        let prompt = json!({
            "id": "p", "kind": "behavioral", "title": "P", "ask": "Go on.", "competencies": [],
            "level": ["L5"], "pack": "p", "digest": ""
        });
        let session = json!({
            "schema": 1, "id": "01936f0c-0000-7000-8000-000000000000", "started_at": "2026-06-01T12:00:00Z",
            "time_zone": "UTC", "ended_at": null, "status": "completed", "rehearsal": false,
            "round": { "id": "quick", "title": "Quick", "pack": "core" }, "loop": null, "seed": 7,
            "draw": "fresh", "policy": "strict", "scale": 1.0,
            "mic": { "kind": "none", "host": null, "id": null, "name": null, "sample_rate": null,
                     "channels": null },
            "answers": [{ "prompt": prompt, "prep": { "budget_ms": 0, "used_ms": 0 },
                          "sections": [section], "scorecards": [] }],
            "scorecards": [], "attachments": []
        });
        serde_json::from_value(session).unwrap()
    }

    /// A card with criteria `c0`, `c1` and so on, each from 1 to 5.
    fn card(values: &[i64]) -> Scorecard {
        let values: Vec<_> = values.iter().enumerate().map(|(n, value)| {
            json!({ "criterion": format!("c{n}"), "value": value, "min": 1, "max": 5, "note": null })
        }).collect();
        serde_json::from_value(json!({
            "id": "01936f0c-0000-7000-8000-000000000001", "rubric": "r", "version": 1,
            "rater": "self", "pass": "first", "at": "2026-06-01T13:00:00Z", "values": values,
            "next_time": null, "retracted": false
        }))
        .unwrap()
    }

    fn past(shares: &[(&str, u8)]) -> Past {
        let answers = shares.iter().map(|(competency, share)| PastAnswer {
            prompt: "p".to_owned(),
            competencies: vec![(*competency).to_owned()],
            at: Timestamp::UNIX_EPOCH,
            share: Some(*share),
        });
        Past::new(Timestamp::UNIX_EPOCH, answers, HashSet::new())
    }

    #[test]
    fn what_was_begun_comes_before_what_is_weak() {
        use Suggestion::{Again, Due, GoOn, Plan, Score, Train, WarmUp};
        let none = past(&[]);
        let nothing = Begun::default();
        let day = Begun {
            day: true,
            ..nothing
        };
        let plan = Begun {
            plan: true,
            ..nothing
        };
        let both = Begun {
            day: true,
            plan: true,
        };
        assert_eq!(suggest(None, &none, nothing), [WarmUp]);
        assert_eq!(suggest(None, &none, plan), [Plan, WarmUp]);
        let mut last = session();
        assert_eq!(suggest(Some(&last), &none, nothing), [Score, Due]);
        assert_eq!(suggest(Some(&last), &none, day), [GoOn, Score]);
        assert_eq!(suggest(Some(&last), &none, plan), [Plan, Score]);
        assert_eq!(suggest(Some(&last), &none, both), [GoOn, Plan]);
        last.status = Status::Stopped;
        assert_eq!(suggest(Some(&last), &none, nothing), [Score, Again]);
        last.status = Status::Completed;
        last.scorecards = vec![card(&[4, 2])];
        assert_eq!(suggest(Some(&last), &none, nothing), [Due, WarmUp]);
        let weak = past(&[("b", 40), ("a", 40), ("c", 60)]);
        let train = Train("a".to_owned());
        assert_eq!(suggest(Some(&last), &weak, nothing), [train, Due]);
    }

    #[test]
    fn the_weakest_score_is_told_by_its_scale_and_only_of_cards_that_count() {
        let mut sat = session();
        assert_eq!(weakest_score(&sat), None);
        let mut retracted = card(&[1, 1]);
        retracted.retracted = true;
        sat.scorecards = vec![retracted, card(&[4, 3, 3])];
        let found = weakest_score(&sat).map(|(_, score)| &*score.criterion);
        assert_eq!(found, Some("c1"));
        sat.scorecards = vec![card(&[5, 5])];
        assert_eq!(weakest_score(&sat), None);
    }
}
