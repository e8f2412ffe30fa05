//! The settings of the caches: the sections `[caches.<name>]`, as typed and as checked. It must not know who connects.

use std::collections::BTreeMap;

use domain::names::{NameKind, limited};
use domain::{
    CacheGigabytes, CacheIdentifier, CacheMaintenanceWindow, CacheName, CacheNodeType, CacheNodes, CacheSnapshotRetention,
    CacheSnapshotWindow, EcpusPerSecond, Identity, SnapshotIdentifier, ValkeyVersion,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settings::{Problems, SettingPath};

/// A cache: ElastiCache for Valkey, which speaks Redis's protocol, by TLS only. Serverless, unless `[caches.<name>.nodes]` says on which nodes.
/// `uses = ["cache.<name>"]` lets a service or a job reach it, and nobody else does: they find it in `CACHE_<NAME>_HOST` and `CACHE_<NAME>_PORT`, for
/// those who only read in `CACHE_<NAME>_READER_HOST` and `CACHE_<NAME>_READER_PORT`, and as whom they connect in `CACHE_<NAME>_USER`.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CacheConfig {
    /// The name that the cache had in the settings before: Terraform then takes what it has under that name for this cache's, and `aws_name` says which
    /// name it keeps in AWS. The setting may stay, and can go when every environment was applied with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed_from: Option<CacheName>,
    /// The name that the cache has in AWS, and its user, where it is not `<project>-<name>-<environment>`: of one that is imported, or that is called
    /// otherwise here now. Another name is another cache: Terraform makes it anew, empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aws_name: Option<CacheIdentifier>,
    /// The version of Valkey. A serverless cache has the newest one of its major version. ElastiCache goes to a newer version, and never back: for an
    /// older one Terraform makes the cache anew, empty.
    pub engine_version: ValkeyVersion,
    /// How a client says who it is. From one to the other, clients are refused until they do as the cache asks.
    pub login: Login,
    /// What encrypts what is kept on disk and in snapshots. Another one is another cache: Terraform makes it anew, empty.
    pub encryption: Encryption,
    /// For how many days the daily snapshots are kept; `0` makes none.
    pub snapshot_retention_days: CacheSnapshotRetention,
    /// The daily window in which the snapshot is taken, in UTC, at least an hour long. For a serverless cache its beginning counts.
    pub snapshot_window: CacheSnapshotWindow,
    /// Of a serverless cache: how many GB it holds at the most, which is what it can cost. When it is full, keys that have an expiry are evicted, and
    /// writes refused where there is none. Without this setting 10.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_gigabytes: Option<CacheGigabytes>,
    /// Of a serverless cache: how many processing units a second clients get at the most; a plain read or write of up to 1 KB is one. What is beyond
    /// is refused. Without this setting as many as ElastiCache can give.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_ecpus_per_second: Option<EcpusPerSecond>,
    /// The nodes of a cache that is not serverless. From the one to the other it is another cache: Terraform makes it anew, empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nodes: Option<Nodes>,
}

/// On which nodes a cache runs: the section `[caches.<name>.nodes]`.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nodes {
    /// The size of each node, such as `cache.t4g.small`. It can be changed: ElastiCache makes new nodes, copies what is there, and interrupts
    /// connections for seconds.
    pub node_type: CacheNodeType,
    /// How many there are: one that is written to, and others that follow it in other zones, of which one takes its place when it fails. One
    /// alone is gone, with all that it holds, when it fails.
    #[serde(default = "two")]
    pub count: CacheNodes,
    /// What goes when the memory is full.
    #[serde(default)]
    pub eviction: Eviction,
    /// The weekly window in which ElastiCache changes nodes, in UTC, at least an hour long; it must not overlap `snapshot_window`.
    #[serde(default = "window")]
    pub maintenance_window: CacheMaintenanceWindow,
    /// Whether a last snapshot is made when the cache is deleted. Of a serverless cache none can be.
    #[serde(default = "yes")]
    pub final_snapshot: bool,
    /// The last snapshot's name; without this setting that of the cache with `-final` behind it. ElastiCache deletes no cache while another snapshot has
    /// the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_snapshot_name: Option<SnapshotIdentifier>,
}

/// How a client says who it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Login {
    /// By a token that the task's role lets it sign, for the user in `CACHE_<NAME>_USER` and the cache in `CACHE_<NAME>_NAME`. It lasts for a
    /// quarter of an hour, the connection for twelve hours; there is no password.
    #[default]
    Iam,
    /// Not at all: who is let in by the security groups reads and writes everything. For clients that cannot sign tokens.
    Network,
}

/// What encrypts what is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Encryption {
    /// A key of the environment's own, one for all its caches.
    #[default]
    CustomerKey,
    /// ElastiCache's own key, which costs nothing.
    Elasticache,
}

/// What goes when the memory is full (Valkey's `maxmemory-policy`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Eviction {
    /// Of the keys with an expiry, the one that was not used for longest.
    #[default]
    VolatileLru,
    /// Of the keys with an expiry, the one that is used least.
    VolatileLfu,
    /// Of the keys with an expiry, the one that expires first.
    VolatileTtl,
    /// Of all keys, the one that was not used for longest: for what can be made again.
    AllkeysLru,
    /// Of all keys, the one that is used least.
    AllkeysLfu,
    /// Nothing: writes are refused. For queues of jobs, of which none may be lost.
    Noeviction,
}

/// The checked settings of all caches.
#[derive(Clone, Debug, Default)]
pub struct Caches(Vec<Cache>);

/// A checked cache.
#[derive(Clone, Debug)]
pub struct Cache {
    name: CacheName,
    settings: CacheConfig,
    full_name: String,
}

/// On which Valkey listens; a serverless cache answers those who only read on the next one (ElastiCache User Guide, "Read and write to the cache").
const PORT: u16 = 6379;

/// How large a serverless cache may become where nothing is said.
const GIGABYTES: CacheGigabytes = CacheGigabytes::of::<10>();

impl Caches {
    /// Checks the sections `[caches.<name>]`.
    pub fn check(caches: BTreeMap<CacheName, CacheConfig>, identity: &Identity, problems: &mut Problems) -> Self {
        let mut named: BTreeMap<String, CacheName> = BTreeMap::new();
        let checked = caches.into_iter().map(|(name, settings)| {
            let own = settings.aws_name.as_ref().map(ToString::to_string);
            let full_name = own.unwrap_or_else(|| identity.named(name.as_str()));
            let cache = Cache { name, settings, full_name };
            cache.check(&mut named, problems);
            cache
        });
        Self(checked.collect())
    }

    /// The caches, in the order of their names.
    pub fn all(&self) -> impl Iterator<Item = &Cache> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a key of the environment's own encrypts some of them.
    pub fn has_key(&self) -> bool {
        self.0.iter().any(Cache::has_key)
    }

    /// Whether some ask by IAM who connects.
    pub fn ask_by_iam(&self) -> bool {
        self.0.iter().any(Cache::asks_by_iam)
    }

    /// Whether some are not serverless.
    pub(crate) fn has_nodes(&self) -> bool {
        self.0.iter().any(|cache| cache.settings.nodes.is_some())
    }
}

impl Cache {
    /// Its name in the settings.
    pub fn name(&self) -> &CacheName {
        &self.name
    }

    /// Whether it asks by IAM who connects.
    pub fn asks_by_iam(&self) -> bool {
        self.settings.login == Login::Iam
    }

    /// How many nodes it has; none where it is serverless.
    pub fn nodes(&self) -> Option<u32> {
        self.settings.nodes.as_ref().map(|nodes| nodes.count.get())
    }

    /// How many GB it may hold, where it is serverless.
    pub fn maximum_gigabytes(&self) -> u32 {
        self.settings.maximum_gigabytes.unwrap_or(GIGABYTES).get()
    }

    /// How many processing units a second it may give, where it is serverless and the settings say so.
    pub fn maximum_ecpus_per_second(&self) -> Option<u32> {
        self.settings.maximum_ecpus_per_second.map(EcpusPerSecond::get)
    }

    /// The port for those who read and write.
    pub fn port(&self) -> u16 {
        PORT
    }

    /// The port for those who only read.
    pub fn reader_port(&self) -> u16 {
        if self.settings.nodes.is_some() { PORT } else { PORT + 1 }
    }

    /// The name that AWS has for it: `task-api-sessions-prod`.
    pub fn full_name(&self) -> &str {
        &self.full_name
    }

    pub(crate) fn has_key(&self) -> bool {
        self.settings.encryption == Encryption::CustomerKey
    }

    pub(crate) fn settings(&self) -> &CacheConfig {
        &self.settings
    }

    pub(crate) fn label(&self) -> String {
        self.name.label()
    }

    pub(crate) fn final_snapshot(&self, nodes: &Nodes) -> Option<String> {
        let own = nodes.final_snapshot_name.as_ref().map(ToString::to_string);
        nodes.final_snapshot.then(|| own.unwrap_or_else(|| format!("{}-final", self.full_name)))
    }

    fn check(&self, named: &mut BTreeMap<String, CacheName>, problems: &mut Problems) {
        let section = SettingPath::from("caches").key(self.name.as_str());
        let at = |setting: &str| section.clone().key(setting);
        if let Err(error) = limited(NameKind::Cache, &*self.full_name) {
            problems.error(section.clone(), error.to_string()).help(
                "shorten the project's, the environment's or the cache's name, or set `aws_name`: a shorter name for AWS alone",
            );
        }
        if let Some(other) = named.insert(self.full_name.clone(), self.name.clone()) {
            let named = if self.settings.aws_name.is_some() { at("aws_name") } else { section.clone() };
            problems
                .error(named, format!("the cache `{other}` has the name `{}` in AWS as well", self.full_name))
                .help("give each cache a name of its own");
        }
        if let Some(nodes) = &self.settings.nodes {
            self.check_nodes(nodes, &at, problems);
        }
    }

    fn check_nodes(&self, nodes: &Nodes, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        let limits = [
            ("maximum_gigabytes", self.settings.maximum_gigabytes.is_some()),
            ("maximum_ecpus_per_second", self.settings.maximum_ecpus_per_second.is_some()),
        ];
        for (setting, _) in limits.into_iter().filter(|(_, is_set)| *is_set) {
            problems
                .error(at(setting), "only a serverless cache grows by itself, and this one has nodes")
                .also(at("nodes"))
                .help("take one of the two out");
        }
        let window = at("nodes").key("maintenance_window");
        if self.settings.snapshot_window.overlaps(nodes.maintenance_window) {
            problems
                .error(window, "it overlaps the window in which the snapshot is taken")
                .also(at("snapshot_window"))
                .help("move one of the two");
        }
        if !nodes.final_snapshot && nodes.final_snapshot_name.is_some() {
            problems
                .error(at("nodes").key("final_snapshot_name"), "no last snapshot is made that could have a name")
                .also(at("nodes").key("final_snapshot"))
                .help("take it out, or set `final_snapshot = true`");
        }
    }
}

impl Eviction {
    /// The policy as Valkey spells it; none where it is the one that Valkey has by itself in ElastiCache.
    pub(crate) fn spelled(self) -> Option<&'static str> {
        match self {
            Self::VolatileLru => None,
            Self::VolatileLfu => Some("volatile-lfu"),
            Self::VolatileTtl => Some("volatile-ttl"),
            Self::AllkeysLru => Some("allkeys-lru"),
            Self::AllkeysLfu => Some("allkeys-lfu"),
            Self::Noeviction => Some("noeviction"),
        }
    }
}

fn two() -> CacheNodes {
    CacheNodes::of::<2>()
}

fn window() -> CacheMaintenanceWindow {
    "sun:04:30-sun:05:30".parse().expect("a default in the code is of its type's form")
}

fn yes() -> bool {
    true
}

impl Default for CacheConfig {
    fn default() -> Self {
        Self {
            renamed_from: None,
            aws_name: None,
            engine_version: "8.0".parse().expect("a default in the code is of its type's form"),
            login: Login::default(),
            encryption: Encryption::CustomerKey,
            snapshot_retention_days: CacheSnapshotRetention::of::<1>(),
            snapshot_window: "03:00-04:00".parse().expect("a default in the code is of its type's form"),
            maximum_gigabytes: None,
            maximum_ecpus_per_second: None,
            nodes: None,
        }
    }
}
