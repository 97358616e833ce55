use super::samples::{framework, story, told};

#[test]
fn a_step_is_found_by_its_heading_as_a_reader_would() {
    let framework = framework("f");
    let parts = [
        ("  start: ", "Once upon a time"),
        ("Notes", "more"),
        ("End", ""),
    ];
    let story = told(story("a"), &parts);
    let found = |index: usize| story.part(&framework.steps[index]).map(|part| &*part.text);
    assert_eq!(found(0), Some("Once upon a time"));
    assert_eq!(found(1), Some(""));
    assert_eq!(story.words(), 5);
    assert_eq!(
        framework.result_step().map(|step| &*step.title),
        Some("End")
    );
}
