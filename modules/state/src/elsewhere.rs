//! A state that is kept elsewhere than in a bucket: by HCP Terraform, by an HTTP server, in a file.

use domain::{DomainName, Identity, OrganizationName, StateAddress, StatePath, WorkspaceName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settings::Problems;
use terraform::Backend;

/// Who keeps a state that is in no bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// HCP Terraform or Terraform Enterprise.
    Cloud(Cloud),
    /// An HTTP server.
    Http(Http),
    /// A file.
    Local(Local),
}

/// HCP Terraform or Terraform Enterprise. Terraform takes the token from `terraform login` or from `TF_TOKEN_<host>`; no setting holds it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cloud {
    /// The organization.
    pub organization: OrganizationName,
    /// The workspace. Without this setting it is `<project>-<environment>`. Let it plan where you do (execution mode "Local"), or give it the
    /// credentials of the account.
    #[serde(default)]
    pub workspace: Option<WorkspaceName>,
    /// The host of Terraform Enterprise. Without this setting it is HCP Terraform's, `app.terraform.io`.
    #[serde(default)]
    pub hostname: Option<DomainName>,
}

/// An HTTP server that keeps the state, by Terraform's protocol. User and password are `TF_HTTP_USERNAME` and `TF_HTTP_PASSWORD` where
/// Terraform runs; no setting holds them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// Where the state is read and written. Each environment has its own address, so set it in the environment's own file.
    pub address: StateAddress,
    /// Where it is locked and unlocked; GitLab's is the address with `/lock` behind it. Without this setting nothing keeps two runs of Terraform
    /// from writing at once.
    #[serde(default)]
    pub lock_address: Option<StateAddress>,
    /// By which method it is locked and unlocked: `"lock-unlock"`, the protocol's own two, or `"post-delete"`, as GitLab has them.
    #[serde(default)]
    pub lock_methods: LockMethods,
    /// By which method it is written: `"post"`, the protocol's own, or `"put"`.
    #[serde(default)]
    pub update_method: UpdateMethod,
}

/// By which methods a state is locked and unlocked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LockMethods {
    /// LOCK and UNLOCK.
    #[default]
    LockUnlock,
    /// POST and DELETE.
    PostDelete,
}

/// By which method a state is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UpdateMethod {
    /// POST.
    #[default]
    Post,
    /// PUT.
    Put,
}

/// A file that is the state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Local {
    /// Its path, from the emitted folder. Without this setting it is `terraform.tfstate` there, which is kept when the folder is written anew, and
    /// is lost with the folder.
    #[serde(default)]
    pub path: Option<StatePath>,
}

impl Elsewhere {
    /// The setting that says so.
    pub(crate) fn setting(&self) -> &'static str {
        match self {
            Self::Cloud(_) => "state.cloud",
            Self::Http(_) => "state.http",
            Self::Local(_) => "state.local",
        }
    }

    pub(crate) fn check(&self, problems: &mut Problems) {
        match self {
            Self::Http(Http { lock_address: None, lock_methods: LockMethods::PostDelete, .. }) => {
                problems
                    .error("state.http.lock_methods", "nothing is locked: there is no `lock_address`")
                    .help("set `lock_address` (GitLab: the address with `/lock` behind it), or take `lock_methods` out");
            }
            Self::Cloud(_) | Self::Http(_) | Self::Local(_) => {}
        }
    }

    pub(crate) fn backend(&self, identity: &Identity) -> Backend {
        match self {
            Self::Cloud(cloud) => {
                let block = Backend::cloud().setting("organization", cloud.organization.as_str());
                let block = match &cloud.hostname {
                    Some(hostname) => block.setting("hostname", hostname.as_str()),
                    None => block,
                };
                block.group("workspaces", [("name", cloud.workspace(identity))])
            }
            Self::Http(http) => http.backend(),
            Self::Local(Local { path }) => {
                let backend = Backend::new("local");
                match path {
                    Some(path) => backend.setting("path", path.as_str()),
                    None => backend,
                }
            }
        }
    }
}

impl Cloud {
    /// The host that keeps the state.
    pub fn host(&self) -> &str {
        self.hostname.as_ref().map_or("app.terraform.io", DomainName::as_str)
    }

    pub(crate) fn workspace(&self, identity: &Identity) -> String {
        self.workspace.as_ref().map_or_else(|| identity.prefix(), ToString::to_string)
    }
}

impl Http {
    fn backend(&self) -> Backend {
        let Self { address, lock_address, lock_methods, update_method } = self;
        let mut backend = Backend::new("http").setting("address", address.as_str());
        if let Some(lock) = lock_address {
            backend = backend.setting("lock_address", lock.as_str()).setting("unlock_address", lock.as_str());
            if *lock_methods == LockMethods::PostDelete {
                backend = backend.setting("lock_method", "POST").setting("unlock_method", "DELETE");
            }
        }
        match update_method {
            UpdateMethod::Post => backend,
            UpdateMethod::Put => backend.setting("update_method", "PUT"),
        }
    }
}
