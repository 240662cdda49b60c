use chrono::{DateTime, Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::records::Millis;

/// Milliseconds of a day.
pub const DAY: Millis = 86_400_000;
const MINUTE: Millis = 60_000;

/// The server's time zone. Its daylight saving follows the European rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// Minutes east of UTC in winter.
    pub minutes: i32,
    /// One hour more from the last Sunday of March to the last Sunday of October.
    pub daylight: bool,
}

impl Zone {
    /// Whether daylight saving is in force.
    #[must_use]
    pub fn is_summer(self, utc: Millis) -> bool {
        let Some(date) = DateTime::from_timestamp_millis(utc).filter(|_| self.daylight) else {
            return false;
        };
        let change = |month| last_sunday(date.year(), month).unwrap_or(Millis::MAX);
        change(3) <= utc && utc < change(10)
    }

    /// Milliseconds the server's clock is ahead of UTC.
    #[must_use]
    pub fn offset(self, utc: Millis) -> Millis {
        let summer = if self.is_summer(utc) { 60 * MINUTE } else { 0 };
        Millis::from(self.minutes) * MINUTE + summer
    }

    /// The server's wall clock as milliseconds since 1970.
    #[must_use]
    pub fn local(self, utc: Millis) -> Millis {
        utc + self.offset(utc)
    }

    /// The moment of a wall clock. An hour that comes twice is the first one.
    #[must_use]
    pub fn utc(self, local: Millis) -> Millis {
        let standard = local - Millis::from(self.minutes) * MINUTE;
        let earlier = standard - 60 * MINUTE;
        if self.daylight && self.is_summer(earlier) { earlier } else { standard }
    }

    /// Day of the week: 0 Sunday … 6 Saturday.
    #[must_use]
    pub fn weekday(self, utc: Millis) -> u32 {
        DateTime::from_timestamp_millis(self.local(utc)).map_or(0, |time| time.weekday().num_days_from_sunday())
    }

    /// The next midnight of the server's clock.
    #[must_use]
    pub fn next_midnight(self, utc: Millis) -> Millis {
        let midnight = (self.local(utc).div_euclid(DAY) + 1) * DAY;
        self.utc(midnight).max(utc + 1)
    }
}

/// The moment of the European change: 01:00 UTC.
fn last_sunday(year: i32, month: u32) -> Option<Millis> {
    let mut day = NaiveDate::from_ymd_opt(year, month, 31)?;
    while day.weekday() != Weekday::Sun {
        day = day.pred_opt()?;
    }
    Some(day.and_hms_opt(1, 0, 0)?.and_utc().timestamp_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Millis {
        DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
    }

    #[test]
    fn the_clock_goes_forward_in_march_and_back_in_october() {
        let zone = Zone { minutes: 120, daylight: true };
        for (utc, hours) in [
            ("2026-03-29T00:59:59Z", 2),
            ("2026-03-29T01:00:00Z", 3),
            ("2026-10-25T00:59:59Z", 3),
            ("2026-10-25T01:00:00Z", 2),
        ] {
            assert_eq!(zone.offset(at(utc)), hours * 60 * MINUTE, "{utc}");
        }
        for utc in ["2026-01-10T12:00:00Z", "2026-07-10T12:00:00Z", "2026-03-29T01:00:00Z"] {
            assert_eq!(zone.utc(zone.local(at(utc))), at(utc), "{utc}");
        }
    }

    #[test]
    fn midnight_and_weekday_are_the_servers() {
        let zone = Zone { minutes: 120, daylight: true };
        assert_eq!(zone.next_midnight(at("2026-11-27T21:59:59Z")), at("2026-11-27T22:00:00Z"));
        assert_eq!(zone.next_midnight(at("2026-11-27T22:00:00Z")), at("2026-11-28T22:00:00Z"));
        assert_eq!(zone.weekday(at("2026-11-27T21:59:59Z")), 5);
        assert_eq!(zone.weekday(at("2026-11-27T22:00:00Z")), 6);
    }
}
