//! The internet's nouns: networks, ports, hosts, paths, mail addresses. It must not know what AWS
//! makes of them, but for the ids of a network's parts.

mod cidr;
mod domain_name;
mod ids;
mod port;
mod resource_id;
mod url_path;
mod vpc_cidr;

pub use cidr::{Cidr, CidrError};
pub use domain_name::{CertificateName, DomainName, HostedZoneId, MailAddress};
pub use ids::PrefixListId;
pub use port::Port;
pub use resource_id::{AllocationId, RouteTableId, SecurityGroupId, SubnetId, VpcId};
pub use url_path::{HealthCheckPath, UrlPath};
pub use vpc_cidr::{SubnetCidr, VpcCidr, VpcCidrError};
