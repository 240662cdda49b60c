use super::LiveOp;
use super::message::{Answer, Ending, Said, read};
use crate::graphql::error::{Refusal, code_of, sanitise};
use crate::graphql::{Asked, prepare};
use crate::http::budget::Line;
use crate::http::gate::note_security;
use crate::http::scope::RequestScope;
use crate::router::Web;
use async_graphql::Response;
use async_graphql::parser::types::OperationType;
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use crm_access::OpContext;
use crm_app::UseCaseError;
use crm_cache::{LiveKind, LiveReceiver, Received};
use futures_util::stream::{AbortHandle, BoxStream, SelectAll, abortable};
use futures_util::{SinkExt, StreamExt, stream};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use uuid::Uuid;

/// Running subscriptions of one socket (GQL-12).
const SUBSCRIPTIONS_MAX: usize = 20;
/// How often session and rights are looked at: both take effect within five seconds, also when no news of it came.
const LOOK: Duration = Duration::from_secs(4);
/// How long a portal may take to greet.
const GREETING: Duration = Duration::from_secs(5);
/// A reader that takes longer for one message is dropped (DOS-04).
const SENDING: Duration = Duration::from_secs(10);
/// Messages from the portal between two looks.
const MESSAGES_MAX: u32 = 100;
/// Looks that may fail because the database is away.
const BLIND_LOOKS_MAX: u32 = 5;

type News = (String, Option<Response>);

/// One socket from handshake to close.
pub(super) struct Conversation {
    web: Arc<Web>,
    scope: RequestScope,
    op: watch::Sender<OpContext>,
    access: Option<LiveReceiver>,
    greeted: bool,
    running: HashMap<String, AbortHandle>,
    news: SelectAll<BoxStream<'static, News>>,
    messages: u32,
    blind_looks: u32,
}

impl Conversation {
    pub(super) fn new(web: Arc<Web>, scope: RequestScope, op: OpContext) -> Self {
        let access = web.app.bus.subscribe(op.tenant().id).ok();
        Self {
            web,
            scope,
            access,
            op: watch::Sender::new(op),
            greeted: false,
            running: HashMap::new(),
            news: SelectAll::new(),
            messages: 0,
            blind_looks: 0,
        }
    }

    pub(super) async fn hold(mut self, mut socket: WebSocket) {
        let ending = self.talk(&mut socket).await;
        if ending == Ending::SessionEnded {
            note_security(&self.scope, "session_ended", 401);
        }
        let frame = CloseFrame { code: ending.code(), reason: ending.reason().into() };
        let _ = timeout(Duration::from_secs(1), socket.send(Message::Close(Some(frame)))).await;
    }

    async fn talk(&mut self, socket: &mut WebSocket) -> Ending {
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        look.reset();
        let greet_by = Instant::now() + GREETING;
        let shutdown = self.web.shutdown.clone();
        let me = self.op.borrow().actor().staff().map(|staff| staff.id.uuid());
        loop {
            let step = tokio::select! {
                () = shutdown.requested() => Err(Ending::Stopping),
                () = tokio::time::sleep_until(greet_by), if !self.greeted => Err(Ending::GreetingTimedOut),
                _ = look.tick() => self.look(socket).await,
                () = access_changed(&mut self.access, me) => self.look(socket).await,
                said = socket.recv() => match said {
                    Some(Ok(message)) => self.hear(socket, message).await,
                    Some(Err(_)) | None => Err(Ending::Gone),
                },
                Some((id, response)) = self.news.next(), if !self.news.is_empty() => self.tell(socket, &id, response).await,
            };
            if let Err(ending) = step {
                return ending;
            }
        }
    }

    /// Session and rights as they are now.
    async fn look(&mut self, socket: &mut WebSocket) -> Result<(), Ending> {
        self.messages = 0;
        let before = self.op.borrow().clone();
        match of_now(&self.web, &before).await {
            Ok(Some(now)) => {
                self.blind_looks = 0;
                self.op.send_if_modified(|op| {
                    let changed = op.policy().version() != now.policy().version();
                    *op = now;
                    changed
                });
            }
            Ok(None) => return Err(Ending::SessionEnded),
            Err(error) if self.blind_looks < BLIND_LOOKS_MAX => {
                self.blind_looks += 1;
                tracing::warn!(%error, "a session could not be looked at again");
            }
            Err(_) => return Err(Ending::SessionEnded),
        }
        if self.greeted { send(socket, &Answer::Ping).await } else { Ok(()) }
    }

    async fn hear(&mut self, socket: &mut WebSocket, message: Message) -> Result<(), Ending> {
        self.messages += 1;
        if self.messages > MESSAGES_MAX {
            return Err(Ending::TooMany);
        }
        let text = match message {
            Message::Text(text) => text,
            Message::Ping(_) | Message::Pong(_) => return Ok(()),
            Message::Binary(_) => return Err(Ending::BadMessage),
            Message::Close(_) => return Err(Ending::Gone),
        };
        match read(&text)? {
            Said::ConnectionInit {} if self.greeted => Err(Ending::TooMany),
            Said::ConnectionInit {} => {
                self.greeted = true;
                send(socket, &Answer::ConnectionAck).await
            }
            Said::Ping {} => send(socket, &Answer::Pong).await,
            Said::Pong {} => Ok(()),
            Said::Subscribe { .. } if !self.greeted => Err(Ending::NotGreeted),
            Said::Subscribe { id, payload } => self.subscribe(socket, id, *payload).await,
            Said::Complete { id } => {
                if let Some(handle) = self.running.remove(&id) {
                    handle.abort();
                }
                Ok(())
            }
        }
    }

    async fn subscribe(&mut self, socket: &mut WebSocket, id: String, asked: Asked) -> Result<(), Ending> {
        if self.running.contains_key(&id) {
            return Err(Ending::IdTaken);
        }
        match self.begin(asked) {
            Ok(answers) => {
                let (answers, handle) = abortable(answers);
                let (named, last) = (id.clone(), id.clone());
                let news = answers
                    .map(move |response| (named.clone(), Some(response)))
                    .chain(stream::once(async move { (last, None) }));
                self.running.insert(id, handle);
                self.news.push(news.boxed());
                Ok(())
            }
            Err(refusal) => {
                note_security(&self.scope, refusal.code(), 200);
                let response = refusal.response(&self.scope.id().to_string());
                send(socket, &Answer::Error { id: &id, payload: &response.errors }).await
            }
        }
    }

    fn begin(&self, mut asked: Asked) -> Result<BoxStream<'static, Response>, Refusal> {
        if self.running.len() >= SUBSCRIPTIONS_MAX {
            return Err(Refusal::limited(format!("At most {SUBSCRIPTIONS_MAX} subscriptions run on one socket.")));
        }
        // Clients of the protocol insist on a `query`: an id may stand there.
        if asked.id.is_none() && asked.query.as_deref().is_some_and(|text| text.starts_with("sha256:")) {
            asked.id = asked.query.take();
        }
        let document = self.web.documents.find(asked.id.as_deref(), asked.query.as_deref());
        let document = document.map_err(|_| Refusal::invalid("This document is not known; reload the page."))?;
        if document.kind() != OperationType::Subscription {
            return Err(Refusal::invalid("Queries and mutations are taken by POST /graphql."));
        }
        let operation = prepare(&self.web, &document, asked, &self.op.borrow())?
            .data(LiveOp(self.op.subscribe()))
            .data(Arc::clone(&self.web.budget));
        Ok(self.web.schema.execute_stream(operation))
    }

    async fn tell(&mut self, socket: &mut WebSocket, id: &str, response: Option<Response>) -> Result<(), Ending> {
        let Some(mut response) = response else {
            // A subscription that the portal ended itself was taken off the list and gets no farewell.
            return if self.running.remove(id).is_some() {
                send(socket, &Answer::Complete { id }).await
            } else {
                Ok(())
            };
        };
        if !self.running.contains_key(id) {
            return Ok(());
        }
        for fault in &response.errors {
            if code_of(fault) == "internal" {
                tracing::error!(message = %crm_runtime::one_line(&fault.message, 300), "a subscription failed");
            }
        }
        sanitise(&mut response.errors, &self.scope.id().to_string());
        send(socket, &Answer::Next { id, payload: &response }).await
    }
}

/// Resolves when news come that this person's own rights or sessions changed. What concerns everybody waits for the next
/// look: not all sockets of a broker look at the same moment.
async fn access_changed(news: &mut Option<LiveReceiver>, me: Option<Uuid>) {
    while let Some(receiver) = news {
        match receiver.recv().await {
            Received::Event(event) if event.kind == LiveKind::AccessChanged && Some(event.id) == me => return,
            Received::Event(_) | Received::Lagged => {}
            Received::Closed => *news = None,
        }
    }
    std::future::pending().await
}

async fn send(socket: &mut WebSocket, answer: &Answer<'_>) -> Result<(), Ending> {
    let text = serde_json::to_string(answer).map_err(|_| Ending::Gone)?;
    match timeout(SENDING, SinkExt::send(socket, Message::Text(text.into()))).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Ending::Gone),
    }
}

/// The operation as it is now; nothing when the session has ended or the broker is suspended (PROV-04).
async fn of_now(web: &Web, before: &OpContext) -> Result<Option<OpContext>, UseCaseError> {
    let _turn = web.budget.turn(before.tenant().id, Line::Look).await.map_err(|_| UseCaseError::Busy)?;
    if web.hosts.is_open(before.tenant()).await? { web.app.still_signed_in(before).await } else { Ok(None) }
}
