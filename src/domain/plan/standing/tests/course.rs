//! What comes next, which plans are under way, and what has left them.

use super::*;

/// A plan of one checklist, `list`, with two items.
fn listed() -> Plan {
    let mut plan = plan(1, vec![]);
    let items = ["One", "Two"].map(str::to_owned).to_vec();
    let block = &mut plan.days[0].parts[0].blocks[0];
    block.id = "list".to_owned();
    block.activity = Activity::Checklist(vec![crate::domain::CheckGroup { title: None, items }]);
    plan
}

#[test]
fn a_checklist_is_done_with_its_last_item_unless_it_is_taken_back_after_that() {
    let plan = listed();
    let early = "2026-11-24T10:00:00Z";
    let late = "2026-11-24T11:00:00Z";
    let one = tick("list/one", true, early);
    let two = tick("list/two", true, early);
    let cases = [
        (vec![], false),
        (vec![one.clone()], false),
        (vec![one.clone(), two.clone()], true),
        (vec![one.clone(), tick("list/two", false, late)], false),
        // As a whole, whatever its items say.
        (vec![tick("list", true, early)], true),
        (
            vec![one.clone(), two.clone(), tick("list", false, late)],
            false,
        ),
        (
            vec![
                tick("list", false, early),
                one,
                tick("list/two", true, late),
            ],
            true,
        ),
    ];
    for (ticks, expected) in cases {
        let standing = standing(&plan, &begun(ticks.clone()), Practised::default());
        assert_eq!(standing.is_done("list"), expected, "{ticks:?}");
    }
}

#[test]
fn the_next_block_is_the_first_that_is_open() {
    let plan = plan(3, vec![]);
    let next = |ticks: Vec<PlanTick>| {
        let standing = standing(&plan, &begun(ticks), Practised::default());
        standing
            .next(&plan)
            .map(|place| (place.day, place.block.id.clone()))
    };
    let done = |id: &str| tick(id, true, "2026-11-24T10:00:00Z");
    assert_eq!(next(vec![]), Some((1, "b1".to_owned())));
    // One that was done ahead of its day is passed over.
    assert_eq!(
        next(vec![done("b1"), done("b2")]),
        Some((3, "b3".to_owned()))
    );
    assert_eq!(next(vec![done("b2")]), Some((1, "b1".to_owned())));
    assert_eq!(next(vec![done("b1"), done("b2"), done("b3")]), None);
}

#[test]
fn plans_are_under_way_from_their_start_to_their_last_block() {
    let (first, mut second) = (plan(1, vec![]), plan(1, vec![]));
    second.id = "q".to_owned();
    let plans = [first, second];
    let mut progress = begun(vec![]);
    let ids = |progress: &PlanProgress| -> Vec<String> {
        let under_way = progress.under_way(&plans);
        under_way.iter().map(|plan| plan.id.clone()).collect()
    };
    assert_eq!(ids(&progress), ["p"]);
    progress.starts.push(PlanStart {
        plan: "q".to_owned(),
        on: date(MONDAY),
        at: at("2026-11-21T10:00:00Z"),
    });
    assert_eq!(ids(&progress), ["q", "p"]);
    let mut over = tick("b1", true, "2026-11-24T10:00:00Z");
    over.plan = "q".to_owned();
    progress.ticks.push(over);
    assert_eq!(ids(&progress), ["p"]);
    assert_eq!(ids(&PlanProgress::default()), [""; 0]);
}

#[test]
fn what_a_plan_has_no_more_is_named_once() {
    let plan = plan(1, vec![None]);
    let ticks = vec![
        tick("b1", true, "2026-11-24T10:00:00Z"),
        tick("was", true, "2026-11-24T10:00:00Z"),
        tick("never", false, "2026-11-24T10:00:00Z"),
        tick("list/item", true, "2026-11-24T10:00:00Z"),
    ];
    let note = |block: &str| crate::domain::PlanNote {
        plan: "p".to_owned(),
        block: block.to_owned(),
        title: "Block".to_owned(),
        text: "text".to_owned(),
        topics: vec![],
        at: at("2026-11-24T10:00:00Z"),
    };
    let progress = PlanProgress {
        notes: vec![note("b1"), note("was"), note("written")],
        ..begun(ticks)
    };
    assert_eq!(progress.gone(&plan), ["was", "written"]);
}
