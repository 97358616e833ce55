//! Listings.

use comfy_table::{ContentArrangement, Table, presets};

use super::text::sanitize;

/// A table without lines, as wide as its content but no wider than `width`.
pub fn table<const N: usize>(width: usize, head: [&str; N], rows: Vec<[String; N]>) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width.max(20)).unwrap_or(u16::MAX))
        .set_header(head);
    for row in rows {
        table.add_row(row.map(|cell| sanitize(&cell)));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    // Spaces at the end of a line are of no use to anybody.
    let lines: Vec<String> = table
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect();
    lines.join("\n")
}
