use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::clock::{Clock, Pace};
use crate::config::Config;
use crate::control::Control;
use crate::http::{Reins, serve};
use crate::mt4::GatewayServer;
use crate::mt5::WebApi;
use crate::shared::Shared;
use crate::state_file::{Keeper, State};
use crate::tls::Identity;
use crate::world::World;

/// How to reach a running simulator.
#[derive(Debug, Clone, Serialize)]
pub struct Reach {
    pub mt5: Mt5Reach,
    pub mt4: Mt4Reach,
    /// Address of the control interface.
    pub control: SocketAddr,
    pub seed: u64,
}

/// How to reach the MT5 Web API.
#[derive(Debug, Clone, Serialize)]
pub struct Mt5Reach {
    pub address: SocketAddr,
    pub login: u64,
    pub password: String,
    /// The certificate, to be trusted.
    pub certificate_pem: String,
    /// SHA-256 of the certificate (DER), hexadecimal, to be pinned.
    pub certificate_sha256: String,
}

/// How to reach the MT4 gateway.
#[derive(Debug, Clone, Serialize)]
pub struct Mt4Reach {
    pub address: SocketAddr,
    pub base_url: String,
    pub client_id: String,
    pub client_secret: String,
    pub trade_platform: String,
}

/// A running simulator. It ends when it is dropped.
#[derive(Debug)]
pub struct Simulator {
    reach: Reach,
    control: Control,
    keeper: Option<Arc<Keeper>>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// How often a clock that runs by itself lets things happen.
const PULSE: Duration = Duration::from_millis(20);
/// How often changed books are written.
const SAVE: Duration = Duration::from_secs(2);

impl Simulator {
    /// Starts the two servers and the control interface. Needs a tokio runtime.
    ///
    /// # Errors
    /// When an address cannot be bound, the control address is not loopback, or the state does not fit.
    pub async fn start(config: Config) -> Result<Self> {
        if !config.control.ip().is_loopback() {
            bail!("the control interface has no password: {} is not loopback", config.control);
        }
        let clock = Clock::new(config.pace, config.start);
        let mut world = World::new(config.clone(), clock.now());
        let kept = config.state.as_deref().map(State::read).transpose()?.flatten();
        let identity = match kept {
            None => Identity::new()?,
            Some(state) => {
                let identity = state.identity.clone();
                state.restore(&mut world)?;
                identity
            }
        };
        let shared = Arc::new(Shared::new(clock, &config, world));
        let (stop, stopped) = watch::channel(false);
        let (kick, kicked) = watch::channel(0);
        let reins = Reins { stop: stopped.clone(), kick: kicked };
        let control = Control { shared: Arc::clone(&shared), kick };
        let (mt5, mt4, control_listener) =
            (bind(config.mt5).await?, bind(config.mt4).await?, bind(config.control).await?);
        let reach = reach(&config, &identity, &mt5, &mt4, &control_listener)?;
        let tls = identity.acceptor()?;
        let mut tasks = vec![
            tokio::spawn(serve(mt5, Some(tls), Arc::new(WebApi { shared: Arc::clone(&shared) }), reins.clone())),
            tokio::spawn(serve(mt4, None, Arc::new(GatewayServer { shared: Arc::clone(&shared) }), reins.clone())),
            tokio::spawn(serve(control_listener, None, Arc::new(control.clone()), unkicked(&stopped))),
        ];
        if config.pace != Pace::Driven {
            tasks.push(tokio::spawn(pulse(Arc::clone(&shared))));
        }
        let keeper = config.state.map(|path| Arc::new(Keeper::new(shared, identity, path)));
        if let Some(keeper) = &keeper {
            tasks.push(tokio::spawn(save_often(Arc::clone(keeper))));
        }
        Ok(Self { reach, control, keeper, stop, tasks })
    }

    /// How to reach it.
    #[must_use]
    pub const fn reach(&self) -> &Reach {
        &self.reach
    }

    /// The handle that drives it.
    #[must_use]
    pub const fn control(&self) -> &Control {
        &self.control
    }

    /// Writes the state, if it is kept, and ends.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub async fn stop(mut self) -> Result<()> {
        self.stop.send_replace(true);
        for task in self.tasks.drain(..) {
            task.abort();
            // An aborted task says so; there is nothing else to learn from it.
            let _ = task.await;
        }
        match self.keeper.take() {
            Some(keeper) => tokio::task::spawn_blocking(move || keeper.save()).await?,
            None => Ok(()),
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}

/// Reins of a server whose connections the control interface does not end.
fn unkicked(stopped: &watch::Receiver<bool>) -> Reins {
    let (never, kick) = watch::channel(0);
    // The sender lives as long as anybody listens to it.
    tokio::spawn(async move { never.closed().await });
    Reins { stop: stopped.clone(), kick }
}

fn reach(
    config: &Config,
    identity: &Identity,
    mt5: &TcpListener,
    mt4: &TcpListener,
    control: &TcpListener,
) -> Result<Reach> {
    let mt4_address = mt4.local_addr()?;
    Ok(Reach {
        mt5: Mt5Reach {
            address: mt5.local_addr()?,
            login: config.manager.login,
            password: config.manager.password.clone(),
            certificate_pem: identity.certificate.clone(),
            certificate_sha256: identity.fingerprint()?,
        },
        mt4: Mt4Reach {
            address: mt4_address,
            base_url: format!("http://{mt4_address}"),
            client_id: config.gateway.client_id.clone(),
            client_secret: config.gateway.client_secret.clone(),
            trade_platform: config.gateway.platform.clone(),
        },
        control: control.local_addr()?,
        seed: config.seed,
    })
}

async fn pulse(shared: Arc<Shared>) {
    let mut beat = tokio::time::interval(PULSE);
    beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        beat.tick().await;
        shared.with(|_| ());
    }
}

async fn save_often(keeper: Arc<Keeper>) {
    let mut beat = tokio::time::interval(SAVE);
    let mut last = None;
    loop {
        beat.tick().await;
        let mark = keeper.mark();
        if last == Some(mark) {
            continue;
        }
        let writer = Arc::clone(&keeper);
        let written = tokio::task::spawn_blocking(move || writer.save()).await;
        // A failed write is tried again at the next beat.
        last = matches!(written, Ok(Ok(()))).then_some(mark);
    }
}
