//! Which session is meant: `last`, an id, or as much of one as is unique.

use std::fmt::Write;

use uuid::Uuid;

use super::Summary;
use crate::store::StoreError;

/// Why a text names no session.
#[derive(Debug, thiserror::Error)]
pub enum ResolveError {
    #[error("there is no session yet; `hotseat practice` sits the first one")]
    NoneYet,
    #[error("no session is called `{text}`; `hotseat sessions list` shows them all")]
    NotFound { text: String },
    /// The candidates stand newest first.
    #[error("`{text}` is the beginning of {} sessions:{}", candidates.len(), listed(candidates))]
    Ambiguous {
        text: String,
        candidates: Vec<Summary>,
    },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Which of `sessions`, newest first, `text` means.
pub(super) fn resolve(text: &str, mut sessions: Vec<Summary>) -> Result<Uuid, ResolveError> {
    let Some(newest) = sessions.first() else {
        return Err(ResolveError::NoneYet);
    };
    if text == "last" {
        return Ok(newest.id);
    }
    let wanted = text.replace('-', "").to_ascii_lowercase();
    sessions.retain(|session| {
        // Nothing at all would be the beginning of everything.
        !wanted.is_empty() && session.id.simple().to_string().starts_with(&wanted)
    });
    let text = text.to_owned();
    match &sessions[..] {
        [] => Err(ResolveError::NotFound { text }),
        [only] => Ok(only.id),
        _ => Err(ResolveError::Ambiguous {
            text,
            candidates: sessions,
        }),
    }
}

/// The candidates in lines of their own: an id tells nobody which session it was.
fn listed(candidates: &[Summary]) -> String {
    const SHOWN: usize = 5;
    let mut out = String::new();
    for session in candidates.iter().take(SHOWN) {
        let start = session.started_at.strftime("%Y-%m-%d %H:%M UTC");
        // Writing to a string cannot fail.
        let _ = write!(out, "\n  {}  {start}  {}", session.id, session.round);
    }
    if candidates.len() > SHOWN {
        let _ = write!(out, "\n  and {} more", candidates.len() - SHOWN);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Status;

    fn session(id: &str) -> Summary {
        Summary {
            id: id.parse().unwrap(),
            started_at: "2026-11-22T06:10:00Z".parse().unwrap(),
            status: Status::Completed,
            rehearsal: false,
            round: "quick".to_owned(),
            prompts: vec![],
            budget_ms: 0,
            used_ms: 0,
            scored: false,
            folder: String::new(),
        }
    }

    /// Newest first.
    const IDS: [&str; 3] = [
        "01936f0d-0000-7000-8000-000000000003",
        "01936f0c-bbbb-7000-8000-000000000002",
        "01936f0c-aaaa-7000-8000-000000000001",
    ];

    fn resolved(text: &str) -> Result<Uuid, ResolveError> {
        resolve(text, IDS.map(session).into())
    }

    #[test]
    fn a_session_is_found_by_last_or_any_unique_beginning() {
        let cases = [
            ("last", IDS[0]),
            (IDS[2], IDS[2]),
            ("01936f0d", IDS[0]),
            ("01936f0c-a", IDS[2]),
            ("01936F0CB", IDS[1]),
            ("0193-6f0d", IDS[0]),
            ("01936f0cbbbb70008000000000000002", IDS[1]),
        ];
        for (text, expected) in cases {
            assert_eq!(resolved(text).unwrap().to_string(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_beginning_of_an_id_is_not_found() {
        for text in [
            "",
            "-",
            "ff",
            "LAST",
            "lasst",
            "%",
            "01936f0d-0000-7000-8000-0000000000030",
        ] {
            let error = resolved(text).unwrap_err();
            let found = matches!(&error, ResolveError::NotFound { text: said } if said == text);
            assert!(found, "{text}: {error}");
        }
    }

    #[test]
    fn an_ambiguous_beginning_names_what_it_could_mean() {
        let message = resolved("01936f0c").unwrap_err().to_string();
        assert_eq!(
            message,
            "`01936f0c` is the beginning of 2 sessions:\n  \
             01936f0c-bbbb-7000-8000-000000000002  2026-11-22 06:10 UTC  quick\n  \
             01936f0c-aaaa-7000-8000-000000000001  2026-11-22 06:10 UTC  quick"
        );
        let many: Vec<_> = (0..9)
            .map(|n| session(&format!("01936f0c-aaaa-7000-8000-00000000000{n}")))
            .collect();
        let message = resolve("0", many).unwrap_err().to_string();
        assert!(message.ends_with("\n  and 4 more"), "{message}");
    }

    #[test]
    fn before_the_first_session_there_is_nothing_to_find() {
        for text in ["last", "0193"] {
            let error = resolve(text, vec![]).unwrap_err();
            assert!(matches!(error, ResolveError::NoneYet), "{text}: {error}");
        }
    }
}
