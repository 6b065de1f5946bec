//! Starting and stopping the simulated vendors.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use chrono::{DateTime, Utc};
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::connectwise::{ConnectWiseAccount, Vendor, WorldHandle, serve};
use crate::faults::{Faults, LoggedRequest, RequestLog};
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
    /// TCP port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// The moment the world lies before. Keep it to get the same dates after a restart.
    pub now: DateTime<Utc>,
    /// Calls per minute before 429; `None` never throttles.
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

/// One simulated vendor, as a person would connect it. Everything in it is made up.
#[derive(Clone)]
pub struct Stage {
    /// The connector's id.
    pub connector: &'static str,
    /// What to type into the plain fields.
    pub fields: BTreeMap<String, String>,
    /// What to type into the secret fields.
    pub secrets: BTreeMap<String, String>,
}

impl std::fmt::Debug for Stage {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Stage")
            .field("connector", &self.connector)
            .field("fields", &self.fields)
            .finish_non_exhaustive()
    }
}

/// The running simulated vendors. Dropping it stops them.
#[derive(Debug)]
pub struct Sandbox {
    vendor: Arc<Vendor>,
    server: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Listens on 127.0.0.1 and answers from now on. Needs a running tokio runtime.
    ///
    /// # Errors
    /// [`SandboxError::Listen`] when the port cannot be had.
    pub async fn start(options: SandboxOptions) -> Result<Self, SandboxError> {
        let failed = |source| SandboxError::Listen { port: options.port, source };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let bound = listener.local_addr().map_err(failed)?;
        let world = World::new(options.seed, options.now, options.companies, options.tickets);
        let base_url = format!("http://{bound}");
        let vendor = Arc::new(Vendor::new(world, base_url, options.requests_per_minute));
        let router = Router::new().fallback(serve).with_state(Arc::clone(&vendor));
        let stop = vendor.stop.clone();
        let server = tokio::spawn(async move {
            let serving =
                axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned());
            if let Err(error) = serving.await {
                tracing::warn!(%error, "the sandbox stopped serving");
            }
        });
        Ok(Self { vendor, server: Some(server) })
    }

    /// `http://127.0.0.1:PORT`
    pub fn base_url(&self) -> &str {
        &self.vendor.base_url
    }

    /// What to type into a connector to reach the simulated ConnectWise, with the present keys.
    pub fn connectwise(&self) -> ConnectWiseAccount {
        self.vendor.access().account.clone()
    }

    /// Every simulated vendor: which connector speaks to it, and what to type into its form.
    pub fn stages(&self) -> Vec<Stage> {
        let account = self.connectwise();
        let pairs = |pairs: [(&str, &str); 2]| {
            pairs.into_iter().map(|(field, text)| (field.to_owned(), text.to_owned())).collect()
        };
        vec![Stage {
            connector: "connectwise",
            fields: pairs([("api_url", &account.api_url), ("company_id", &account.company_id)]),
            secrets: pairs([
                ("public_key", &account.public_key),
                ("private_key", &account.private_key),
            ]),
        }]
    }

    /// The handle that changes the simulated vendor and knows the truth about it.
    pub fn world(&self) -> WorldHandle {
        WorldHandle::new(Arc::clone(&self.vendor))
    }

    /// The handle that makes things go wrong.
    pub fn faults(&self) -> Faults {
        self.vendor.faults.clone()
    }

    /// The log of what was asked.
    pub fn log(&self) -> RequestLog {
        self.vendor.log.clone()
    }

    /// All requests in the log.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.vendor.log.requests()
    }

    /// Lets go of held answers, answers what is under way, and stops.
    pub async fn shutdown(mut self) {
        self.vendor.stop.cancel();
        if let Some(server) = self.server.take()
            && let Err(error) = server.await
        {
            tracing::warn!(%error, "the sandbox did not stop cleanly");
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.vendor.stop.cancel();
    }
}
