//! A screen as a picture, and the text that stands in one.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Color, Effects, Style};
use vt100::{Cell, Screen};

/// The screen as an SVG, without what is blank at its bottom.
pub(crate) fn drawn(screen: &Screen) -> String {
    let (rows, columns) = screen.size();
    let mut text = String::new();
    for row in 0..rows.get() {
        let mut style = Style::new();
        for column in 0..columns.get() {
            let Some(cell) = screen.cell(row, column) else {
                continue;
            };
            if cell.is_wide_continuation() {
                continue;
            }
            let next = style_of(cell);
            if next != style {
                write!(text, "{style:#}{next}").expect("a string takes text");
                style = next;
            }
            text.push_str(if cell.has_contents() {
                cell.contents()
            } else {
                " "
            });
        }
        writeln!(text, "{style:#}").expect("a string takes text");
    }
    let shown = text.trim_end();
    anstyle_svg::Term::new().render_svg(shown)
}

fn style_of(cell: &Cell) -> Style {
    let mut effects = Effects::new();
    for (is_on, effect) in [
        (cell.bold(), Effects::BOLD),
        (cell.dim(), Effects::DIMMED),
        (cell.underline(), Effects::UNDERLINE),
        (cell.inverse(), Effects::INVERT),
    ] {
        effects = effects.set(effect, is_on);
    }
    Style::new()
        .fg_color(color(cell.fgcolor()))
        .bg_color(color(cell.bgcolor()))
        .effects(effects)
}

fn color(color: vt100::Color) -> Option<Color> {
    match color {
        vt100::Color::Default => None,
        vt100::Color::Idx(number) => Some(Color::Ansi256(number.into())),
        vt100::Color::Rgb(r, g, b) => Some(Color::Rgb((r, g, b).into())),
    }
    .map(plain)
}

/// The sixteen colors by their names, which a palette may choose.
fn plain(color: Color) -> Color {
    match color {
        Color::Ansi256(index) => index.into_ansi().map_or(color, Color::Ansi),
        other => other,
    }
}

/// The rows of text in such a picture.
pub(crate) fn text(svg: &str) -> Vec<String> {
    let rows = svg
        .lines()
        .filter(|line| line.trim_start().starts_with("<tspan x="));
    rows.map(|row| {
        let mut text = String::new();
        for piece in row.split('<') {
            text.push_str(piece.split_once('>').map_or("", |(_, text)| text));
        }
        let text = text.replace("&lt;", "<").replace("&gt;", ">");
        text.replace("&quot;", "\"")
            .replace("&#x27;", "'")
            .replace("&amp;", "&")
            .trim_end()
            .to_owned()
    })
    .collect()
}

#[test]
fn a_picture_has_the_text_of_its_screen_and_its_colors() {
    let mut parser = vt100::Parser::default();
    parser.process(b"a \x1b[31m<b> & \x1b[1mc\x1b[0m\r\n\r\n  d's");
    let svg = drawn(parser.screen());
    assert_eq!(text(&svg), ["a <b> & c", "", "  d's"]);
    assert!(svg.contains("bold") && svg.contains("red"), "{svg}");
    assert_eq!(plain(Color::Ansi256(1.into())), Color::Ansi(AnsiColor::Red));
}
