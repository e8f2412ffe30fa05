//! Where things are in AWS: regions, zones, accounts, ARNs. It must not know what is there.

mod account;
mod arn;
mod arn_kinds;
mod listener_arn;
mod object_arn;
mod region;
mod region_table;
mod secret_source;
mod zone;
mod zone_letter;

pub use account::AccountId;
pub use arn::{Arn, ArnError};
pub use arn_kinds::{CertificateArn, GithubProviderArn, KmsKeyArn, PrincipalArn, RoleArn, TopicArn};
pub use listener_arn::ListenerArn;
pub use object_arn::{EnvironmentFileArn, SecretArn};
pub use region::{Region, RegionError};
pub use secret_source::{SecretKind, SecretSource};
pub use zone::{AvailabilityZone, ZoneError};
pub use zone_letter::ZoneLetter;
