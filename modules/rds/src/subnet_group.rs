//! The subnets in which the database may stand.

use aws::{DbSubnetGroup, DbSubnetGroupReference, DbSubnetGroupRequired};
use domain::Identity;
use terraform::{Document, Resource};

use crate::interface::Variables;

/// The group of the database subnets.
pub(crate) fn subnet_group(document: &mut Document, identity: &Identity, variables: &Variables) -> DbSubnetGroupReference {
    document.resource(Resource::new(
        "main",
        DbSubnetGroup::new(DbSubnetGroupRequired { subnet_ids: (&variables.database_subnet_ids).into() })
            .name(identity.prefix())
            .description(format!("{}: the database subnets", identity.prefix())),
    ))
}
