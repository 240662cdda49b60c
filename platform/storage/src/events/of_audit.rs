use super::Outgoing;
use crate::AuditEvent;
use chrono::{DateTime, Utc};
use crm_model::{AuditAction, EventType};
use uuid::Uuid;

/// What websites are told of an audit event; nothing of refusals, reads, and what is the broker's own business.
pub(crate) fn of_audit(event: &AuditEvent, at: DateTime<Utc>) -> Vec<Outgoing> {
    let many = event.told.iter().map(|(kind, client)| about_client(*kind, client.uuid(), at));
    of_one(event, at).into_iter().chain(many).collect()
}

const fn about_client(kind: EventType, client: Uuid, at: DateTime<Utc>) -> Outgoing {
    Outgoing { client: Some(client), ..Outgoing::of(kind, at) }
}

fn of_one(event: &AuditEvent, at: DateTime<Utc>) -> Option<Outgoing> {
    let kind = kind(event.action).filter(|_| !event.refused)?;
    let client = event.client?.uuid();
    let target = |noun: &str| event.target.as_ref().filter(|target| target.kind == noun).map(|target| target.id);
    Some(Outgoing {
        account: target("trading_account"),
        operation: target("balance_operation"),
        command: target("trade_command"),
        ..about_client(kind, client, at)
    })
}

const fn kind(action: AuditAction) -> Option<EventType> {
    Some(match action {
        AuditAction::ClientRegistered => EventType::ClientCreated,
        AuditAction::ClientChanged
        | AuditAction::ClientChangeUndone
        | AuditAction::ClientConverted
        | AuditAction::ClientEmailChanged
        | AuditAction::ClientContactAdded
        | AuditAction::ClientContactRemoved => EventType::ClientChanged,
        AuditAction::ClientStatusChanged => EventType::ClientStatusChanged,
        AuditAction::ClientArchived => EventType::ClientArchived,
        AuditAction::ClientRestored => EventType::ClientRestored,
        AuditAction::TradingAccountOpened => EventType::TradingAccountOpened,
        AuditAction::TradingAccountLinked => EventType::TradingAccountLinked,
        AuditAction::TradingAccountChanged => EventType::TradingAccountChanged,
        AuditAction::TradingAccountArchived => EventType::TradingAccountArchived,
        AuditAction::BalanceRequested => EventType::BalanceOperationRequested,
        AuditAction::BalanceDeclined => EventType::BalanceOperationDeclined,
        AuditAction::BalanceCancelled => EventType::BalanceOperationCancelled,
        AuditAction::BalanceConfirmed => EventType::BalanceOperationConfirmed,
        AuditAction::BalanceRejected => EventType::BalanceOperationRejected,
        AuditAction::BalanceUnknown => EventType::BalanceOperationUnknown,
        AuditAction::BalanceNotApplied => EventType::BalanceOperationNotApplied,
        AuditAction::TradeRequested => EventType::TradeCommandRequested,
        AuditAction::TradeDeclined => EventType::TradeCommandDeclined,
        AuditAction::TradeCancelled => EventType::TradeCommandCancelled,
        AuditAction::TradeConfirmed => EventType::TradeCommandConfirmed,
        AuditAction::TradePartial => EventType::TradeCommandPartial,
        AuditAction::TradeRejected => EventType::TradeCommandRejected,
        AuditAction::TradeUnknown => EventType::TradeCommandUnknown,
        AuditAction::TradeNotApplied => EventType::TradeCommandNotApplied,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_and_a_read_are_told_to_nobody() {
        let now = DateTime::UNIX_EPOCH;
        let told = |action| {
            of_audit(
                &AuditEvent {
                    client: Some(crm_model::ClientId::generate()),
                    ..AuditEvent::on(action, "balance_operation", Uuid::nil())
                },
                now,
            )
        };
        let operations: Vec<_> = told(AuditAction::BalanceConfirmed).iter().map(|event| event.operation).collect();
        assert_eq!(operations, [Some(Uuid::nil())]);
        assert_eq!(told(AuditAction::ClientOpened), []);
        assert_eq!(of_audit(&AuditEvent::refusal(AuditAction::ClientRegistered, "forbidden"), now), []);
    }

    #[test]
    fn one_event_tells_of_many_clients() {
        let clients = [crm_model::ClientId::generate(), crm_model::ClientId::generate()];
        let event = AuditEvent::on(AuditAction::ClientsImported, "client_import", Uuid::nil())
            .telling(EventType::ClientCreated, clients);
        let told: Vec<_> = of_audit(&event, DateTime::UNIX_EPOCH).iter().map(|event| event.client).collect();
        assert_eq!(told, clients.map(|client| Some(client.uuid())));
    }
}
