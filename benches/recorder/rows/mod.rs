//! The rows, in the order of the table.

mod click;
mod cpu;
mod hour;
mod hour_lines;
mod kill;
mod length;
mod listing;
mod peers_killed;
mod signals;
mod start;
mod throughput;

pub(crate) use listing::{ROWS, Row, list};
