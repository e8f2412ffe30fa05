//! Names that people give, and the limits that AWS sets to them. It must not know what is named.

mod bucket;
mod database;
mod environment_variable;
mod github;
mod gitlab;
mod import_id;
pub(crate) mod kebab;
mod key_pair;
mod limited;
mod state;
mod table;
mod tag;

pub use bucket::BucketName;
pub use database::{DatabaseLogin, DatabaseName, DatabaseUser};
pub use environment_variable::EnvironmentVariableName;
pub use github::{GithubBranch, GithubEnvironment, GithubId, GithubRepository};
pub use gitlab::{GitlabBranch, GitlabProject};
pub use import_id::ImportId;
pub use kebab::{CacheName, EnvironmentName, OwnAlarmName, ProjectName, QueueName, ReceiverName, ServiceName, StoreName};
pub use key_pair::KeyPairName;
pub use limited::{NameError, NameKind, limited};
pub use state::{OrganizationName, StateAddress, StateKey, StatePath, WorkspaceName};
pub use table::TableName;
pub use tag::{TagKey, TagValue};
