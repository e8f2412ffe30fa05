//! What a service is, as follows from what its section sets, and who reaches whom by Service Connect.

use std::collections::BTreeSet;

use domain::{Port, ServiceName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Routing;

/// What a service is.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// The load balancer sends it requests.
    Web(Web),
    /// Named services reach it by its name, and nobody else.
    Internal(Port),
    /// Nobody connects to it.
    Worker,
}

/// Where a web service listens, and for which requests.
#[derive(Clone, Debug)]
pub(crate) struct Web {
    pub(crate) port: Port,
    pub(crate) routing: Routing,
}

/// What a service speaks on its port, as Service Connect has to know it (ECS API Reference, `PortMapping`, `appProtocol`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AppProtocol {
    /// HTTP/1.1: requests are spread over the tasks one by one, told again where a task fails, and measured.
    #[default]
    Http,
    /// HTTP/2.
    Http2,
    /// gRPC.
    Grpc,
    /// Anything else on TCP: connections are spread over the tasks.
    Tcp,
}

impl AppProtocol {
    /// As ECS spells it; of TCP it is left out.
    pub(crate) fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Http => Some("http"),
            Self::Http2 => Some("http2"),
            Self::Grpc => Some("grpc"),
            Self::Tcp => None,
        }
    }
}

/// A service's part in Service Connect.
#[derive(Clone, Debug)]
pub(crate) struct Connect {
    /// What others reach it by; nothing where it only reaches others.
    pub(crate) offers: Option<(Port, AppProtocol)>,
    /// The services that it reaches and that have to stand before it: a task knows only those that stood when it started (ECS Developer Guide,
    /// "Service Connect", considerations). Of two that reach each other neither waits.
    pub(crate) waits_for: BTreeSet<ServiceName>,
}

/// That one service reaches another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reach {
    /// Who opens connections.
    pub from: ServiceName,
    /// Who is reached.
    pub to: ServiceName,
}
