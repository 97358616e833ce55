//! Tests of the whole: the real binary, real sound servers, a real terminal, and the shape of the
//! source itself. One binary, because each further one is linked against everything again.
//!
//! What a test needs of the world is in `support`; each piece of it is tested beside it.
#![cfg(unix)]

mod agreement;
mod architecture;
mod assess;
mod bad_input;
mod bank;
mod belongings;
mod checkup;
mod delivery;
mod disk_full;
mod drawing;
mod edges;
mod home_screen;
mod hostile_packs;
mod import;
mod killed;
mod layers;
mod load;
mod loops;
mod microphone_lost;
mod mics;
mod moment;
mod odd_files;
mod packagers;
mod packs;
mod pictures;
mod plain;
mod plan;
mod plan_editor;
mod plan_next;
mod plan_walk;
mod player;
mod policies;
mod progress;
mod prompts;
mod prune;
mod readme;
mod recovered;
mod replayed;
mod report;
mod room;
mod score_and_history;
mod scored_answers;
mod scoring;
mod settings;
mod signals;
mod stories;
mod support;
mod takes;
mod tidy;
mod together;
mod told;
mod trouble;
mod verbs;
mod voice;
