//! How domain values stand in a column, and how they come back.

use std::fmt::Display;

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;
use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use serde::Serialize;
use serde::de::value::{self, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer as _};
use uuid::Uuid;

/// An id: text in lower case, with dashes.
pub(super) struct Id(pub(super) Uuid);

/// An instant: RFC 3339 with exactly nine decimals, so that text order is the order of time.
pub(super) struct Instant(pub(super) Timestamp);

/// A count of milliseconds, frames or rows, as `u64` or `usize`. SQLite's integers end at 2^63.
pub(super) struct Count<T>(pub(super) T);

/// A value of a closed list, in the word that session.json uses for it.
pub(super) struct Word<T>(pub(super) T);

/// A list of plain words, as a JSON array.
pub(super) struct List<T>(pub(super) T);

/// An integer of any size, in decimal.
pub(super) struct Decimal(pub(super) u64);

const INSTANT: DateTimePrinter = DateTimePrinter::new().precision(Some(9));

impl ToSql for Id {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.to_string().into())
    }
}

impl FromSql for Id {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        parsed(value).map(Id)
    }
}

impl ToSql for Instant {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(INSTANT.timestamp_to_string(&self.0).into())
    }
}

impl FromSql for Instant {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        parsed(value).map(Instant)
    }
}

impl ToSql for Decimal {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.to_string().into())
    }
}

impl FromSql for Decimal {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        parsed(value).map(Decimal)
    }
}

impl<T: Copy + Display + TryInto<i64>> ToSql for Count<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let kept = self.0.try_into();
        kept.map(Into::into)
            .map_err(|_| failure(format!("{} is too large a number to keep", self.0)))
    }
}

impl<T: TryFrom<i64>> FromSql for Count<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let kept = value.as_i64()?;
        T::try_from(kept)
            .map(Count)
            .map_err(|_| FromSqlError::OutOfRange(kept))
    }
}

impl<T: Serialize> ToSql for Word<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match serde_json::to_value(&self.0) {
            Ok(serde_json::Value::String(word)) => Ok(word.into()),
            Ok(other) => Err(failure(format!("{other} is no word"))),
            Err(error) => Err(failure(error)),
        }
    }
}

impl<T: DeserializeOwned> FromSql for Word<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        T::deserialize(word(value.as_str()?))
            .map(Word)
            .map_err(FromSqlError::other)
    }
}

fn word(text: &str) -> StrDeserializer<'_, value::Error> {
    text.into_deserializer()
}

impl<T: Serialize> ToSql for List<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        serde_json::to_string(&self.0)
            .map(Into::into)
            .map_err(failure)
    }
}

impl<T: DeserializeOwned> FromSql for List<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?)
            .map(List)
            .map_err(FromSqlError::other)
    }
}

fn parsed<T: std::str::FromStr>(value: ValueRef<'_>) -> FromSqlResult<T>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    value.as_str()?.parse().map_err(FromSqlError::other)
}

fn failure(reason: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(reason.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_sort_as_text_in_the_order_of_time() {
        // Without its decimals the second would sort after the third: `Z` comes after `.`.
        let times = [
            "2026-11-22T06:09:59.999999999Z",
            "2026-11-22T06:10:00Z",
            "2026-11-22T06:10:00.000000001Z",
            "2026-11-22T06:10:00.5Z",
        ];
        let texts: Vec<_> = times
            .map(|text| INSTANT.timestamp_to_string(&text.parse().unwrap()))
            .into();
        assert!(texts.is_sorted(), "{texts:?}");
        assert_eq!(texts[1], "2026-11-22T06:10:00.000000000Z");
    }
}
