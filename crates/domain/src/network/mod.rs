//! The internet's nouns: networks, ports, hosts, paths, mail addresses. It must not know AWS's
//! resources.

mod cidr;
mod domain_name;
mod port;
mod url_path;
mod vpc_cidr;

pub use cidr::{Cidr, CidrError};
pub use domain_name::{DomainName, HostedZoneId, MailAddress};
pub use port::Port;
pub use url_path::{HealthCheckPath, UrlPath};
pub use vpc_cidr::{SubnetCidr, VpcCidr, VpcCidrError};
