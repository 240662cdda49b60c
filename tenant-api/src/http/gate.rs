use crate::http::body::{check_bytes_type, check_media_type};
use crate::http::budget::Line;
use crate::http::error::HttpProblem;
use crate::http::headers::secure;
use crate::http::path::{check_headers, check_target};
use crate::http::same_origin::check_same_origin;
use crate::http::scope::RequestScope;
use crate::http::{audit, bulk, imports};
use crate::router::{Doors, Web};
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use crm_runtime::{Shutdown, one_line};
use crm_storage::HostKind;
use http::{HeaderValue, Method, StatusCode, header};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tower::ServiceExt;
use tracing::Instrument;

/// An answer that takes longer is not waited for; the operation itself goes on to its own end.
const PATIENCE: Duration = Duration::from_secs(30);

/// What every request passes first and every answer last.
pub(crate) async fn enter(State(doors): State<Arc<Doors>>, mut request: Request) -> Response {
    let started = Instant::now();
    let scope = RequestScope::of(&request, &doors.web.trusted_proxies);
    request.extensions_mut().insert(scope.clone());
    let span = tracing::info_span!("request", id = %scope.id(), tenant = tracing::field::Empty);
    async {
        let answer = match admit(&doors, &scope, request).await {
            Ok(response) => response,
            Err(problem) => problem.into_response(),
        };
        leave(&doors.web, &scope, answer, started)
    }
    .instrument(span)
    .await
}

async fn admit(doors: &Arc<Doors>, scope: &RequestScope, request: Request) -> Result<Response, HttpProblem> {
    let web = &doors.web;
    if !matches!(*request.method(), Method::GET | Method::HEAD | Method::POST) {
        return Err(HttpProblem::method_not_allowed("GET, HEAD, POST"));
    }
    check_headers(request.headers())?;
    let called = web.hosts.resolve(request.headers(), request.uri()).await?;
    scope.note_tenant(called.tenant.clone(), called.kind);
    tracing::Span::current().record("tenant", tracing::field::display(called.tenant.id));
    check_target(request.uri())?;
    if request.method() == Method::POST {
        if called.kind != HostKind::Api {
            check_same_origin(request.headers(), &web.own_origin(&called.authority))?;
        }
        if called.kind == HostKind::Staff && imports::takes_bytes(request.uri().path()) {
            check_bytes_type(request.headers())?;
        } else {
            check_media_type(request.headers())?;
        }
    }
    let turn = match line_of(&request, called.kind) {
        None => None,
        Some(line) => {
            web.budget.count(called.tenant.id)?;
            Some(web.budget.turn(called.tenant.id, line).await?)
        }
    };
    let room = doors.room(called.kind).clone();
    let work = async move {
        let answer = room.oneshot(request);
        match turn {
            Some(turn) => turn.scope(answer).await,
            None => answer.await,
        }
        .into_response()
    };
    in_own_task(&web.shutdown, PATIENCE, work.in_current_span()).await
}

/// Runs an operation in a task of its own: a caller who hangs up cancels nothing half way, and a panic ends here (GQL-10).
async fn in_own_task(
    shutdown: &Shutdown,
    patience: Duration,
    work: impl Future<Output = Response> + Send + 'static,
) -> Result<Response, HttpProblem> {
    match tokio::time::timeout(patience, shutdown.track(work)).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(fault)) => {
            tracing::error!(panicked = fault.is_panic(), "an operation ended without an answer");
            Err(HttpProblem::new("internal"))
        }
        Err(_) => Err(HttpProblem::new("busy")
            .retry_after(Duration::from_secs(5))
            .detail("It takes too long; try again in a moment.")),
    }
}

/// Files of the portal stand in no line. A socket stands in one until it is open; then it has caps and lines of its own.
fn line_of(request: &Request, kind: HostKind) -> Option<Line> {
    let path = request.uri().path();
    match kind {
        HostKind::Staff if matches!(path, "/graphql" | "/graphql/ws" | "/auth/state") => Some(Line::Work),
        HostKind::Staff if imports::is_file(path) || bulk::is_file(path) || audit::is_file(path) => Some(Line::Work),
        HostKind::Staff | HostKind::Client if request.method() == Method::POST || path.starts_with("/auth/") => {
            Some(Line::SignIn)
        }
        HostKind::Api if path.starts_with("/v1/") => Some(Line::Work),
        _ => None,
    }
}

/// Runs around matched routes only: notes the pattern for the meters, and refuses HEAD on what is computed (RBAC-09).
pub(crate) async fn note_route(request: Request, next: Next) -> Response {
    if let (Some(scope), Some(route)) =
        (request.extensions().get::<RequestScope>(), request.extensions().get::<MatchedPath>())
    {
        scope.note_route(route.as_str());
    }
    if request.method() == Method::HEAD {
        return HttpProblem::method_not_allowed("GET").into_response();
    }
    next.run(request).await
}

fn leave(web: &Web, scope: &RequestScope, answer: Response, started: Instant) -> Response {
    let mut answer = written(scope, answer);
    let headers = answer.headers_mut();
    secure(headers, web.https);
    if let Ok(id) = HeaderValue::try_from(scope.id().to_string()) {
        headers.insert("x-request-id", id);
    }
    let route = scope.route().to_owned();
    let (method, status) = (scope.method().as_str().to_owned(), answer.status().as_u16().to_string());
    metrics::counter!("http_requests_total", "route" => route.clone(), "method" => method, "status" => status)
        .increment(1);
    metrics::histogram!("http_request_seconds", "route" => route).record(started.elapsed().as_secs_f64());
    answer
}

/// Problems are written here, where the request's id is known; so are refusals that axum makes by itself.
fn written(scope: &RequestScope, mut answer: Response) -> Response {
    let problem = match answer.extensions_mut().remove::<HttpProblem>() {
        Some(problem) => problem,
        None if is_bare_refusal(&answer) => from_status(answer.status()),
        None => return answer,
    };
    note_refusal(scope, &problem);
    let mut response = problem.written(&scope.id().to_string());
    // What a handler put beside its refusal stays: cookies to clear, limits, what to authenticate with.
    for (name, value) in answer.headers() {
        if !response.headers().contains_key(name) && name != header::CONTENT_LENGTH {
            response.headers_mut().append(name, value.clone());
        }
    }
    response
}

fn is_bare_refusal(answer: &Response) -> bool {
    let is_refusal = answer.status().is_client_error() || answer.status().is_server_error();
    let kind = answer.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    is_refusal && (kind.is_empty() || kind.starts_with(b"text/plain"))
}

fn from_status(status: StatusCode) -> HttpProblem {
    HttpProblem::new(match status.as_u16() {
        401 => "session_ended",
        403 => "forbidden",
        404 => "not_found",
        405 => "method_not_allowed",
        408 => "body_too_slow",
        413 => "body_too_large",
        414 => "uri_too_long",
        415 => "unsupported_media_type",
        429 => "rate_limited",
        431 => "headers_too_large",
        503 => "busy",
        400..=499 => "bad_request",
        _ => "internal",
    })
}

/// One line of the security log for each refusal; what the caller wrote is escaped (AUD-06).
fn note_refusal(scope: &RequestScope, problem: &HttpProblem) {
    metrics::counter!("refusals_total", "code" => problem.code()).increment(1);
    note_security(scope, problem.code(), problem.status().as_u16());
}

pub(crate) fn note_security(scope: &RequestScope, code: &str, status: u16) {
    let tenant = scope.tenant().map(|tenant| tenant.slug.to_string()).unwrap_or_default();
    let ip = scope.info().ip.map(|ip| ip.to_string()).unwrap_or_default();
    let agent = one_line(scope.info().user_agent.as_deref().unwrap_or_default(), 120);
    let path = one_line(scope.path(), 200);
    tracing::info!(
        target: "security", request = %scope.id(), code, status, tenant, actor = scope.actor(), ip, method = %scope.method(), path, agent, "refused"
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    async fn panics() -> Response {
        panic!("with a secret in its text")
    }

    /// GQL-10: a panic becomes an answer that says nothing of it.
    #[tokio::test]
    async fn gql_10_a_panic_is_answered_and_the_process_lives() {
        let shutdown = Shutdown::new();
        let fine = in_own_task(&shutdown, PATIENCE, async { StatusCode::OK.into_response() }).await.unwrap();
        assert_eq!(fine.status(), 200);
        let problem = in_own_task(&shutdown, PATIENCE, panics()).await.unwrap_err();
        let written = http_body_util::BodyExt::collect(problem.written("req_1").into_body()).await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&written).into_owned();
        assert!(text.contains("\"code\":\"internal\"") && text.contains("req_1") && !text.contains("secret"), "{text}");
    }

    #[tokio::test]
    async fn a_caller_who_hangs_up_cancels_nothing_half_way() {
        let (shutdown, done) = (Shutdown::new(), Arc::new(AtomicBool::new(false)));
        let mark = Arc::clone(&done);
        let work = async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            mark.store(true, Ordering::SeqCst);
            StatusCode::OK.into_response()
        };
        let hung_up = tokio::time::timeout(Duration::from_millis(5), in_own_task(&shutdown, PATIENCE, work)).await;
        assert!(hung_up.is_err() && !done.load(Ordering::SeqCst));
        assert!(shutdown.drained(Duration::from_secs(5)).await);
        assert!(done.load(Ordering::SeqCst), "the operation went on to its own end");
    }

    #[tokio::test]
    async fn what_takes_too_long_is_answered_busy() {
        let work = async {
            tokio::time::sleep(Duration::from_secs(5)).await;
            StatusCode::OK.into_response()
        };
        let problem = in_own_task(&Shutdown::new(), Duration::from_millis(5), work).await.unwrap_err();
        assert_eq!((problem.code(), problem.retry_seconds()), ("busy", Some(5)));
    }
}
