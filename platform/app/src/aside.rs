//! A caller's place among those of one broker that work at the same time. Whoever waits for something outside (a trading
//! server) holds no database connection and gives the place back meanwhile: a slow server holds up nobody else's work.

use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

tokio::task_local! {
    static SEAT: Arc<Seat>;
}

/// A place that can be left and taken again.
#[derive(Debug)]
pub struct Seat {
    places: Arc<Semaphore>,
    taken: Mutex<Taken>,
}

#[derive(Debug)]
struct Taken {
    permit: Option<OwnedSemaphorePermit>,
    /// How many parts of the work wait outside at the moment.
    away: usize,
}

impl Seat {
    /// A place that was taken among `places`.
    #[must_use]
    pub fn new(places: Arc<Semaphore>, permit: OwnedSemaphorePermit) -> Self {
        Self { places, taken: Mutex::new(Taken { permit: Some(permit), away: 0 }) }
    }

    /// Runs work on this place.
    pub async fn scope<T>(self, work: impl Future<Output = T>) -> T {
        SEAT.scope(Arc::new(self), work).await
    }

    fn with<T>(&self, change: impl FnOnce(&mut Taken) -> T) -> T {
        change(&mut self.taken.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes a place again when nothing of the work is outside any more.
    async fn come_back(&self) {
        if self.with(|taken| taken.away > 0 || taken.permit.is_some()) {
            return;
        }
        // never closed: the work goes on in any case
        let permit = Arc::clone(&self.places).acquire_owned().await.ok();
        self.with(|taken| taken.permit = permit);
    }
}

/// Counts the way back also when the work is dropped half way.
struct Away<'a>(&'a Seat);

impl<'a> Away<'a> {
    fn leave(seat: &'a Seat) -> Self {
        seat.with(|taken| {
            taken.away += 1;
            taken.permit = None;
        });
        Self(seat)
    }
}

impl Drop for Away<'_> {
    fn drop(&mut self) {
        self.0.with(|taken| taken.away = taken.away.saturating_sub(1));
    }
}

/// Waits for something outside without holding the caller's place. No transaction may be open meanwhile.
pub async fn outside<T>(work: impl Future<Output = T>) -> T {
    let Ok(seat) = SEAT.try_with(Arc::clone) else { return work.await };
    let away = Away::leave(&seat);
    let done = work.await;
    drop(away);
    seat.come_back().await;
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    async fn seat(places: &Arc<Semaphore>) -> Seat {
        Seat::new(Arc::clone(places), Arc::clone(places).acquire_owned().await.unwrap())
    }

    #[tokio::test]
    async fn r_08_who_waits_outside_leaves_the_place_to_others_and_takes_one_again() {
        let places = Arc::new(Semaphore::new(1));
        let work = seat(&places).await.scope(async {
            assert_eq!(places.available_permits(), 0);
            outside(async { assert_eq!(places.available_permits(), 1) }).await;
            assert_eq!(places.available_permits(), 0, "it works on a place again");
        });
        work.await;
        assert_eq!(places.available_permits(), 1, "and leaves it at the end");
    }

    #[tokio::test]
    async fn r_08_it_waits_for_a_place_when_it_comes_back() {
        let places = Arc::new(Semaphore::new(1));
        let (sender, told) = tokio::sync::oneshot::channel::<()>();
        let work = tokio::spawn(seat(&places).await.scope(async move { outside(told).await.unwrap() }));
        let other = Arc::clone(&places).acquire_owned().await.unwrap();
        sender.send(()).unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(!work.is_finished());
        drop(other);
        work.await.unwrap();
    }

    #[tokio::test]
    async fn two_parts_outside_come_back_as_one() {
        let places = Arc::new(Semaphore::new(1));
        let part = |milliseconds| outside(tokio::time::sleep(Duration::from_millis(milliseconds)));
        let work = async {
            tokio::join!(part(5), part(20));
            assert_eq!(places.available_permits(), 0);
            // what is dropped half way is outside no more
            assert!(tokio::time::timeout(Duration::from_millis(5), part(10_000)).await.is_err());
            part(1).await;
            assert_eq!(places.available_permits(), 0);
        };
        seat(&places).await.scope(work).await;
        assert_eq!(places.available_permits(), 1);
        assert_eq!(outside(async { 7 }).await, 7, "without a place there is nothing to give back");
    }
}
