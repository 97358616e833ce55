//! One verb per file. This is the only place where rules, sound, files and screen meet.

mod args;
mod assess;
mod context;
mod defaults;
mod dispatch;
mod doctor;
mod documents;
mod draw;
mod drawing;
mod failure;
mod figures;
mod hearing;
mod history;
mod home;
mod loops;
mod mic;
mod naming;
mod plan;
mod practice;
mod progress;
mod prompts;
mod recover;
mod replay;
mod rounds;
mod rubrics;
mod score;
mod sessions;
mod settings;
mod signals;
mod stories;
mod typing;
mod values;

pub use dispatch::run;
