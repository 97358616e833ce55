use super::StudyEffect::{Began, Ended, Over, Paused, Resumed};
use super::StudyEvent::{Next, Pause, Stop, Tick};
use super::*;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn topics(count: usize) -> Vec<String> {
    (1..=count).map(|n| format!("topic {n}")).collect()
}

fn study(count: usize, length: u64) -> Study {
    let mut study = Study::new(&topics(count), seconds(length), &[]);
    study.start();
    study
}

fn began(topic: usize, budget: u64) -> StudyEffect {
    Began {
        topic,
        budget: seconds(budget),
    }
}

fn used(study: &Study, now: u64) -> Vec<(u64, bool)> {
    let topics = study.topics(seconds(now)).into_iter();
    topics
        .map(|topic| (topic.used_ms / 1000, topic.through))
        .collect()
}

#[test]
fn each_topic_ends_at_its_share_and_not_when_somebody_looks() {
    let mut study = Study::new(&topics(4), seconds(1200), &[]);
    assert_eq!(study.start(), [began(0, 300)]);
    assert_eq!(study.deadline(), Some(seconds(300)));
    assert_eq!(study.handle(Tick, seconds(299)), []);
    // Whoever was away for two topics finds the third as far as it should be.
    let late = study.handle(Tick, seconds(700));
    let ended = |topic| Ended {
        topic,
        early: false,
    };
    assert_eq!(late, [ended(0), began(1, 300), ended(1), began(2, 300)]);
    assert_eq!(study.view(seconds(700)).left, seconds(200));
    assert_eq!(study.view(seconds(700)).whole_left, seconds(500));
    let end = study.handle(Tick, seconds(9999));
    let through = Over { through: true };
    assert_eq!(end, [ended(2), began(3, 300), ended(3), through]);
    assert_eq!(used(&study, 9999), [(300, true); 4]);
    assert_eq!(study.deadline(), None);
    assert_eq!(study.handle(Next, seconds(10_000)), []);
}

#[test]
fn what_is_saved_on_one_topic_is_shared_among_those_that_are_left() {
    let mut study = study(3, 300);
    let effects = study.handle(Next, seconds(40));
    let early = Ended {
        topic: 0,
        early: true,
    };
    assert_eq!(effects, [early, began(1, 130)]);
    study.handle(Next, seconds(50));
    assert_eq!(study.view(seconds(50)).budget, seconds(250));
    let end = study.handle(Next, seconds(60));
    assert_eq!(end.last(), Some(&Over { through: true }));
    assert_eq!(used(&study, 60), [(40, true), (10, true), (10, true)]);
}

#[test]
fn a_pause_stops_the_clock() {
    let mut study = study(2, 200);
    assert_eq!(study.handle(Pause, seconds(10)), [Paused]);
    assert_eq!(study.deadline(), None);
    assert_eq!(study.view(seconds(70)).paused, Some(seconds(60)));
    assert_eq!(study.view(seconds(70)).left, seconds(90));
    assert_eq!(study.handle(Tick, seconds(5000)), []);
    assert_eq!(study.handle(Pause, seconds(5000)), [Resumed]);
    assert_eq!(study.deadline(), Some(seconds(5090)));
    // A pause ends with its topic.
    study.handle(Pause, seconds(5010));
    study.handle(Next, seconds(6000));
    assert_eq!(used(&study, 6000), [(20, true), (0, false)]);
    assert_eq!(study.view(seconds(6000)).budget, seconds(180));
}

#[test]
fn a_study_that_was_stopped_goes_on_where_it_was_left() {
    let mut first = study(3, 300);
    first.handle(Next, seconds(60));
    let stopped = first.handle(Stop, seconds(100));
    assert_eq!(stopped, [Over { through: false }]);
    let kept = first.topics(seconds(500));
    assert_eq!(used(&first, 500), [(60, true), (40, false), (0, false)]);
    let mut second = Study::new(&topics(3), seconds(300), &kept);
    // Two hundred seconds are left for two topics.
    assert_eq!(second.start(), [began(1, 100)]);
    second.handle(Tick, seconds(200));
    assert!(second.is_over());
    assert_eq!(used(&second, 200), [(60, true), (140, true), (100, true)]);
    // Through is through: once more means from the beginning.
    let mut third = Study::new(&topics(3), seconds(300), &second.topics(seconds(200)));
    assert_eq!(third.start(), [began(0, 100)]);
}

#[test]
fn topics_that_came_since_are_studied_and_those_that_went_cost_nothing() {
    let before = [("gone", true), ("topic 1", true)].map(|(topic, through)| TopicTime {
        topic: topic.to_owned(),
        used_ms: 50_000,
        through,
    });
    let mut study = Study::new(&topics(2), seconds(300), &before);
    assert_eq!(study.start(), [began(1, 250)]);
}

#[test]
fn a_study_of_nothing_is_over_at_once() {
    let mut study = Study::new(&[], seconds(300), &[]);
    assert_eq!(study.start(), [Over { through: true }]);
    assert!(study.is_over());
}
