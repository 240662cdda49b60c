//! Every route, in one list; and what the handlers behind them share.

use crate::graphql::{Documents, StaffSchema, ws::Sockets};
use crate::http::budget::{Budget, BudgetLimits};
use crate::http::error::HttpProblem;
use crate::http::gate;
use crate::http::portal::{self, Brands, Portal};
use crate::http::scope::RequestScope;
use crate::http::tenant::Hosts;
use axum::Router;
use axum::extract::State;
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use crm_app::App;
use crm_runtime::Shutdown;
use crm_storage::HostKind;
use http::{HeaderMap, Method, Uri};
use ipnet::IpNet;
use std::sync::Arc;

/// What the server needs besides the application.
pub struct Options {
    /// The built portal; `None` answers no pages.
    pub portal: Option<Portal>,
    /// Which GraphQL documents are executed.
    pub documents: Documents,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// What one broker may take.
    pub budget: BudgetLimits,
    /// Ends everything in order.
    pub shutdown: Shutdown,
}

/// What handlers share.
pub struct Web {
    /// The use cases' surroundings.
    pub app: Arc<App>,
    /// The staff portal's schema.
    pub schema: StaffSchema,
    pub(crate) validated_schema: StaffSchema,
    /// Which GraphQL documents are executed.
    pub documents: Documents,
    /// Open sockets, counted.
    pub sockets: Sockets,
    /// Ends everything in order.
    pub shutdown: Shutdown,
    pub(crate) brands: Brands,
    pub(crate) portal: Option<Portal>,
    pub(crate) hosts: Hosts,
    pub(crate) budget: Arc<Budget>,
    pub(crate) trusted_proxies: Vec<IpNet>,
    pub(crate) https: bool,
}

impl Web {
    /// What handlers share, from the application and the server's options.
    #[must_use]
    pub fn new(app: Arc<App>, options: Options) -> Arc<Self> {
        Arc::new(Self {
            schema: crate::graphql::schema(&app),
            validated_schema: crate::graphql::validated_schema(&app),
            documents: options.documents,
            sockets: Sockets::default(),
            brands: Brands::new(),
            portal: options.portal,
            hosts: Hosts::new(app.db.clone(), &app.urls.platform),
            budget: Arc::new(Budget::new(options.budget, app.clock.clone())),
            trusted_proxies: options.trusted_proxies,
            https: app.urls.scheme == "https",
            shutdown: options.shutdown,
            app,
        })
    }

    /// The origin that a page of the called host shows.
    pub(crate) fn own_origin(&self, authority: &str) -> String {
        format!("{}://{authority}", self.app.urls.scheme)
    }
}

/// One router for each kind of host: a path of one host does not exist on another.
pub(crate) struct Doors {
    pub(crate) web: Arc<Web>,
    staff: Router,
    client: Router,
    api: Router,
}

impl Doors {
    pub(crate) fn room(&self, kind: HostKind) -> &Router {
        match kind {
            HostKind::Staff => &self.staff,
            HostKind::Client => &self.client,
            HostKind::Api => &self.api,
        }
    }
}

/// The whole public side of the server.
pub fn build(app: Arc<App>, options: Options) -> Router {
    serve_web(Web::new(app, options))
}

/// As [`build`], for a caller that keeps the shared part.
pub fn serve_web(web: Arc<Web>) -> Router {
    let doors = Doors {
        staff: finish(staff(), &web),
        client: finish(client(), &web),
        api: finish(crate::rest::routes(&web).fallback(nothing), &web),
        web,
    };
    Router::new().fallback(gate::enter).with_state(Arc::new(doors))
}

fn staff() -> Router<Arc<Web>> {
    crate::auth::routes()
        .merge(crate::http::imports::routes())
        .merge(crate::http::audit::routes())
        .merge(crate::http::bulk::routes())
        .route("/graphql", post(crate::graphql::answer))
        .route("/graphql/ws", get(crate::graphql::ws::open))
        .fallback(portal_or_nothing)
}

fn client() -> Router<Arc<Web>> {
    crate::client_area::routes().fallback(nothing)
}

fn finish(routes: Router<Arc<Web>>, web: &Arc<Web>) -> Router {
    routes.route_layer(from_fn(gate::note_route)).with_state(Arc::clone(web))
}

async fn nothing() -> HttpProblem {
    HttpProblem::new("not_found")
}

async fn portal_or_nothing(
    State(web): State<Arc<Web>>,
    scope: RequestScope,
    uri: Uri,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let Some(built) = &web.portal else { return HttpProblem::new("not_found").into_response() };
    if let Some(file) = built.file(uri.path(), &headers) {
        scope.note_route("portal file");
        return if method == Method::POST {
            HttpProblem::method_not_allowed("GET, HEAD").into_response()
        } else {
            file
        };
    }
    if !portal::is_page(uri.path()) {
        return HttpProblem::new("not_found").into_response();
    }
    scope.note_route("portal page");
    if method == Method::POST {
        return HttpProblem::method_not_allowed("GET, HEAD").into_response();
    }
    let Some(tenant) = scope.tenant() else { return HttpProblem::new("not_found").into_response() };
    match web.brands.of(&web.app, tenant).await {
        Ok(brand) => built.page(&brand).into_response(),
        Err(error) => HttpProblem::from(error).into_response(),
    }
}
