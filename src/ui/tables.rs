//! Listings.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
use unicode_width::UnicodeWidthStr;

use super::text::{indented, sanitize};

/// Between two columns.
const GAP: usize = 2;

/// A word longer than this may be broken where room is short.
const LONG_WORD: usize = 12;

/// A table without lines, as wide as its content but no wider than `width`. The first column is
/// what rows are called by, so it is never broken. Where that leaves too little room, every row
/// becomes a paragraph.
pub fn table<const N: usize>(width: usize, head: [&str; N], rows: Vec<[String; N]>) -> String {
    let rows: Vec<[String; N]> = rows
        .into_iter()
        .map(|row| row.map(|cell| sanitize(&cell)))
        .collect();
    let least = least_widths(head, &rows);
    let needed: usize = least.iter().map(|least| least + GAP).sum();
    if needed > width + GAP {
        return paragraphs(width, head, &rows);
    }
    // Where all of it fits, an arrangement may still break the last column.
    let arrangement = if whole_width(head, &rows) <= width {
        ContentArrangement::Disabled
    } else {
        ContentArrangement::Dynamic
    };
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(arrangement)
        // The gap behind the last column may hang over.
        .set_width(u16::try_from(width + GAP).unwrap_or(u16::MAX))
        .set_header(head);
    for row in rows {
        table.add_row(row);
    }
    for (column, least) in table.column_iter_mut().zip(least) {
        column.set_padding((0, GAP as u16));
        let least = u16::try_from(least + GAP).unwrap_or(u16::MAX);
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
    }
    // Spaces at the end of a line are of no use to anybody.
    let lines: Vec<String> = table
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect();
    lines.join("\n")
}

/// Of the table, when nothing is broken.
fn whole_width<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> usize {
    let widest = |column: usize| {
        let cells = rows.iter().map(|row| row[column].as_str());
        cells
            .chain([head[column]])
            .map(UnicodeWidthStr::width)
            .max()
    };
    let columns = (0..N).filter_map(widest);
    columns
        .map(|width| width + GAP)
        .sum::<usize>()
        .saturating_sub(GAP)
}

/// What each column cannot do without.
fn least_widths<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> [usize; N] {
    std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| row[column].as_str());
        let cells = cells.chain([head[column]]);
        if column == 0 {
            return cells.map(UnicodeWidthStr::width).max().unwrap_or(0);
        }
        let words = cells.flat_map(str::split_whitespace);
        let longest = words.map(UnicodeWidthStr::width).max().unwrap_or(0);
        longest.min(LONG_WORD)
    })
}

fn paragraphs<const N: usize>(width: usize, head: [&str; N], rows: &[[String; N]]) -> String {
    let paragraphs = rows.iter().map(|row| {
        let mut lines = vec![row[0].clone()];
        for (name, cell) in head.iter().zip(row).skip(1) {
            if !cell.is_empty() {
                lines.push(indented(format!("{name} {cell}").trim(), width, "  "));
            }
        }
        lines.join("\n")
    });
    paragraphs.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_never_broken() {
        let head = ["prompt", "n", "mean", "last", "change", "trend"];
        let cells = [
            "outside-buyer-for-your-platforms",
            "1",
            "100 %",
            "100 %",
            "-",
            "4 more for a trend",
        ];
        let rows = || vec![cells.map(str::to_owned)];
        let fits = (60..=90).find(|width| table(*width, head, rows()).lines().count() == 2);
        // The widest of each column, and two between them.
        assert_eq!(fits, Some(32 + 1 + 5 + 5 + 6 + 18 + 5 * 2));
    }

    fn sessions(width: usize) -> String {
        let head = ["session", "prompts", "", "scored"];
        let row = |id: &str, prompts: &str, mark: &str, scored: &str| {
            [id, prompts, mark, scored].map(str::to_owned)
        };
        let rows = vec![
            row(
                "01a2065b-090e",
                "changed-your-mind, cut-the-bill",
                "*",
                "yes",
            ),
            row("01a2065b-0b0f", "cut-the-bill", "", "no"),
        ];
        table(width, head, rows)
    }

    #[test]
    fn a_table_keeps_names_whole_and_breaks_the_rest() {
        let wide = [
            "session        prompts                             scored",
            "01a2065b-090e  changed-your-mind, cut-the-bill  *  yes",
            "01a2065b-0b0f  cut-the-bill                        no",
        ];
        assert_eq!(sessions(80), wide.join("\n"));
        let narrow = sessions(40);
        for line in narrow.lines() {
            assert!(line.width() <= 40, "{narrow}");
        }
        assert!(narrow.contains("01a2065b-090e"), "{narrow}");
        assert!(narrow.starts_with("session  "), "{narrow}");
    }

    #[test]
    fn without_room_a_row_is_a_paragraph() {
        let expected = [
            "01a2065b-090e",
            "  prompts changed-",
            "  your-mind, cut-",
            "  the-bill",
            "  *",
            "  scored yes",
            "01a2065b-0b0f",
            "  prompts cut-the-",
            "  bill",
            "  scored no",
        ];
        assert_eq!(sessions(20), expected.join("\n"));
    }

    #[test]
    fn an_empty_table_is_its_head() {
        assert_eq!(table::<2>(80, ["a", "b"], Vec::new()), "a  b");
    }
}
