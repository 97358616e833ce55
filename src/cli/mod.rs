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
mod editor;
mod failure;
mod figures;
mod hearing;
mod history;
mod home;
mod import;
mod loops;
mod mic;
mod naming;
mod packagers;
mod plan;
mod practice;
mod progress;
mod prompts;
mod recover;
mod replay;
mod report;
mod rounds;
mod rubrics;
mod score;
mod sessions;
mod settings;
mod signals;
mod stories;
mod values;

pub use dispatch::run;
