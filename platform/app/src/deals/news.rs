//! Telling open portals of deals that were kept: of which accounts, and since when.

use crate::App;
use chrono::{DateTime, Utc};
use crm_cache::{LiveEvent, LiveKind};
use crm_model::{TenantId, TradingAccountId};
use crm_storage::NewDeal;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Deals of more accounts than this are told in one word.
const ONE_BY_ONE: usize = 64;

/// Which accounts deals were kept of, and when the oldest of each was made.
#[derive(Debug, Default)]
pub(super) struct DealNews(BTreeMap<TradingAccountId, DateTime<Utc>>);

impl DealNews {
    pub(super) fn of(deals: &[NewDeal]) -> Self {
        let mut news = Self::default();
        for deal in deals {
            news.note(deal.key.account, deal.at);
        }
        news
    }

    pub(super) fn add(&mut self, news: Self) {
        for (account, at) in news.0 {
            self.note(account, at);
        }
    }

    fn note(&mut self, account: TradingAccountId, at: DateTime<Utc>) {
        let oldest = self.0.entry(account).or_insert(at);
        *oldest = (*oldest).min(at);
    }

    /// Tells of them, after the commit. Who hears it looks under his own rights at what is there since.
    pub(super) async fn announce(self, app: &App, tenant: TenantId) {
        for (id, at) in self.words() {
            let (kind, version) = (LiveKind::DealsKept, at.timestamp_micros());
            app.bus.publish(LiveEvent { tenant, kind, id, version, by: None, owner: None, team: None }).await;
        }
    }

    fn words(self) -> Vec<(Uuid, DateTime<Utc>)> {
        if self.0.len() <= ONE_BY_ONE {
            return self.0.into_iter().map(|(account, at)| (account.uuid(), at)).collect();
        }
        self.0.into_values().min().map(|at| (Uuid::nil(), at)).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn each_account_is_told_once_with_its_oldest_deal() {
        let account = TradingAccountId::generate();
        let mut news = DealNews::default();
        for seconds in [30, 10, 20] {
            let mut more = DealNews::default();
            more.note(account, at(seconds));
            news.add(more);
        }
        assert_eq!(news.words(), [(account.uuid(), at(10))]);
    }

    #[test]
    fn many_accounts_are_told_in_one_word() {
        let mut news = DealNews::default();
        for seconds in 0..=64 {
            news.note(TradingAccountId::generate(), at(seconds));
        }
        assert_eq!(news.words(), [(Uuid::nil(), at(0))]);
        assert_eq!(DealNews::default().words(), []);
    }
}
