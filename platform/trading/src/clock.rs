//! A trading server writes times of its own wall clock. [`ServerClock`] turns them into UTC and back.

use std::sync::RwLock;

use chrono::{DateTime, Datelike, Duration, NaiveDate, TimeDelta, Utc};

/// An instant as the server wrote it and as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServerTime {
    /// Milliseconds since 1970 on the server's wall clock.
    pub server_msc: i64,
    /// The instant.
    pub utc: DateTime<Utc>,
}

/// Whose rule the server's wall clock follows in summer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Daylight {
    /// The same all year, or not known: changes are noticed when the clock is read.
    #[default]
    None,
    /// The United States': second Sunday of March to first Sunday of November. Common, because the trading day ends at
    /// five in New York.
    UnitedStates,
    /// Europe's: last Sunday of March to last Sunday of October.
    Europe,
}

impl Daylight {
    /// The instants at which summer time begins and ends in a year.
    fn summer(self, year: i32) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let at = |date: NaiveDate, hour: u32| date.and_hms_opt(hour, 0, 0).map(|time| time.and_utc());
        match self {
            Self::None => None,
            // two in the morning of New York: seven in winter time, six in summer time
            Self::UnitedStates => Some((at(nth_sunday(year, 3, 2)?, 7)?, at(nth_sunday(year, 11, 1)?, 6)?)),
            Self::Europe => Some((at(last_sunday(year, 3)?, 1)?, at(last_sunday(year, 10)?, 1)?)),
        }
    }

    fn is_summer(self, utc: DateTime<Utc>) -> bool {
        self.summer(utc.year()).is_some_and(|(from, to)| from <= utc && utc < to)
    }
}

fn nth_sunday(year: i32, month: u32, n: u8) -> Option<NaiveDate> {
    NaiveDate::from_weekday_of_month_opt(year, month, chrono::Weekday::Sun, n)
}

fn last_sunday(year: i32, month: u32) -> Option<NaiveDate> {
    nth_sunday(year, month, 5).or_else(|| nth_sunday(year, month, 4))
}

/// One reading of a server's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockReading {
    /// Seconds since 1970 on the server's wall clock.
    pub server_seconds: i64,
    /// Our clock in the middle of question and answer.
    pub utc: DateTime<Utc>,
    /// How far the server's wall clock is ahead of UTC by its zone, in seconds.
    pub offset_seconds: i64,
    /// How far it goes wrong beside that, in seconds.
    pub drift_seconds: i64,
}

/// Zones differ by whole quarters of an hour; what is left over is drift.
const QUARTER: i64 = 900;
const HOUR: i64 = 3_600;

#[derive(Clone, Debug, Default)]
struct Known {
    /// Winter offset where a rule is set.
    base: Option<i64>,
    /// Without a rule: (since, offset), ascending. A step stands at the last reading that still showed the old offset.
    steps: Vec<(DateTime<Utc>, i64)>,
    last_reading: Option<DateTime<Utc>>,
}

/// Offset of one server's wall clock through the year.
#[derive(Debug, Default)]
pub struct ServerClock {
    daylight: Daylight,
    known: RwLock<Known>,
}

impl ServerClock {
    /// A clock that was never read: it shows UTC until then.
    #[must_use]
    pub fn new(daylight: Daylight) -> Self {
        Self { daylight, known: RwLock::default() }
    }

    /// Whether it was read at least once.
    #[must_use]
    pub fn is_calibrated(&self) -> bool {
        self.last_reading().is_some()
    }

    /// When it was read last.
    #[must_use]
    pub fn last_reading(&self) -> Option<DateTime<Utc>> {
        self.look(|known| known.last_reading)
    }

    /// Takes a reading in: the server's seconds against our clock.
    pub fn calibrate(&self, server_seconds: i64, utc: DateTime<Utc>) -> ClockReading {
        let ahead = server_seconds.saturating_sub(utc.timestamp());
        let offset = (ahead.saturating_add(QUARTER / 2)).div_euclid(QUARTER) * QUARTER;
        let mut known = match self.known.write() {
            Ok(known) => known,
            Err(poisoned) => poisoned.into_inner(),
        };
        if self.daylight == Daylight::None {
            if known.steps.last().is_none_or(|(_, last)| *last != offset) {
                let since = known.last_reading.unwrap_or(utc);
                known.steps.push((since, offset));
            }
        } else {
            known.base = Some(if self.daylight.is_summer(utc) { offset - HOUR } else { offset });
        }
        known.last_reading = Some(utc);
        ClockReading { server_seconds, utc, offset_seconds: offset, drift_seconds: ahead - offset }
    }

    /// How far the server's wall clock is ahead of UTC at an instant, in seconds.
    #[must_use]
    pub fn offset_at(&self, utc: DateTime<Utc>) -> i64 {
        self.look(|known| self.offset_of(known, utc))
    }

    /// The server's wall clock at an instant.
    #[must_use]
    pub fn to_server(&self, utc: DateTime<Utc>) -> ServerTime {
        let server_msc = utc.timestamp_millis().saturating_add(self.offset_at(utc).saturating_mul(1_000));
        ServerTime { server_msc, utc }
    }

    /// The instant of a time on the server's wall clock. The hour that a clock shows twice in autumn is read as the
    /// second one, unless that would lie after `now`; the hour it leaves out in spring as the time before the change.
    #[must_use]
    pub fn to_utc(&self, server_msc: i64, now: DateTime<Utc>) -> ServerTime {
        self.look(|known| {
            let mut fits: Vec<DateTime<Utc>> = self
                .offsets(known)
                .into_iter()
                .filter_map(|offset| {
                    let utc = instant(server_msc, offset);
                    (self.offset_of(known, utc) == offset).then_some(utc)
                })
                .collect();
            fits.sort_unstable();
            // our clock and the server's may differ by seconds
            let latest = now + Duration::minutes(1);
            let chosen = fits.iter().rev().find(|utc| **utc <= latest).or_else(|| fits.first()).copied();
            let utc = chosen.unwrap_or_else(|| {
                let before = self.offset_of(known, instant(server_msc, 0) - Duration::days(1));
                instant(server_msc, before)
            });
            ServerTime { server_msc, utc }
        })
    }

    /// Seconds on the server's wall clock that hold every instant of a span, whatever the clock did inside it.
    #[must_use]
    pub fn server_span(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> (i64, i64) {
        self.look(|known| {
            let mut offsets = vec![self.offset_of(known, from), self.offset_of(known, to)];
            offsets.extend(known.steps.iter().filter(|(since, _)| from <= *since && *since <= to).map(|(_, o)| *o));
            for year in from.year()..=to.year() {
                if let (Some(base), Some((begins, ends))) = (known.base, self.daylight.summer(year)) {
                    offsets.extend((from <= begins && begins <= to).then_some(base + HOUR));
                    offsets.extend((from <= ends && ends <= to).then_some(base));
                }
            }
            let (least, most) = offsets.iter().fold((i64::MAX, i64::MIN), |(a, b), o| (a.min(*o), b.max(*o)));
            (from.timestamp().saturating_add(least), to.timestamp().saturating_add(most).saturating_add(1))
        })
    }

    fn look<T>(&self, read: impl FnOnce(&Known) -> T) -> T {
        match self.known.read() {
            Ok(known) => read(&known),
            Err(poisoned) => read(&poisoned.into_inner()),
        }
    }

    fn offset_of(&self, known: &Known, utc: DateTime<Utc>) -> i64 {
        if let Some(base) = known.base {
            return if self.daylight.is_summer(utc) { base + HOUR } else { base };
        }
        let at = known.steps.iter().rev().find(|(since, _)| *since <= utc).or_else(|| known.steps.first());
        at.map_or(0, |(_, offset)| *offset)
    }

    fn offsets(&self, known: &Known) -> Vec<i64> {
        let mut offsets: Vec<i64> = match known.base {
            Some(base) => vec![base, base + HOUR],
            None if known.steps.is_empty() => vec![0],
            None => known.steps.iter().map(|(_, offset)| *offset).collect(),
        };
        offsets.sort_unstable();
        offsets.dedup();
        offsets
    }
}

fn instant(server_msc: i64, offset: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(server_msc)
        .and_then(|wall| wall.checked_sub_signed(TimeDelta::seconds(offset)))
        .unwrap_or(DateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn wall(text: &str) -> i64 {
        at(text).timestamp_millis()
    }

    #[test]
    fn a_reading_splits_into_zone_and_drift() {
        let clock = ServerClock::default();
        assert!(!clock.is_calibrated());
        let now = at("2026-01-15T12:00:00Z");
        let read = clock.calibrate(now.timestamp() + 7_200 - 4, now);
        assert_eq!((read.offset_seconds, read.drift_seconds), (7_200, -4));
        assert_eq!(clock.to_server(now).server_msc, wall("2026-01-15T14:00:00Z"));
        assert_eq!(clock.to_utc(wall("2026-01-15T14:00:00Z"), now).utc, now);
        let east = ServerClock::default().calibrate(now.timestamp() + 20_700, now);
        assert_eq!((east.offset_seconds, east.drift_seconds), (20_700, 0));
    }

    #[test]
    fn american_summer_time_is_kept_both_ways() {
        let clock = ServerClock::new(Daylight::UnitedStates);
        let winter = at("2026-02-01T00:00:00Z");
        clock.calibrate(winter.timestamp() + 7_200, winter);
        for (utc, server) in [
            ("2026-03-08T06:59:59Z", "2026-03-08T08:59:59Z"),
            ("2026-03-08T07:00:00Z", "2026-03-08T10:00:00Z"),
            ("2026-07-01T12:00:00Z", "2026-07-01T15:00:00Z"),
            ("2026-11-01T07:30:00Z", "2026-11-01T09:30:00Z"),
            ("2025-07-01T12:00:00Z", "2025-07-01T15:00:00Z"),
        ] {
            assert_eq!(clock.to_server(at(utc)).server_msc, wall(server), "{utc}");
            assert_eq!(clock.to_utc(wall(server), at("2027-01-01T00:00:00Z")).utc, at(utc), "{server}");
        }
        // a reading in summer finds the same winter offset
        let summer = at("2026-08-01T00:00:00Z");
        clock.calibrate(summer.timestamp() + 10_800, summer);
        assert_eq!(clock.offset_at(winter), 7_200);
    }

    #[test]
    fn the_hour_that_comes_twice_is_never_read_as_the_future() {
        let clock = ServerClock::new(Daylight::Europe);
        let winter = at("2026-01-01T00:00:00Z");
        clock.calibrate(winter.timestamp() + 7_200, winter);
        // the clocks go back on 25 October at one in UTC: 03:30 comes twice at UTC+3/+2
        let twice = wall("2026-10-25T03:30:00Z");
        assert_eq!(clock.to_utc(twice, at("2026-10-25T00:31:00Z")).utc, at("2026-10-25T00:30:00Z"));
        assert_eq!(clock.to_utc(twice, at("2026-10-25T01:31:00Z")).utc, at("2026-10-25T01:30:00Z"));
        // and in spring 03:30 does not come at all
        let never = clock.to_utc(wall("2026-03-29T03:30:00Z"), at("2026-03-29T02:00:00Z"));
        assert_eq!(never.utc, at("2026-03-29T01:30:00Z"));
    }

    #[test]
    fn a_span_over_the_change_holds_both_hours() {
        let clock = ServerClock::new(Daylight::Europe);
        let winter = at("2026-01-01T00:00:00Z");
        clock.calibrate(winter.timestamp() + 7_200, winter);
        let (from, to) = clock.server_span(at("2026-10-25T00:59:55Z"), at("2026-10-25T01:10:00Z"));
        assert!(from <= at("2026-10-25T03:00:00Z").timestamp());
        assert!(to >= at("2026-10-25T03:59:59Z").timestamp());
    }

    #[test]
    fn without_a_rule_a_change_counts_from_the_last_reading_before_it() {
        let clock = ServerClock::default();
        let (before, after) = (at("2026-10-25T00:50:00Z"), at("2026-10-25T01:05:00Z"));
        clock.calibrate(before.timestamp() + 10_800, before);
        clock.calibrate(after.timestamp() + 7_200, after);
        assert_eq!(clock.offset_at(at("2026-10-25T00:49:00Z")), 10_800);
        assert_eq!(clock.offset_at(after), 7_200);
        let (from, _) = clock.server_span(before, after);
        assert_eq!(from, before.timestamp() + 7_200);
        assert_eq!(clock.to_utc(wall("2026-10-25T03:02:00Z"), after).utc, at("2026-10-25T01:02:00Z"));
    }

    #[test]
    fn every_instant_of_two_years_survives_the_journey() {
        for daylight in [Daylight::None, Daylight::Europe, Daylight::UnitedStates] {
            let clock = ServerClock::new(daylight);
            let start = Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap();
            clock.calibrate(start.timestamp() + 7_200, start);
            for half_hours in 0..35_040 {
                let utc = start + Duration::minutes(30 * half_hours);
                let there = clock.to_server(utc);
                assert_eq!(clock.to_utc(there.server_msc, utc).utc, utc, "{daylight:?} {utc}");
            }
        }
    }
}
