use chrono::Duration;

/// After this many tries a job is parked for a person.
pub const MAX_ATTEMPTS: i32 = 8;

/// How long a job waits after its `attempts`-th try failed: 5, 15, 45 … seconds up to an hour, an hour and a half in all.
/// `None` after the last.
#[must_use]
pub fn wait_after(attempts: i32) -> Option<Duration> {
    if attempts >= MAX_ATTEMPTS {
        return None;
    }
    let factor = 3_i64.checked_pow(u32::try_from(attempts.saturating_sub(1)).unwrap_or(0)).unwrap_or(i64::MAX);
    Some(Duration::seconds(factor.saturating_mul(5).min(3_600)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_34_waits_grow_and_end() {
        let waits: Vec<i64> = (1..MAX_ATTEMPTS).map(|n| wait_after(n).unwrap().num_seconds()).collect();
        assert_eq!(waits, [5, 15, 45, 135, 405, 1_215, 3_600]);
        assert_eq!(wait_after(MAX_ATTEMPTS), None);
        assert!(wait_after(0).is_some());
    }
}
