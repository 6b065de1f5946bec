//! Starting and stopping the simulated vendors.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use chrono::{DateTime, Utc};
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::connectwise::{self, ConnectWiseAccount, WorldHandle};
use crate::faults::{Faults, LoggedRequest, RequestLog};
use crate::stage::{Books, Front, Premises, Stage, StageHandle, Truth, serve};
use crate::syncro;
use crate::world::World;

/// How big the invented world is and where it is served.
#[derive(Debug, Clone)]
pub struct SandboxOptions {
    /// Companies; contacts (3 each), devices (4 each), projects and opportunities follow from them.
    pub companies: u64,
    /// Service tickets.
    pub tickets: u64,
    /// The same seed gives the same world.
    pub seed: u64,
    /// TCP port on 127.0.0.1 of the first vendor; 0 takes any free one. The others take the ports behind
    /// it, or any free ones where those are taken.
    pub port: u16,
    /// The moment the world lies before. Keep it to get the same dates after a restart.
    pub now: DateTime<Utc>,
    /// Calls per minute before a vendor throttles, where it documents no smaller number; `None` never
    /// throttles.
    pub requests_per_minute: Option<u32>,
}

impl SandboxOptions {
    /// The default world (60 companies, 400 tickets, 1,000 calls a minute) before that moment.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self {
            companies: 60,
            tickets: 400,
            seed: 1,
            port: 0,
            now,
            requests_per_minute: Some(1_000),
        }
    }
}

/// Why the sandbox did not start.
#[derive(Debug, Error)]
pub enum SandboxError {
    /// The port is taken or may not be used.
    #[error("cannot listen on 127.0.0.1:{port}")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
}

/// The connectors whose vendors the sandbox plays.
pub const PLAYS: &[&str] = &["connectwise", "syncro"];

/// The running simulated vendors. Dropping it stops them.
pub struct Sandbox {
    connectwise: Arc<connectwise::Vendor>,
    /// All of them, in the order of [`PLAYS`].
    vendors: Vec<Arc<dyn Books>>,
    servers: Vec<JoinHandle<()>>,
    stop: CancellationToken,
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Sandbox").field("stages", &self.stages()).finish_non_exhaustive()
    }
}

impl Sandbox {
    /// Listens on 127.0.0.1, on one port for each vendor, and answers from now on. Needs a running tokio
    /// runtime.
    ///
    /// # Errors
    /// [`SandboxError::Listen`] when the port of the first vendor cannot be had.
    pub async fn start(options: SandboxOptions) -> Result<Self, SandboxError> {
        let world = World::new(options.seed, options.now, options.companies, options.tickets);
        let stop = CancellationToken::new();
        let at = |listener: &Listening, most: u32| {
            let per_minute = options.requests_per_minute.map(|limit| limit.min(most));
            Premises::new(world.now(), listener.base_url.clone(), per_minute, stop.clone())
        };
        let first = listen(options.port).await?;
        let second = listen_behind(&first, 1).await?;
        let connectwise = connectwise::Vendor::new(world.clone(), at(&first, u32::MAX));
        let connectwise = Arc::new(connectwise);
        let syncro = syncro::Vendor::new(&world, at(&second, syncro::PER_MINUTE));
        let syncro = Arc::new(syncro);
        let servers = vec![
            first.serve(Arc::clone(&connectwise) as Arc<dyn Front>, &stop),
            second.serve(Arc::clone(&syncro) as Arc<dyn Front>, &stop),
        ];
        let vendors: Vec<Arc<dyn Books>> = vec![Arc::clone(&connectwise) as _, syncro];
        Ok(Self { connectwise, vendors, servers, stop })
    }

    /// `http://127.0.0.1:PORT` of the first vendor.
    pub fn base_url(&self) -> &str {
        &self.connectwise.premises.base_url
    }

    /// What to type into a connector to reach the simulated ConnectWise, with the present keys.
    pub fn connectwise(&self) -> ConnectWiseAccount {
        self.connectwise.access().account.clone()
    }

    /// Every simulated vendor: which connector speaks to it, and what to type into its form.
    pub fn stages(&self) -> Vec<Stage> {
        self.vendors.iter().map(|books| books.stage()).collect()
    }

    /// The handle that changes the vendor of a connector and knows the truth about it; `None` for one that
    /// is not played.
    pub fn stage(&self, connector: &str) -> Option<StageHandle> {
        let found = self.vendors.iter().find(|books| books.connector() == connector)?;
        Some(StageHandle::new(Arc::clone(found)))
    }

    /// Which records of different vendors stand for the same company, person or device.
    pub fn truth(&self) -> Truth {
        Truth::new(self.vendors.clone())
    }

    /// The handle that changes the simulated ConnectWise and knows the truth about it.
    pub fn world(&self) -> WorldHandle {
        WorldHandle::new(Arc::clone(&self.connectwise))
    }

    /// The handle that makes things go wrong at the simulated ConnectWise.
    pub fn faults(&self) -> Faults {
        self.connectwise.premises.faults.clone()
    }

    /// The log of what was asked of the simulated ConnectWise.
    pub fn log(&self) -> RequestLog {
        self.connectwise.premises.log.clone()
    }

    /// All requests in that log.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.connectwise.premises.log.requests()
    }

    /// Lets go of held answers, answers what is under way, and stops.
    pub async fn shutdown(mut self) {
        self.stop.cancel();
        for server in std::mem::take(&mut self.servers) {
            if let Err(error) = server.await {
                tracing::warn!(%error, "the sandbox did not stop cleanly");
            }
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// A port that is listened on, not yet served.
struct Listening {
    listener: TcpListener,
    port: u16,
    base_url: String,
}

async fn listen(port: u16) -> Result<Listening, SandboxError> {
    let failed = |source| SandboxError::Listen { port, source };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    Ok(Listening { listener, port: bound.port(), base_url: format!("http://{bound}") })
}

/// The port so many behind the first one, so that it is the same after a restart; any free one where that
/// is taken.
async fn listen_behind(first: &Listening, places: u16) -> Result<Listening, SandboxError> {
    match first.port.checked_add(places) {
        Some(port) => match listen(port).await {
            Ok(listening) => Ok(listening),
            Err(_) => listen(0).await,
        },
        None => listen(0).await,
    }
}

impl Listening {
    fn serve(self, front: Arc<dyn Front>, stop: &CancellationToken) -> JoinHandle<()> {
        let router = Router::new().fallback(serve).with_state(front);
        let stop = stop.clone();
        tokio::spawn(async move {
            let serving =
                axum::serve(self.listener, router).with_graceful_shutdown(stop.cancelled_owned());
            if let Err(error) = serving.await {
                tracing::warn!(%error, "the sandbox stopped serving");
            }
        })
    }
}
