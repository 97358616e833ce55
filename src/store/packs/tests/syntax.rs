//! Broken TOML: each mistake is told once, where it was made, and so is everything else.

use super::*;

/// Each problem as its code and the text on its place.
fn told(text: &str) -> Vec<(&'static str, String)> {
    let problems = load_home(&[("p.toml", text.as_bytes())]).problems;
    let lines: Vec<&str> = text.lines().collect();
    let told = problems.iter().map(|problem| {
        let line = lines.get(problem.line - 1).copied().unwrap_or_default();
        let rest = line.chars().skip(problem.column - 1).collect::<String>();
        (problem.code, rest)
    });
    told.collect()
}

/// A pack with a mistake in the syntax of its first prompt, and others before and after it.
#[track_caller]
fn syntax(broken: &str, expected: &[&str]) {
    let prompt = prompt("one").replace("title = \"One\"\n", &format!("{broken}\n"));
    let text = pack(&format!(
        "titel = 1\n{prompt}round = \"nowhere\"\n{}round = \"gone\"\n",
        self::prompt("two").replace("story", "stry")
    ));
    let told = told(&text);
    let others = ["titel = 1", "\"nowhere\"", "\"stry\"", "\"gone\""];
    let (syntax, rest): (Vec<_>, Vec<_>) = told.iter().partition(|(code, _)| *code == "syntax");
    let syntax: Vec<&str> = syntax.iter().map(|(_, at)| at.as_str()).collect();
    assert_eq!(syntax, expected, "{broken}");
    let rest: Vec<&str> = rest.iter().map(|(_, at)| at.as_str()).collect();
    assert_eq!(rest, others, "{broken}: {told:?}");
}

#[test]
fn a_slip_on_a_line_costs_no_more_than_the_line() {
    syntax("title = My own", &["My own"]);
    syntax("title = ", &[""]);
    syntax("title = \"open", &[""]);
    syntax("title \"One\"", &["\"One\""]);
    syntax("title", &[""]);
    syntax("title: \"One\"", &[": \"One\""]);
    syntax("= nothing", &["= nothing"]);
    syntax("title = \"a\\qb\"", &["qb\""]);
    syntax("title = \"One\" # \u{1b}[31m", &["\u{1b}[31m"]);
    syntax("title = 01", &["01"]);
    syntax("title = 1 2", &["1 2"]);
    syntax("id = \"one\"\ntitle = \"One\"", &["id = \"one\""]);
    syntax("title = \"One\" }", &["}"]);
    syntax("title = My\nfollow_ups = [Why]", &["My", "Why]"]);
}

#[test]
fn a_list_without_an_end_swallows_nothing_else() {
    syntax("title = \"One\"\nfollow_ups = [\"a\",", &["[\"a\","]);
    syntax("title = \"One\"\nfollow_ups = [\n  \"a\",\n  \"b\"", &["["]);
    syntax(
        "title = \"One\"\nfollow_ups = [\n  \"a\",\n  \"b\",",
        &["["],
    );
    syntax(
        "title = \"One\"\nfollow_ups = [\n  \"a\"\n  \"b\"\n]",
        &["\"b\""],
    );
    syntax("title = \"One\"\nfollow_ups = [\n  a,\n  b,\n]", &["a,"]);
    syntax("title = \"One\"\nfollow_ups = [\"a\" \"b\"]", &["\"b\"]"]);
    syntax("title = \"One\"\nfollow_ups = [\"a\"", &["[\"a\""]);
}

#[test]
fn a_text_without_an_end_swallows_nothing_else() {
    syntax("title = \"\"\"One\nand more", &["\"\"\"One"]);
    syntax("title = '''One\nand more", &["'''One"]);
    syntax("title = \"\"\"\nOne\n\\q\n\"\"\"", &["q"]);
}

#[test]
fn a_text_that_is_ended_by_the_quotes_of_the_next_is_told_at_its_own() {
    let one = prompt("one").replace("\"One?\"", "\"\"\"\nOne?");
    let two = prompt("two").replace("\"One?\"", "\"\"\"\nTwo?\n\"\"\"") + "titel = 1\n";
    let expected = [("syntax", "\"\"\""), ("unknown-key", "titel = 1")];
    let expected = expected.map(|(code, at)| (code, at.to_owned()));
    assert_eq!(told(&pack(&(one + &two))), expected);
}

#[test]
fn what_belongs_to_a_broken_header_is_taken_for_nobody_elses() {
    let section = "[prompt.section\ntitle = \"Answer\"\nminutes = 1\n";
    let expected = [("syntax", ""), ("unknown-kind", "\"stry\"")];
    let expected = expected.map(|(code, at)| (code, at.to_owned()));
    let next = prompt("two").replace("story", "stry");
    assert_eq!(told(&pack(&(prompt("one") + section + &next))), expected);

    let sound = "[[prompt.section]]\nid = \"a\"\ntitle = \"Answer\"\nminutes = 1\n";
    let item = prompt("one") + sound;
    let broken = prompt("two").replace("[[prompt]]", "[[prompt]") + sound;
    let text = pack(&(item + &broken + &next.replace("two", "three")));
    assert_eq!(told(&text), expected);
    let text = format!("[pack\nid = \"mine\"\n{}", prompt("one"));
    assert_eq!(told(&text), [("syntax", String::new())]);
}

#[test]
fn what_may_stand_in_what_is_lost_is_not_missed() {
    let text = pack(
        &(prompt("lost").replace("\"lost\"", "lost")
            + "[[round]]\nid = \"r\"\ntitle = \"R\"\nrubrics = [\"s\", \"none\"]\n[[round.part]]\n\
         prompts = [\"lost\"]\n[[round.part]]\ndraw = { kind = \"behavioral\", count = 9 }\n\
         [[rubric]\nid = \"s\"\ntitle = \"S\"\n"),
    );
    let expected = [
        ("syntax", "lost"),
        ("dangling-reference", "\"none\"]"),
        ("syntax", ""),
    ];
    assert_eq!(
        told(&text),
        expected.map(|(code, at)| (code, at.to_owned()))
    );
}

#[test]
fn what_is_no_toml_at_all_is_not_told_line_by_line() {
    let text = "This is a letter, and not a pack.\n".repeat(1000);
    let problems = load_home(&[("p.toml", text.as_bytes())]).problems;
    assert_eq!(problems.len(), 21);
    assert!(codes(&problems).iter().all(|code| *code == "syntax"));
    assert!(problems[20].help.contains("more such errors"));
}
