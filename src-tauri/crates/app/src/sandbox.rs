//! The built-in sandbox: a made-up MSP whose tools run inside the program, on loopback.

use std::collections::BTreeMap;

use chrono::DateTime;
use patchbay_model::{Clock, Secret, SystemClock};
use patchbay_sandbox::{Sandbox, SandboxOptions};
use serde::Serialize;

use crate::{AddIntegration, App, AppError, Connectors};

/// How large the made-up MSP is.
#[derive(Debug, Clone, Copy)]
pub struct SandboxOrder {
    /// Companies.
    pub companies: u64,
    /// Service tickets.
    pub tickets: u64,
    /// The same seed gives the same MSP.
    pub seed: u64,
    /// Port on 127.0.0.1; 0: any that is free.
    pub port: u16,
}

impl Default for SandboxOrder {
    /// The sandbox's usual size, on any port.
    fn default() -> Self {
        let usual = SandboxOptions::at(DateTime::UNIX_EPOCH);
        Self {
            companies: usual.companies,
            tickets: usual.tickets,
            seed: usual.seed,
            port: usual.port,
        }
    }
}

/// Where the sandbox is and how to sign in. The credentials are made up and open nothing else.
#[derive(Debug, Clone, Serialize)]
pub struct SandboxView {
    /// The connector that it speaks to.
    pub connector: &'static str,
    /// Address.
    pub base_url: String,
    /// Fields of the integration.
    pub fields: BTreeMap<String, String>,
    /// Made-up secrets.
    pub secrets: BTreeMap<String, String>,
}

/// A sandbox that runs until it is dropped or shut down.
pub struct RunningSandbox {
    /// The simulated vendors.
    pub sandbox: Sandbox,
    /// How to sign in to each of them for which there is a connector.
    pub views: Vec<SandboxView>,
    /// The first of them.
    pub view: SandboxView,
}

/// A vendor of the running sandbox, to be connected in the wizard. Its made-up secrets stay here.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct SandboxVendor {
    /// The connector.
    pub connector: String,
    /// The vendor's name for its product.
    pub name: String,
    /// What to fill into the plain fields.
    pub fields: BTreeMap<String, String>,
    /// The secret fields that are filled in here when the integration is tested or added.
    pub secrets: Vec<String>,
}

/// What removing the sandbox took away.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct SandboxRemoved {
    /// Integrations.
    pub integrations: u64,
    /// Cached records.
    pub records: u64,
    /// Companies and users that came from it.
    pub imported: u64,
}

impl App {
    /// Starts the sandbox.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn start_sandbox(order: SandboxOrder) -> Result<RunningSandbox, AppError> {
        let options = SandboxOptions {
            companies: order.companies,
            tickets: order.tickets,
            seed: order.seed,
            port: order.port,
            // A world of any size is read at once; the documented guideline would slow only us.
            requests_per_minute: None,
            ..SandboxOptions::at(SystemClock.now())
        };
        let sandbox = Sandbox::start(options).await.map_err(|error| {
            AppError::you("sandbox", error.to_string(), "Choose another port with --port, or none.")
        })?;
        let connectors = Connectors::default();
        let known = sandbox.stages().into_iter().filter_map(|stage| {
            // The sandbox may play a vendor before there is a connector for it.
            connectors.find(stage.connector)?;
            Some(SandboxView {
                connector: stage.connector,
                base_url: sandbox.stage(stage.connector)?.base_url(),
                fields: stage.fields,
                secrets: stage.secrets,
            })
        });
        let views: Vec<_> = known.collect();
        let view = views.first().cloned();
        let view = view.ok_or_else(|| AppError::us("sandbox", "The sandbox has no vendor."))?;
        Ok(RunningSandbox { sandbox, views, view })
    }

    /// An integration of a running sandbox, ready to be added.
    pub fn sandbox_integration(view: &SandboxView, name: &str) -> AddIntegration {
        AddIntegration {
            connector: view.connector.to_owned(),
            name: name.to_owned(),
            fields: view.fields.clone(),
            secrets: view
                .secrets
                .iter()
                .map(|(field, text)| (field.clone(), Secret::new(text.clone())))
                .collect(),
        }
    }
}
