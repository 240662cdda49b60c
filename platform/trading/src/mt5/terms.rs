use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use tokio::time::Instant;

use super::{Mt5, wire};
use crate::Result;
use crate::domain::{Login, MarginMode};
use crate::error::Effect;
use crate::fields::Fields;

/// How long a symbol's terms and a group's mode are believed.
const FRESH: Duration = Duration::from_secs(600);

/// What a trade request must know of a symbol.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    pub(super) digits: u32,
    pub(super) filling: u8,
}

/// Terms that change rarely, so that dealing does not ask for them each time.
#[derive(Debug, Default)]
pub(super) struct TermsCache {
    symbols: Mutex<HashMap<String, (Instant, Terms)>>,
    groups: Mutex<HashMap<String, (Instant, MarginMode)>>,
}

fn known<T: Copy>(kept: &Mutex<HashMap<String, (Instant, T)>>, name: &str) -> Option<T> {
    let kept = kept.lock().ok()?;
    kept.get(name).filter(|(since, _)| since.elapsed() < FRESH).map(|(_, value)| *value)
}

fn keep<T>(kept: &Mutex<HashMap<String, (Instant, T)>>, name: &str, value: T) {
    if let Ok(mut kept) = kept.lock() {
        kept.insert(name.to_owned(), (Instant::now(), value));
    }
}

impl Mt5 {
    pub(super) async fn terms(&self, symbol: &str) -> Result<Terms> {
        if let Some(terms) = known(&self.terms.symbols, symbol) {
            return Ok(terms);
        }
        let envelope = self.symbol_answer(symbol, None).await?;
        let terms = envelope.one(Effect::Read, |fields| {
            Ok(Terms { digits: fields.need("Digits", Fields::small)?, filling: wire::filling(fields) })
        })?;
        keep(&self.terms.symbols, symbol, terms);
        Ok(terms)
    }

    pub(super) async fn margin_mode(&self, login: Login) -> Result<MarginMode> {
        let group = self.get_account(login).await?.group;
        if let Some(mode) = known(&self.terms.groups, &group) {
            return Ok(mode);
        }
        let mode = self.get_group(&group).await?.margin_mode;
        keep(&self.terms.groups, &group, mode);
        Ok(mode)
    }
}
