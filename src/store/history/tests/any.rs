//! Any session at all: what is kept is what was given, to the last bit.

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::domain::*;

fn text() -> impl Strategy<Value = String> {
    // Controls and NUL too, which the usual strategy for text leaves out.
    vec(any::<char>(), 0..6).prop_map(|chars| chars.into_iter().collect())
}

fn instant() -> impl Strategy<Value = Timestamp> {
    let range = Timestamp::MIN.as_nanosecond()..=Timestamp::MAX.as_nanosecond();
    range.prop_map(|ns| Timestamp::from_nanosecond(ns).unwrap())
}

fn uuid() -> impl Strategy<Value = Uuid> {
    any::<u128>().prop_map(Uuid::from_u128)
}

fn count() -> impl Strategy<Value = u64> {
    0..=i64::MAX as u64
}

fn real() -> impl Strategy<Value = f64> {
    use proptest::num::f64::{INFINITE, NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO | INFINITE
}

fn take() -> impl Strategy<Value = Take> {
    let causes = vec![
        GapCause::Stall,
        GapCause::Overrun,
        GapCause::DeviceLost,
        GapCause::DiskFull,
    ];
    let gap = (count(), count(), select(causes)).prop_map(|(at_frame, frames, cause)| Gap {
        at_frame,
        frames,
        cause,
    });
    let continuation =
        (text(), count()).prop_map(|(path, at_frame)| Continuation { path, at_frame });
    let format = (any::<u32>(), any::<u16>(), any::<u16>());
    let parts = (vec(gap, 0..3), vec(continuation, 0..3));
    (text(), format, count(), count(), parts).prop_map(
        |(path, (sample_rate, channels, bits), frames, lost_frames, (gaps, continued))| Take {
            path,
            sample_rate,
            channels,
            bits,
            frames,
            lost_frames,
            gaps,
            continued,
        },
    )
}

fn mark() -> impl Strategy<Value = Mark> {
    let sources = select(vec![MarkSource::Live, MarkSource::Replay]);
    let label = option::of(text());
    (uuid(), count(), option::of(any::<u32>()), label, sources).prop_map(
        |(id, at_ms, cue, label, source)| Mark {
            id,
            at_ms,
            cue,
            label,
            source,
        },
    )
}

fn speech() -> impl Strategy<Value = Speech> {
    let levels = (option::of(real()), option::of(real()));
    let pauses = (any::<u32>(), count(), vec(pause(), 0..3));
    let room = (option::of(real()), option::of(real()));
    let pace = (count(), option::of(articulation()));
    let times = (count(), option::of(count()));
    (times, pauses, levels, count(), room, pace).prop_map(
        |((speaking_ms, first_word_ms), pauses, levels, clipped_frames, room, pace)| Speech {
            speaking_ms,
            first_word_ms,
            pauses: pauses.0,
            longest_pause_ms: pauses.1,
            loudness_lufs: levels.0,
            peak_dbfs: levels.1,
            clipped_frames,
            silence: room.0,
            noise_dbfs: room.1,
            pause_list: pauses.2,
            pause_ms: pace.0,
            articulation: pace.1,
        },
    )
}

fn articulation() -> impl Strategy<Value = Articulation> {
    let third = || option::of(real());
    (real(), [third(), third(), third()])
        .prop_map(|(per_second, thirds)| Articulation { per_second, thirds })
}

fn pause() -> impl Strategy<Value = Pause> {
    (count(), count()).prop_map(|(at_ms, length_ms)| Pause { at_ms, length_ms })
}

fn section() -> impl Strategy<Value = SectionRecord> {
    let ends = select(vec![End::TimeUp, End::Next, End::Stopped, End::Interrupted]);
    let roles = select(vec![Role::Section, Role::FollowUp]);
    let words = (text(), text(), option::of(text()), vec(text(), 0..3));
    let times = [count(), count(), count(), count(), count(), count()];
    let heard = (option::of(take()), vec(mark(), 0..3), option::of(speech()));
    (roles, words, times, ends, heard).prop_map(
        |(role, (id, title, ask, cues), times, end, (take, marks, speech))| SectionRecord {
            role,
            id,
            title,
            ask,
            cues,
            budget_ms: times[0],
            started_ms: times[1],
            used_ms: times[2],
            over_ms: times[3],
            paused_ms: times[4],
            min_ms: times[5],
            end,
            take,
            marks,
            speech,
        },
    )
}

fn scorecard() -> impl Strategy<Value = Scorecard> {
    let value = (text(), any::<[i64; 3]>(), option::of(text()));
    let value = value.prop_map(|(criterion, [value, min, max], note)| Score {
        criterion,
        value,
        min,
        max,
        note,
    });
    let given = (select(vec![Pass::First, Pass::Replay]), instant());
    let rubric = (text(), any::<u32>(), text());
    let said = (vec(value, 0..3), option::of(text()), any::<bool>());
    (uuid(), rubric, given, said).prop_map(
        |(id, (rubric, version, rater), (pass, at), (values, next_time, retracted))| Scorecard {
            id,
            rubric,
            version,
            rater,
            pass,
            at,
            values,
            next_time,
            retracted,
        },
    )
}

fn answer() -> impl Strategy<Value = Answer> {
    let words = [text(), text(), text(), text(), text()];
    let lists = (vec(text(), 0..3), vec(select(Level::ALL.to_vec()), 0..3));
    let prompt = (words, select(Kind::ALL.to_vec()), lists);
    let prompt = prompt.prop_map(
        |([id, title, ask, pack, digest], kind, (competencies, level))| PromptRef {
            id,
            kind,
            title,
            ask,
            competencies,
            level,
            pack,
            digest,
        },
    );
    let prep =
        (count(), count()).prop_map(|(budget_ms, used_ms)| PrepRecord { budget_ms, used_ms });
    (prompt, prep, vec(section(), 0..4), vec(scorecard(), 0..3)).prop_map(
        |(prompt, prep, sections, scorecards)| Answer {
            prompt,
            prep,
            sections,
            scorecards,
        },
    )
}

fn mic() -> impl Strategy<Value = Mic> {
    let kinds = vec![MicKind::Device, MicKind::File, MicKind::Tone, MicKind::None];
    let names = [option::of(text()), option::of(text()), option::of(text())];
    let format = (option::of(any::<u32>()), option::of(any::<u16>()));
    (select(kinds), names, format).prop_map(|(kind, [host, id, name], (sample_rate, channels))| {
        Mic {
            kind,
            host,
            id,
            name,
            sample_rate,
            channels,
        }
    })
}

fn session() -> impl Strategy<Value = Session> {
    let statuses = vec![Status::Completed, Status::Stopped, Status::Interrupted];
    let run =
        (text(), uuid(), any::<u32>()).prop_map(|(id, run, index)| LoopRef { id, run, index });
    let round = [text(), text(), text()].prop_map(|[id, title, pack]| RoundRef { id, title, pack });
    let times = (instant(), text(), option::of(instant()));
    let facts = (any::<u32>(), uuid(), select(statuses), any::<bool>());
    let drawn = (any::<u64>(), select(DrawMode::ALL.to_vec()));
    let shape = (
        round,
        option::of(run),
        select(Policy::ALL.to_vec()),
        real(),
        vec(text(), 0..3),
    );
    let attachment = (text(), instant()).prop_map(|(path, at)| Attachment { path, at });
    let given = (
        vec(answer(), 0..4),
        vec(scorecard(), 0..3),
        vec(attachment, 0..3),
    );
    (facts, times, drawn, shape, mic(), given).prop_map(
        |(facts, times, (seed, draw), shape, mic, (answers, scorecards, attachments))| Session {
            schema: facts.0,
            id: facts.1,
            started_at: times.0,
            time_zone: times.1,
            ended_at: times.2,
            status: facts.2,
            rehearsal: facts.3,
            round: shape.0,
            loop_: shape.1,
            seed,
            draw,
            policy: shape.2,
            scale: shape.3,
            rubrics: shape.4,
            mic,
            answers,
            scorecards,
            attachments,
        },
    )
}

#[test]
fn any_session_comes_back_as_it_was() {
    let (_folder, history) = history();
    let history = std::cell::RefCell::new(history);
    proptest!(ProptestConfig::with_cases(64), |(session in session(), folder in text())| {
        let mut history = history.borrow_mut();
        history.save(&session, &folder).unwrap();
        let kept = Kept { session, folder };
        let loaded = history.session(kept.session.id).unwrap();
        prop_assert_eq!(loaded.as_ref(), Some(&kept));
        // Over itself, it stays the same too.
        history.save(&kept.session, &kept.folder).unwrap();
        prop_assert_eq!(history.session(kept.session.id).unwrap(), Some(kept));
    });
}
