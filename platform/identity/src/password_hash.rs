use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

use argon2::password_hash::phc::{Output, PasswordHash, Salt};
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Params, Version};
use thiserror::Error;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use crate::{NoRandomness, random};

/// Memory cost in KiB, passes and lanes (OWASP's floor for argon2id).
const M_COST: u32 = 19_456;
const T_COST: u32 = 2;
const P_COST: u32 = 1;
/// A stored hash that asks for more than this did not come from here.
const M_COST_LIMIT: u32 = 262_144;
const T_COST_LIMIT: u32 = 10;

/// Why a password could not be hashed or checked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HashError {
    /// Too many passwords are waiting: answer 503 with Retry-After.
    #[error("too many sign-ins at once; try again in a few seconds")]
    Busy,
    /// The stored hash is no argon2id hash this program could have written.
    #[error("the stored password hash is unreadable")]
    StoredHash,
    /// The algorithm or the operating system refused.
    #[error("the password could not be hashed: {0}")]
    Failed(String),
}

impl From<NoRandomness> for HashError {
    fn from(error: NoRandomness) -> Self {
        Self::Failed(error.to_string())
    }
}

/// The outcome of checking a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the password is the right one. Always false for an unknown person.
    pub matches: bool,
    /// Whether it matched under parameters that are no longer the current ones: hash it again and store that.
    pub needs_rehash: bool,
}

/// Hashes and checks passwords with argon2id (19 MiB, 2 passes, 1 lane) in threads of its own, so that a flood of
/// sign-ins takes neither the runtime nor more than `workers` × 19 MiB. Cheap to clone; the threads end with the last
/// clone.
#[derive(Debug, Clone)]
pub struct PasswordHasher {
    jobs: SyncSender<Job>,
    unknown: Arc<str>,
}

#[derive(Debug)]
struct Job {
    password: Zeroizing<String>,
    work: Work,
}

#[derive(Debug)]
enum Work {
    Hash(oneshot::Sender<Result<String, HashError>>),
    Verify(Arc<str>, oneshot::Sender<Result<Verdict, HashError>>),
}

impl PasswordHasher {
    /// Starts `workers` threads (at least one; half the cores is a good number) behind a queue of `queue` passwords.
    ///
    /// # Errors
    /// [`HashError::Failed`] if the operating system gives no thread or no randomness.
    pub fn new(workers: usize, queue: usize) -> Result<Self, HashError> {
        let (jobs, waiting) = sync_channel(queue);
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 0..workers.max(1) {
            let waiting = Arc::clone(&waiting);
            thread::Builder::new()
                .name(format!("password-{number}"))
                .spawn(move || work_off(&waiting))
                .map_err(|error| HashError::Failed(error.to_string()))?;
        }
        Ok(Self {
            jobs,
            unknown: unmatchable()?.into(),
        })
    }

    /// Hashes a new password under a fresh salt; gives the PHC string to store.
    ///
    /// # Errors
    /// [`HashError::Busy`] if the queue is full; [`HashError::Failed`].
    pub async fn hash(&self, password: &str) -> Result<String, HashError> {
        let (answer, outcome) = oneshot::channel();
        self.enqueue(password, Work::Hash(answer))?;
        outcome.await.map_err(|_| ended())?
    }

    /// Checks a password against a stored PHC string. `None` (an unknown person, or one without a password) takes the
    /// same time and never matches.
    ///
    /// # Errors
    /// [`HashError::Busy`] if the queue is full; [`HashError::StoredHash`]; [`HashError::Failed`].
    pub async fn verify(&self, stored: Option<&str>, password: &str) -> Result<Verdict, HashError> {
        let stored = stored.map_or_else(|| Arc::clone(&self.unknown), Arc::from);
        let (answer, outcome) = oneshot::channel();
        self.enqueue(password, Work::Verify(stored, answer))?;
        outcome.await.map_err(|_| ended())?
    }

    fn enqueue(&self, password: &str, work: Work) -> Result<(), HashError> {
        let job = Job {
            password: Zeroizing::new(password.to_owned()),
            work,
        };
        self.jobs.try_send(job).map_err(|refused| match refused {
            TrySendError::Full(_) => HashError::Busy,
            TrySendError::Disconnected(_) => ended(),
        })
    }
}

fn ended() -> HashError {
    HashError::Failed("the hashing threads have ended".to_owned())
}

fn work_off(waiting: &Mutex<Receiver<Job>>) {
    loop {
        // only receiving happens under this lock, so it cannot be poisoned; a poisoned one ends the thread
        let Ok(Ok(job)) = waiting.lock().map(|jobs| jobs.recv()) else {
            return;
        };
        // who hung up while waiting is not worth the work; a failed send means the same
        match job.work {
            Work::Hash(answer) if !answer.is_closed() => drop(answer.send(hash(&job.password))),
            Work::Verify(stored, answer) if !answer.is_closed() => {
                drop(answer.send(verify(&stored, &job.password)))
            }
            Work::Hash(_) | Work::Verify(..) => {}
        }
    }
}

fn current() -> Result<Argon2<'static>, HashError> {
    let params = Params::new(M_COST, T_COST, P_COST, None)
        .map_err(|error| HashError::Failed(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String, HashError> {
    let salt = random::<16>()?;
    let hashed = current()?
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| HashError::Failed(error.to_string()))?;
    Ok(hashed.to_string())
}

fn verify(stored: &str, password: &str) -> Result<Verdict, HashError> {
    let stored = PasswordHash::new(stored).map_err(|_| HashError::StoredHash)?;
    let params = Params::try_from(&stored).map_err(|_| HashError::StoredHash)?;
    let ours = stored.algorithm == ARGON2ID_IDENT
        && stored.salt.is_some()
        && stored.hash.is_some()
        && params.m_cost() <= M_COST_LIMIT
        && params.t_cost() <= T_COST_LIMIT;
    if !ours {
        return Err(HashError::StoredHash);
    }
    let matches = match current()?.verify_password(password.as_bytes(), &stored) {
        Ok(()) => true,
        Err(argon2::password_hash::Error::PasswordInvalid) => false,
        Err(error) => return Err(HashError::Failed(error.to_string())),
    };
    let is_current = stored.version == Some(Version::V0x13.into())
        && (params.m_cost(), params.t_cost(), params.p_cost()) == (M_COST, T_COST, P_COST);
    Ok(Verdict {
        matches,
        needs_rehash: matches && !is_current,
    })
}

/// A hash under the current parameters that no password is known to have: random salt, random output.
fn unmatchable() -> Result<String, HashError> {
    let failed = |error: argon2::password_hash::phc::Error| HashError::Failed(error.to_string());
    let params = Params::new(M_COST, T_COST, P_COST, None)
        .map_err(|error| HashError::Failed(error.to_string()))?;
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: argon2::password_hash::phc::ParamsString::try_from(&params)
            .map_err(|error| HashError::Failed(error.to_string()))?,
        salt: Some(Salt::new(&random::<16>()?).map_err(failed)?),
        hash: Some(Output::new(&random::<32>()?).map_err(failed)?),
    };
    Ok(hash.to_string())
}
