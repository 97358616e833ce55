//! What loads, and what loads in spite of a problem.

use std::time::Duration;

use super::*;
use crate::domain::{Kind, Level, Per, Policy, Scale};

#[test]
fn a_pack_that_uses_every_key_is_read_as_it_stands() {
    let loaded = load_home(&[("whole.toml", WHOLE.as_bytes())]);
    // Its one prompt is named, and three more are drawn.
    assert_eq!(codes(&loaded.problems), ["short-draw"]);
    let bank = loaded.bank;

    let prompt = bank.prompt("data-platform").unwrap();
    assert_eq!(prompt.pack, "whole");
    assert_eq!(prompt.kind, Kind::SystemDesign);
    assert_eq!(prompt.level, [Level::L6, Level::L7]);
    assert_eq!(prompt.ask, "Design a data platform\nfor 1000 teams.");
    assert_eq!(prompt.round.as_deref(), Some("plain"));
    let ids: Vec<_> = prompt.sections.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["context", "answer", "answer-2"]);
    assert_eq!(prompt.sections[1].budget, Duration::from_secs(30));
    assert_eq!(prompt.sections[0].cues, ["users", "load"]);
    let least: Vec<_> = prompt.sections.iter().map(|s| s.min.as_secs()).collect();
    assert_eq!(least, [450, 0, 0]);

    let round = bank.round("design").unwrap();
    assert_eq!(round.policy, Policy::Borrow);
    assert_eq!(round.rubrics, ["scores", "flags"]);
    let [first, second] = &round.parts[..] else {
        panic!("{} parts", round.parts.len());
    };
    assert_eq!(first.source, Source::Prompts(vec!["data-platform".into()]));
    assert_eq!(first.prep, Duration::from_secs(90));
    assert_eq!(first.follow_ups, 2);
    assert_eq!(first.follow_up_budget, Duration::from_secs(45));
    assert_eq!(first.break_after, Duration::from_mins(5));
    let ids: Vec<_> = first.sections.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["answer-2", "answer", "answer-3"]);
    let Source::Draw { narrow, count } = &second.source else {
        panic!("{:?}", second.source);
    };
    let described = narrow.to_string();
    assert_eq!(
        described,
        "kind system-design, level L7, competency platform-thinking"
    );
    assert_eq!(*count, 3);

    let day = &bank.loops[1];
    assert_eq!(day.rounds[0].break_after, Duration::from_mins(15));

    let rubric = bank.rubric("scores").unwrap();
    assert_eq!((rubric.version, rubric.per), (2, Per::Session));
    let depth = rubric.criterion("depth").unwrap();
    assert_eq!(depth.scale, Scale::Range { min: 0, max: 10 });
    assert_eq!(depth.area.as_deref(), Some("technical"));
    assert_eq!(depth.anchors[&10], "all");
    assert_eq!(depth.evidence, ["flags/said-why"]);
    assert_eq!(rubric.outcomes[0].group.as_deref(), Some("Technical"));
    assert_eq!(rubric.outcomes[0].shown_by, ["depth"]);
    assert_eq!(rubric.bands.map(|bands| bands.development), Some(3.5));
    assert_eq!(rubric.pass.total_at_least, Some(7.0));
    let steps = &bank.rubric("self").unwrap().next_steps;
    assert_eq!(
        (&*steps.ready, &*steps.deeper),
        (&["go".to_owned()][..], &["read".to_owned()][..])
    );
    assert_eq!(steps.not_yet, ["stay", "wait"]);
    let flags = bank.rubric("flags").unwrap();
    assert_eq!(flags.criteria[0].anchors[&1], "a reason");
    assert_eq!(flags.criteria[1].scale, Scale::Tally { of: 6 });
}

#[test]
fn what_is_left_out_has_its_default() {
    let bank = load_home(&[("whole.toml", WHOLE.as_bytes())]).bank;
    let round = bank.round("plain").unwrap();
    assert_eq!(round.policy, Policy::Strict);
    assert!(round.rubrics.is_empty());
    let part = &round.parts[0];
    assert_eq!(part.source.count(), 1);
    assert_eq!(
        (part.prep, part.break_after),
        (Duration::ZERO, Duration::ZERO)
    );
    assert_eq!(part.follow_ups, 0);
    assert_eq!(part.follow_up_budget, Duration::from_mins(2));
    let rubric = bank.rubric("flags").unwrap();
    assert_eq!((rubric.version, rubric.per), (1, Per::Answer));
    let criterion = rubric.criterion("plain").unwrap();
    assert_eq!(criterion.scale, Scale::Range { min: 1, max: 5 });
    assert!((criterion.weight - 1.0).abs() < f64::EPSILON);
}

#[test]
fn measures_are_the_rubrics_and_rounds_of_everything() {
    let all = load(None);
    assert!(all.problems.is_empty());
    let none = home(&[]);
    let same = home(&[("core.toml", include_bytes!("../../../../prompts/core.toml"))]);
    for dir in [None, Some(none.path()), Some(same.path())] {
        let loaded = load_measures(dir);
        assert_eq!(loaded.bank.rubrics, all.bank.rubrics);
        assert_eq!(loaded.bank.rounds, all.bank.rounds);
        assert_eq!(loaded.bank.prompts, []);
    }
    // The user's may change any of them.
    let own = home(&[("whole.toml", WHOLE.as_bytes())]);
    let (measures, all) = (load_measures(Some(own.path())), load(Some(own.path())));
    assert_eq!(codes(&measures.problems), codes(&all.problems));
    assert_eq!(measures.bank.rubrics, all.bank.rubrics);
    assert_eq!(measures.bank.rounds, all.bank.rounds);
}

#[test]
fn a_home_without_a_prompts_folder_has_the_built_in_packs() {
    let dir = tempfile::tempdir().unwrap();
    let loaded = load_over(built_in(), Some(&dir.path().join("prompts")));
    assert!(loaded.problems.is_empty());
    assert!(loaded.bank.prompt("known-prompt").is_some());
}

#[test]
fn a_copy_of_a_built_in_pack_is_that_pack() {
    let dir = home(&[("copy.toml", BUILT_IN)]);
    let loaded = load_over(built_in(), Some(dir.path()));
    assert!(loaded.problems.is_empty());
    assert_eq!(loaded.bank.prompts.len(), 1);
    assert!(check_one(dir.path()).is_empty());
}

#[test]
fn an_id_of_a_built_in_item_replaces_it_where_it_stands() {
    let text = pack(&(prompt("new") + &prompt("known-prompt")));
    let loaded = load_home(&[("mine.toml", text.as_bytes())]);
    assert_eq!(codes(&loaded.problems), ["replaces-built-in"]);
    assert_eq!(loaded.problems[0].severity, Severity::Warning);
    let bank = loaded.bank;
    let ids: Vec<_> = bank.prompts.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids, ["known-prompt", "new"]);
    assert_eq!(bank.prompt("known-prompt").unwrap().pack, "mine");
}

#[test]
fn a_broken_item_leaves_the_built_in_one_standing() {
    let broken = pack(&prompt("known-prompt").replace("story", "stry"));
    let taken = pack(
        "[[loop]]\nid = \"known-round\"\ntitle = \"L\"\nrounds = [{ round = \"known-round\" }]\n",
    );
    let hollow = pack(
        "[[round]]\nid = \"known-round\"\ntitle = \"R\"\n[[round.part]]\nprompts = [\"zzz\"]\n",
    );
    for text in [broken, taken, hollow] {
        let bank = load_home(&[("mine.toml", text.as_bytes())]).bank;
        assert_eq!(bank.prompt("known-prompt").unwrap().pack, "base", "{text}");
        assert_eq!(bank.round("known-round").unwrap().pack, "base", "{text}");
        assert_eq!(bank.loops.len(), 1, "{text}");
    }
}

#[test]
fn a_broken_pack_costs_only_what_is_broken_in_it() {
    let text = pack(&(prompt("sound") + &prompt("broken").replace("story", "stry")));
    let other = pack(&prompt("other")).replace("mine", "yours");
    let loaded = load_home(&[
        ("a.toml", text.as_bytes()),
        ("b.toml", b"= nothing"),
        ("c.toml", other.as_bytes()),
    ]);
    assert_eq!(codes(&loaded.problems), ["unknown-kind", "syntax"]);
    let ids: Vec<_> = loaded.bank.prompts.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids, ["known-prompt", "sound", "other"]);
}

#[test]
fn nothing_in_the_bank_leads_nowhere() {
    let text = pack(
        "[[prompt]]\nid = \"p\"\nkind = \"stry\"\ntitle = \"P\"\nlevel = [\"L5\"]\n\
         competencies = []\nask = \"P?\"\n\
         [[prompt]]\nid = \"q\"\nkind = \"story\"\ntitle = \"Q\"\nlevel = [\"L5\"]\n\
         competencies = []\nask = \"Q?\"\nround = \"needs-p\"\n\
         [[round]]\nid = \"needs-p\"\ntitle = \"R\"\n[[round.part]]\nprompts = [\"p\"]\n\
         [[round]]\nid = \"names-s\"\ntitle = \"R\"\nrubrics = [\"s\"]\n[[round.part]]\ndraw = {}\n\
         [[loop]]\nid = \"day\"\ntitle = \"D\"\nrounds = [{ round = \"needs-p\" }]\n\
         [[rubric]]\nid = \"s\"\ntitle = \"S\"\nper = \"x\"\n\
         [[rubric.criterion]]\nid = \"c\"\ntitle = \"C\"\n\
         [[rubric]]\nid = \"t\"\ntitle = \"T\"\n\
         [[rubric.criterion]]\nid = \"c\"\ntitle = \"C\"\nevidence = [\"s/c\", \"known-rubric/clarity\"]\n",
    );
    let loaded = load_home(&[("mine.toml", text.as_bytes())]);
    assert_eq!(codes(&loaded.problems), ["unknown-kind", "unknown-per"]);
    assert_whole(&loaded.bank);
    let bank = loaded.bank;
    assert_eq!(bank.prompt("q").unwrap().round, None);
    assert!(bank.round("needs-p").is_none());
    assert!(bank.round("names-s").unwrap().rubrics.is_empty());
    assert_eq!(bank.loops.len(), 1);
    let evidence = &bank.rubric("t").unwrap().criteria[0].evidence;
    assert_eq!(evidence, &["known-rubric/clarity"]);
}

#[test]
fn broken_toml_is_one_problem_and_the_ids_in_it_can_still_be_named() {
    let broken = pack(&(prompt("far") + "oops\n"));
    let text = pack("[[round]]\nid = \"r\"\ntitle = \"R\"\n[[round.part]]\nprompts = [\"far\"]\n")
        .replace("mine", "yours");
    let loaded = load_home(&[("a.toml", broken.as_bytes()), ("b.toml", text.as_bytes())]);
    assert_eq!(codes(&loaded.problems), ["syntax"]);
    assert_eq!(loaded.problems[0].line, 11);
    assert!(loaded.bank.prompt("far").is_none());
    assert!(loaded.bank.round("r").is_none());
}

#[test]
fn replacing_a_rubric_breaks_no_built_in_reference_into_it() {
    let text = pack(
        "[[rubric]]\nid = \"known-rubric\"\ntitle = \"R\"\n\
         [[rubric.criterion]]\nid = \"other\"\ntitle = \"O\"\n\
         [[rubric]]\nid = \"mine\"\ntitle = \"M\"\n\
         [[rubric.criterion]]\nid = \"c\"\ntitle = \"C\"\nevidence = [\"known-rubric/clarity\"]\n",
    );
    let loaded = load_home(&[("mine.toml", text.as_bytes())]);
    assert_eq!(
        codes(&loaded.problems),
        ["replaces-built-in", "dangling-reference"]
    );
    let evidence = |id: &str| loaded.bank.rubric(id).unwrap().criteria[0].evidence.clone();
    assert!(evidence("known-summary").is_empty());
    assert!(evidence("mine").is_empty());
}
