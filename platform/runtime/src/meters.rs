use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

/// Why meters could not be installed.
#[derive(Debug, thiserror::Error)]
#[error("the meters of this process could not be installed: {0}")]
pub struct MetersError(#[from] BuildError);

/// The numbers of this process, rendered as Prometheus reads them.
///
/// Names: `http_requests_total{route,method,status}`, `http_request_seconds{route}` (seconds),
/// `db_pool_connections{state}`, `hash_queue_depth`, `jobs{state}`, `jobs_finished_total{kind,ok}`, `graphql_sockets`,
/// `refusals_total{code}`.
#[derive(Clone)]
pub struct Meters {
    handle: PrometheusHandle,
}

/// Upper bounds in seconds: fine around the targets of 3 to 100 ms.
const SECONDS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

impl Meters {
    /// Installs the recorder of this process; every `metrics` macro then counts into it.
    ///
    /// # Errors
    /// [`MetersError`] when another recorder is there.
    pub fn install() -> Result<Self, MetersError> {
        let builder =
            PrometheusBuilder::new().set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), SECONDS)?;
        let handle = builder.install_recorder()?;
        metrics::describe_counter!("http_requests_total", "Answered requests by route pattern, method and status");
        metrics::describe_histogram!(
            "http_request_seconds",
            metrics::Unit::Seconds,
            "Time to the answer by route pattern"
        );
        metrics::describe_gauge!("db_pool_connections", "Database connections by state");
        metrics::describe_gauge!("hash_queue_depth", "Password hashes waiting or running");
        metrics::describe_gauge!("jobs", "Deferred jobs in the queue: waiting, or parked for a person");
        metrics::describe_counter!("jobs_finished_total", "Runs of deferred jobs by kind and outcome");
        metrics::describe_counter!(
            "audit_anchors_total",
            "Heads of audit chains by place outside the database and what became of them"
        );
        metrics::describe_gauge!("graphql_sockets", "Open WebSocket connections");
        metrics::describe_counter!("refusals_total", "Refused requests by code");
        Ok(Self { handle })
    }

    /// The present numbers in the text format of Prometheus.
    #[must_use]
    pub fn render(&self) -> String {
        self.handle.run_upkeep();
        self.handle.render()
    }
}

impl std::fmt::Debug for Meters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Meters")
    }
}
