//! A pack with a mistake of each sort: one run tells them all, each at its place.

use super::*;

const PACK: &str = "src/store/packs/tests/every-mistake.toml";

fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

#[test]
fn one_run_tells_every_mistake_on_its_line() {
    let text = fs::read_to_string(PACK).unwrap();
    let marked = text.lines().zip(1..).filter_map(|(line, number)| {
        let (_, code) = line.split_once(" #! ")?;
        Some((number, code))
    });
    let expected: Vec<(usize, &str)> = marked.collect();
    let problems = check_one(PACK);
    let told: Vec<_> = problems.iter().map(|p| (p.line, p.code)).collect();
    assert_eq!(told, expected);
    let sorts: BTreeSet<_> = codes(&problems).into_iter().collect();
    assert!(sorts.len() >= 30, "{}", sorts.len());
}

#[test]
fn it_reads_as_text() {
    let problems = check_one(PACK);
    let rendered: Vec<_> = problems.iter().map(|p| p.render(false)).collect();
    settings().bind(|| insta::assert_snapshot!("every-mistake", rendered.join("\n\n")));
}

#[test]
fn it_reads_as_json() {
    let problems = check_one(PACK);
    let json = serde_json::to_string_pretty(&problems).unwrap();
    settings().bind(|| insta::assert_snapshot!("every-mistake-json", json));
}
