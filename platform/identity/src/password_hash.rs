use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use subtle::ConstantTimeEq;
use thiserror::Error;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use crate::{NoRandomness, random};

/// Memory cost in KiB, passes and lanes (OWASP's floor for argon2id).
const M_COST: u32 = 19_456;
const T_COST: u32 = 2;
const P_COST: u32 = 1;
/// A stored hash that asks for more than this did not come from here.
const M_COST_LIMIT: u32 = 65_536;
const T_COST_LIMIT: u32 = 10;
/// How long a thread without work keeps its memory.
const MEMORY_KEPT: Duration = Duration::from_secs(30);

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
    depth: Arc<AtomicUsize>,
    taken: Arc<AtomicU64>,
}

#[derive(Debug)]
struct Job {
    password: Zeroizing<String>,
    work: Work,
    counted: Counted,
}

/// Counts a job from the moment it is put in until it is worked off or refused.
#[derive(Debug)]
struct Counted(Arc<AtomicUsize>);

impl Counted {
    fn new(depth: &Arc<AtomicUsize>) -> Self {
        depth.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(depth))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
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
        // nobody has this hash: random salt, random output
        let unknown = phc(&random::<16>()?, &random::<32>()?)?;
        let (jobs, waiting) = sync_channel(queue);
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 0..workers.max(1) {
            let waiting = Arc::clone(&waiting);
            thread::Builder::new()
                .name(format!("password-{number}"))
                .spawn(move || work_off(&waiting))
                .map_err(|error| HashError::Failed(error.to_string()))?;
        }
        Ok(Self { jobs, unknown: unknown.into(), depth: Arc::default(), taken: Arc::default() })
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

    /// Passwords that wait or are being worked on.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.depth.load(Ordering::Relaxed)
    }

    /// Passwords taken to be hashed or checked since the start, those of unknown people too.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    fn enqueue(&self, password: &str, work: Work) -> Result<(), HashError> {
        let job = Job { password: Zeroizing::new(password.to_owned()), work, counted: Counted::new(&self.depth) };
        self.jobs.try_send(job).map_err(|refused| match refused {
            TrySendError::Full(_) => HashError::Busy,
            TrySendError::Disconnected(_) => ended(),
        })?;
        self.taken.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

fn ended() -> HashError {
    HashError::Failed("the hashing threads have ended".to_owned())
}

fn work_off(waiting: &Mutex<Receiver<Job>>) {
    let mut memory = Memory::default();
    loop {
        // only receiving happens under this lock, so it cannot be poisoned; a poisoned one ends the thread
        let Ok(received) = waiting.lock().map(|jobs| jobs.recv_timeout(MEMORY_KEPT)) else {
            return;
        };
        let job = match received {
            Ok(job) => job,
            Err(RecvTimeoutError::Timeout) => {
                memory = Memory::default();
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
        // who hung up while waiting is not worth the work; a failed send means the same
        let Job { password, work, counted } = job;
        match work {
            Work::Hash(answer) if !answer.is_closed() => {
                let outcome = hash(&password, &mut memory);
                drop(counted);
                drop(answer.send(outcome));
            }
            Work::Verify(stored, answer) if !answer.is_closed() => {
                let outcome = verify(&stored, &password, &mut memory);
                drop(counted);
                drop(answer.send(outcome));
            }
            Work::Hash(_) | Work::Verify(..) => {}
        }
    }
}

/// The blocks a thread computes in, used again for each password and given back after a quiet while.
#[derive(Default)]
struct Memory {
    blocks: Vec<Block>,
}

impl Memory {
    /// Reserving 32 MiB makes glibc map the memory on its own and unmap it when it is dropped; below, 19 MiB that come
    /// and go leave hundreds of megabytes of holes in its arenas. Only what is used is touched.
    const RESERVED: usize = 33 * 1_024;

    fn blocks(&mut self, count: usize) -> &mut [Block] {
        if self.blocks.len() < count {
            self.blocks.reserve_exact(count.max(Self::RESERVED) - self.blocks.len());
            self.blocks.resize(count, Block::new());
        }
        self.blocks.get_mut(..count).unwrap_or_default()
    }
}

fn params() -> Result<Params, HashError> {
    Params::new(M_COST, T_COST, P_COST, None).map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> HashError {
    HashError::Failed(error.to_string())
}

fn hash(password: &str, memory: &mut Memory) -> Result<String, HashError> {
    let salt = random::<16>()?;
    let mut output = [0; 32];
    compute(password, &salt, params()?, Version::V0x13, memory, &mut output)?;
    phc(&salt, &output)
}

fn verify(stored: &str, password: &str, memory: &mut Memory) -> Result<Verdict, HashError> {
    let stored = PasswordHash::new(stored).map_err(|_| HashError::StoredHash)?;
    let stored_params = Params::try_from(&stored).map_err(|_| HashError::StoredHash)?;
    let version = stored.version.unwrap_or_default();
    let (Some(salt), Some(expected), Ok(version)) = (stored.salt, stored.hash, Version::try_from(version)) else {
        return Err(HashError::StoredHash);
    };
    let costs = (stored_params.m_cost(), stored_params.t_cost(), stored_params.p_cost());
    if stored.algorithm != ARGON2ID_IDENT || costs.0 > M_COST_LIMIT || costs.1 > T_COST_LIMIT {
        return Err(HashError::StoredHash);
    }
    let mut output = Zeroizing::new(vec![0; expected.len()]);
    compute(password, &salt, stored_params, version, memory, &mut output)?;
    let matches = bool::from(output.ct_eq(expected.as_bytes()));
    let is_current = version == Version::V0x13 && costs == (M_COST, T_COST, P_COST);
    Ok(Verdict { matches, needs_rehash: matches && !is_current })
}

fn compute(
    password: &str,
    salt: &[u8],
    params: Params,
    version: Version,
    memory: &mut Memory,
    output: &mut [u8],
) -> Result<(), HashError> {
    let blocks = memory.blocks(params.block_count());
    Argon2::new(Algorithm::Argon2id, version, params)
        .hash_password_into_with_memory(password.as_bytes(), salt, output, blocks)
        .map_err(failed)
}

/// A hash under the current parameters as a PHC string.
fn phc(salt: &[u8], output: &[u8]) -> Result<String, HashError> {
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params()?).map_err(failed)?,
        salt: Some(Salt::new(salt).map_err(failed)?),
        hash: Some(Output::new(output).map_err(failed)?),
    };
    Ok(hash.to_string())
}
