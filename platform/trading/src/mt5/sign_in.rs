use super::auth::challenge;
use super::call::Call;
use super::envelope::Envelope;
use super::keeper::Place;
use crate::TradingError;
use crate::error::Answer;
use crate::net::{Link, Question};

/// The newest build of the protocol that we know.
const VERSION: &str = "484";

/// Why a connection has no session.
pub(super) enum NotIn {
    /// The server said no, or is not who it says: for people to look at.
    Refused(TradingError),
    /// It did not work out this time.
    Failed(TradingError),
}

/// Proves to the server that we know the password, and lets it prove the same. Nothing of the password leaves.
pub(super) async fn sign_in(link: &mut Link, place: &Place) -> Result<(), NotIn> {
    let start = Call::read("auth/start", place.limits.sign_in)
        .with("version", VERSION)
        .with("agent", "brokerdesk")
        .with("login", place.manager)
        .with("type", "manager");
    let started = step(link, place, &start).await?;
    let theirs = started.object().text("srv_rand").and_then(|challenge| place.password.answer(&challenge));
    let Some(answer) = theirs else {
        return Err(NotIn::Failed(TradingError::Protocol(Answer::ours("the server put no challenge"))));
    };
    let ours = challenge()
        .map_err(|_| NotIn::Failed(TradingError::Unreachable(Answer::ours("this machine gives no random bytes"))))?;
    let reply = Call::read("auth/answer", place.limits.sign_in).with("srv_rand_answer", answer).with("cli_rand", &ours);
    let replied = step(link, place, &reply).await?;
    let proof = replied.object().words("cli_rand_answer");
    if place.password.is_proved(&ours, &proof) {
        return Ok(());
    }
    Err(NotIn::Refused(TradingError::Auth(Answer::ours("the server could not prove that it knows the password"))))
}

async fn step(link: &mut Link, place: &Place, call: &Call) -> Result<Envelope, NotIn> {
    let request = call.request(&place.host_header).map_err(NotIn::Failed)?;
    let asked = link.ask(Question { request, limit: call.limit }).await;
    let answered = asked.map_err(|failure| NotIn::Failed(TradingError::Unreachable(Answer::ours(failure.words))))?;
    let Some(envelope) = Envelope::parse(&answered.body) else {
        let status = i64::from(answered.status.as_u16());
        // no verdict on who we are: a proxy or an overloaded server may answer so
        let answer = Answer::told(status, "the answer to the sign-in is none of the Web API");
        return Err(NotIn::Failed(TradingError::Unreachable(answer)));
    };
    if envelope.is_done() {
        return Ok(envelope);
    }
    let answer = Answer::told(envelope.code, &envelope.words);
    Err(match envelope.code {
        1018 => NotIn::Failed(TradingError::Busy(answer)),
        3 | 4 | 8 | 13 | 1000..=1034 => NotIn::Refused(TradingError::Auth(answer)),
        // says nothing of who we are: busy, shutting down, no connection to the trade server
        _ => NotIn::Failed(TradingError::Busy(answer)),
    })
}
