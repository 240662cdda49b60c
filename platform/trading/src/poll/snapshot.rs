use std::collections::BTreeMap;

use crate::domain::{PendingOrder, Position, Ticket};

use super::event::{Change, Event};

/// Something of which a server shows all that is open.
pub(super) trait Shown: Clone + PartialEq {
    fn ticket(&self) -> Ticket;
    fn opened(self) -> Event;
    fn changed(self, before: &Self) -> Event;
    fn closed(self) -> Event;
}

impl Shown for Position {
    fn ticket(&self) -> Ticket {
        self.ticket
    }

    fn opened(self) -> Event {
        Event::PositionOpened(self)
    }

    fn changed(self, before: &Self) -> Event {
        let change = if self.same_terms(before) { Change::Figures } else { Change::Terms };
        Event::PositionChanged { position: self, change }
    }

    fn closed(self) -> Event {
        Event::PositionClosed(self)
    }
}

impl Shown for PendingOrder {
    fn ticket(&self) -> Ticket {
        self.ticket
    }

    fn opened(self) -> Event {
        Event::OrderPlaced(self)
    }

    fn changed(self, _before: &Self) -> Event {
        Event::OrderChanged(self)
    }

    fn closed(self) -> Event {
        Event::OrderEnded(self)
    }
}

/// What was open when a server showed it last.
#[derive(Clone, Debug)]
pub(super) struct Snapshot<T>(BTreeMap<Ticket, T>);

impl<T: Shown> Snapshot<T> {
    pub(super) fn new(known: Vec<T>) -> Self {
        Self(known.into_iter().map(|item| (item.ticket(), item)).collect())
    }

    /// The differences to a whole new showing.
    pub(super) fn take(&mut self, shown: Vec<T>) -> Vec<Event> {
        let new: BTreeMap<Ticket, T> = shown.into_iter().map(|item| (item.ticket(), item)).collect();
        let old = std::mem::take(&mut self.0);
        let mut events = Vec::new();
        for (ticket, item) in &new {
            match old.get(ticket) {
                None => events.push(item.clone().opened()),
                Some(before) if before != item => events.push(item.clone().changed(before)),
                Some(_) => {}
            }
        }
        for (ticket, item) in old {
            if !new.contains_key(&ticket) {
                events.push(item.closed());
            }
        }
        self.0 = new;
        events
    }
}
