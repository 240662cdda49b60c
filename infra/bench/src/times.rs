use std::time::Duration;

/// How long requests took, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn of(mut all: Vec<Duration>) -> Self {
        all.sort_unstable();
        Self(all)
    }

    /// The value that `percent` of all do not exceed; nothing when there are none.
    pub(crate) fn percentile(&self, percent: usize) -> Option<Duration> {
        let place = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0.get(place).copied()
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }
}

/// Milliseconds for people.
pub(crate) fn millis(time: Option<Duration>) -> String {
    time.map_or_else(|| "–".to_owned(), |time| format!("{:.2}", time.as_secs_f64() * 1e3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let times = Times::of((1..=100).rev().map(Duration::from_millis).collect());
        assert_eq!(times.percentile(50), Some(Duration::from_millis(50)));
        assert_eq!(times.percentile(95), Some(Duration::from_millis(95)));
        assert_eq!(Times::of(vec![Duration::from_millis(7)]).percentile(50), Some(Duration::from_millis(7)));
        assert_eq!(Times::default().percentile(50), None);
    }
}
