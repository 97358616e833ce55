//! Sitting a session, from the choice of a round to the last score.

mod again;
mod day;
mod driver;
mod finish;
mod keeper;
mod microphone;
mod pictures;
mod ready;
mod record;
mod rest;
mod room;
mod run;
mod seat;
mod stage;
mod target;
mod voice;

pub(super) use again::again;
pub(super) use microphone::{no_microphone, open_named};
pub(super) use pictures::microphone_name;
pub(super) use room::{needed, size};
pub(super) use run::{Came, new_seed, run, sit};
pub(super) use stage::Stage;
