use crate::crm::Crm;
use crate::documents::Documents;
use crate::environment::Environment;
use crate::simulator::{Reach, Simulator};
use crate::time::Time;
use std::sync::Arc;
use std::time::Duration;

/// How often the simulator's clock follows.
const BEAT: Duration = Duration::from_millis(50);

/// Everything that runs.
pub(crate) struct Ground {
    pub environment: Environment,
    pub seed: u64,
    pub time: Arc<Time>,
    pub documents: Arc<Documents>,
    pub simulator: Simulator,
    pub reach: Reach,
    pub crm: Crm,
}

impl Ground {
    pub(crate) async fn start(environment: Environment, seed: u64) -> anyhow::Result<Self> {
        let documents = Arc::new(Documents::write(&environment.file("portal"))?);
        let time = Arc::new(Time::default());
        let simulator = Simulator::new(seed, &environment)?;
        let reach = simulator.start(&environment, time.now()).await?;
        let crm = Crm::new();
        crm.start(&environment, &time).await?;
        Ok(Self { environment, seed, time, documents, simulator, reach, crm })
    }

    /// Kills `tenant-api`, lets time pass for everybody, and starts it again.
    pub(crate) async fn kill(&self, skipped: u32) -> anyhow::Result<()> {
        self.crm.kill(&self.environment).await?;
        self.time.skip(skipped);
        self.simulator.follow(&self.time).await?;
        self.crm.start(&self.environment, &self.time).await
    }

    /// The same while the simulator is away.
    pub(crate) async fn kill_alone(&self, skipped: u32) -> anyhow::Result<()> {
        self.crm.kill(&self.environment).await?;
        self.time.skip(skipped);
        self.crm.start(&self.environment, &self.time).await
    }

    /// Does some work while the simulator's clock follows the world's.
    pub(crate) async fn meanwhile<T>(&self, work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
        let follow = async {
            loop {
                if let Err(error) = self.simulator.follow(&self.time).await {
                    return error;
                }
                tokio::time::sleep(BEAT).await;
            }
        };
        tokio::select! {
            done = work => done,
            error = follow => Err(error),
        }
    }

    pub(crate) async fn stop(&self) -> anyhow::Result<()> {
        self.crm.stop().await?;
        self.simulator.stop().await
    }
}
