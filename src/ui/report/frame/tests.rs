use super::*;

#[test]
fn a_page_is_taken_apart_where_something_is_put_in() {
    let page = "<a href=\"embedded:1\">embedded:3</a><i src=\"embedded:x\"><b src=\"embedded:0\">";
    let expected = [
        Piece::Html("<a href=\""),
        Piece::Embedded(1),
        Piece::Html("\">embedded:3</a><i src=\"embedded:x\"><b src=\""),
        Piece::Embedded(0),
        Piece::Html("\">"),
    ];
    assert_eq!(pieces(page), expected);
    assert_eq!(pieces("plain"), [Piece::Html("plain")]);
}

#[test]
fn the_policy_names_style_and_scripts_by_their_digests() {
    let policy = policy(&["\"use strict\";"]);
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(!policy.contains("http"), "{policy}");
}

/// The colours of one theme, by their names.
type Theme = Vec<(String, [f64; 3])>;

/// Those of the screen, light and dark, and of paper. What a theme does not name it has from the
/// first.
fn themes() -> [(&'static str, Theme); 3] {
    let blocks: Vec<&str> = CSS.split(":root {").skip(1).collect();
    assert_eq!(blocks.len(), 3);
    let named = |block: &str| -> Theme {
        let rules = block.split('}').next().unwrap();
        let rules = rules.split(';').filter_map(|rule| rule.split_once(':'));
        let colours = rules.filter_map(|(name, value)| {
            let hex = value.trim().strip_prefix('#')?;
            let part = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap());
            let name = name.trim().strip_prefix("--")?;
            Some((name.to_owned(), [part(0), part(2), part(4)]))
        });
        colours.collect()
    };
    let light = named(blocks[0]);
    let over = |own: Theme| own.into_iter().chain(light.clone()).collect();
    [
        ("light", light.clone()),
        ("dark", over(named(blocks[1]))),
        ("print", over(named(blocks[2]))),
    ]
}

/// The contrast of two colours as WCAG 2 reckons it.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let [r, g, b] = colour.map(|part| {
            let part = part / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn contrast_is_reckoned_as_the_guidelines_do() {
    let (black, white, grey) = ([0.0; 3], [255.0; 3], [119.0; 3]);
    assert!((contrast(black, white) - 21.0).abs() < 1e-9);
    assert!((contrast(grey, white) - 4.48).abs() < 0.01);
}

#[test]
fn text_and_drawings_stand_out_in_every_theme() {
    const TEXT: f64 = 4.5;
    const DRAWING: f64 = 3.0;
    let heat = ["heat-0", "heat-1", "heat-2", "heat-3", "heat-4"];
    let grounds = ["paper", "card", "band"];
    let mut pairs = vec![("on-accent", "accent", TEXT)];
    for ground in grounds {
        for text in ["ink", "soft", "accent", "over"] {
            pairs.push((text, ground, TEXT));
        }
    }
    pairs.extend(heat.map(|ground| ("ink", ground, TEXT)));
    for ground in ["card", "band"] {
        for drawing in ["line", "mark", "accent", "over"] {
            pairs.push((drawing, ground, DRAWING));
        }
    }
    // The bands below the sound, and the part of it that was played.
    pairs.extend([("wave", "band", DRAWING), ("wave", "card", DRAWING)]);
    let mut short = Vec::new();
    for (theme, colours) in themes() {
        let colour = |name: &str| {
            let found = colours.iter().find(|(known, _)| known == name);
            found
                .unwrap_or_else(|| panic!("no colour {name} in {theme}"))
                .1
        };
        for (above, below, least) in &pairs {
            let ratio = contrast(colour(above), colour(below));
            if ratio < *least {
                short.push(format!(
                    "{theme}: {above} on {below} {ratio:.2}, {least} at least"
                ));
            }
        }
    }
    assert!(short.is_empty(), "{}", short.join("\n"));
}
