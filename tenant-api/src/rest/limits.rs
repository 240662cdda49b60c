use crm_cache::{Quota, RateDecision};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::time::Duration;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const NOW: HeaderName = HeaderName::from_static("ratelimit");

/// What is left of each bucket that a request was counted in, for the headers of its answer (IETF httpapi, RateLimit
/// fields: a list of named policies with quota and window, and of what remains of each).
#[derive(Debug, Default)]
pub(crate) struct Limits(Vec<(&'static str, Quota, RateDecision)>);

impl Limits {
    /// Notes a decision; gives the time to wait when it was a refusal.
    pub(crate) fn note(&mut self, name: &'static str, quota: Quota, decision: RateDecision) -> Option<Duration> {
        self.0.push((name, quota, decision));
        (!decision.allowed).then(|| decision.retry_after.unwrap_or(Duration::from_secs(1)))
    }

    /// Writes both headers, once anything was counted.
    pub(crate) fn write(&self, headers: &mut HeaderMap) {
        let join = |each: &dyn Fn(&(&'static str, Quota, RateDecision)) -> String| {
            self.0.iter().map(each).collect::<Vec<_>>().join(", ")
        };
        let policy = join(&|(name, quota, _)| format!("\"{name}\";q={};w={}", quota.limit(), quota.per().as_secs()));
        let now = join(&|(name, _, decision)| {
            format!("\"{name}\";r={};t={}", decision.remaining, seconds(decision.reset_after))
        });
        for (header, value) in [(POLICY, policy), (NOW, now)] {
            if let (false, Ok(value)) = (value.is_empty(), HeaderValue::try_from(value)) {
                headers.insert(header, value);
            }
        }
    }
}

fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn api_05_the_headers_name_each_policy_and_what_is_left_of_it() {
        let mut limits = Limits::default();
        let mut headers = HeaderMap::new();
        limits.write(&mut headers);
        assert!(headers.is_empty());
        let quota = Quota::per_minute(600);
        let decision = RateDecision {
            allowed: true,
            limit: 600,
            remaining: 599,
            reset_after: Duration::from_millis(100),
            retry_after: None,
        };
        assert_eq!(limits.note("address", quota, decision), None);
        let refused =
            RateDecision { allowed: false, remaining: 0, retry_after: Some(Duration::from_secs(3)), ..decision };
        assert_eq!(limits.note("key", quota, refused), Some(Duration::from_secs(3)));
        limits.write(&mut headers);
        assert_eq!(headers["ratelimit-policy"], "\"address\";q=600;w=60, \"key\";q=600;w=60");
        assert_eq!(headers["ratelimit"], "\"address\";r=599;t=1, \"key\";r=0;t=1");
    }
}
