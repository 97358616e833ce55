//! Rubrics and a session to test with.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::domain::session::Machine;
use crate::domain::{
    AnswerScript, Area, Bands, Criterion, Kind, Level, Pass, PassRules, Per, Policy, Prompt, Role,
    Rubric, Scale, Score, ScoreWhen, Scorecard, Script, SectionScript,
};

pub(super) const FIVE: Scale = Scale::Range { min: 1, max: 5 };

pub(super) fn criterion(id: &str, area: Option<&str>, title: &str, scale: Scale) -> Criterion {
    Criterion {
        id: id.to_owned(),
        area: area.map(str::to_owned),
        title: title.to_owned(),
        scale,
        weight: 1.0,
        anchors: BTreeMap::new(),
        evidence: vec![],
    }
}

/// Without areas, bands and rules.
pub(super) fn plain(criteria: Vec<Criterion>) -> Rubric {
    Rubric {
        id: "talk".to_owned(),
        version: 2,
        pack: "samples".to_owned(),
        title: "A talk to directors".to_owned(),
        per: Per::Answer,
        areas: vec![],
        criteria,
        bands: None,
        pass: PassRules::default(),
        outcomes: vec![],
    }
}

/// Two areas of two criteria, with all there is.
pub(super) fn talk() -> Rubric {
    let area = |id: &str, title: &str| Area {
        id: id.to_owned(),
        title: title.to_owned(),
    };
    let mut opening = criterion(
        "opening",
        Some("message"),
        "The first sentence is the point",
        FIVE,
    );
    opening.weight = 2.0;
    opening.anchors = BTreeMap::from([
        (1, "It comes last, or the listener has to ask what was meant.".to_owned()),
        (5, "The first sentence is it, in words that a director would repeat to others who were not there.".to_owned()),
    ]);
    Rubric {
        areas: vec![area("message", "Message"), area("manner", "Manner")],
        bands: Some(Bands {
            strength: 4.0,
            development: 3.0,
        }),
        pass: PassRules {
            total_at_least: Some(14.0),
            overall_mean_at_least: Some(4.2),
            each_area_mean_at_least: Some(4.0),
        },
        ..plain(vec![
            opening,
            criterion("figures", Some("message"), "Figures", FIVE),
            criterion(
                "pace",
                Some("manner"),
                "Pace, and pauses where they help",
                FIVE,
            ),
            criterion("ending", Some("manner"), "Ending", FIVE),
        ])
    }
}

/// A card with a value for each criterion, in their order; none leaves one out.
pub(super) fn card(rubric: &Rubric, values: &[Option<i64>]) -> Scorecard {
    let pairs = rubric.criteria.iter().zip(values);
    let values = pairs.filter_map(|(criterion, value)| {
        Some(Score {
            criterion: criterion.id.clone(),
            value: (*value)?,
            min: criterion.scale.min(),
            max: criterion.scale.max(),
            note: None,
        })
    });
    Scorecard {
        id: uuid::Uuid::nil(),
        rubric: rubric.id.clone(),
        version: rubric.version,
        rater: "self".to_owned(),
        pass: Pass::First,
        at: jiff::Timestamp::UNIX_EPOCH,
        values: values.collect(),
        next_time: None,
        retracted: false,
    }
}

/// A session of one answer, with sections of 60, 60 and 30 s.
pub(super) fn session_under(policy: Policy) -> Machine {
    let section = |title: &str, seconds| SectionScript {
        role: Role::Section,
        id: title.to_lowercase(),
        title: title.to_owned(),
        ask: None,
        budget: Duration::from_secs(seconds),
        min: Duration::ZERO,
        cues: vec![],
        lead: Duration::ZERO,
    };
    let prompt = Prompt {
        asked: crate::domain::Asked::Drawn,
        id: "p".to_owned(),
        pack: "samples".to_owned(),
        kind: Kind::SystemDesign,
        title: "P".to_owned(),
        level: vec![Level::L7],
        competencies: vec![],
        ask: "Why?".to_owned(),
        round: None,
        sections: vec![],
        follow_ups: vec![],
        look_for: vec![],
        pitfalls: vec![],
        digest: String::new(),
    };
    let sections = [("Context", 60), ("Evolution", 60), ("Costs", 30)];
    let answer = AnswerScript {
        prompt,
        prep: Duration::ZERO,
        sections: sections.map(|(title, s)| section(title, s)).to_vec(),
        break_after: Duration::ZERO,
    };
    Machine::new(Script {
        policy,
        score_when: ScoreWhen::End,
        answers: vec![answer],
    })
}
