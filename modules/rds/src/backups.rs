//! The replication of the automated backups to the second region.

use aws::{
    DbInstanceAutomatedBackupsReplication, DbInstanceAutomatedBackupsReplicationRequired, DbInstanceReference, KmsKeyReference,
};
use terraform::{Document, Resource, Value};

use crate::config::Replication;
use crate::disaster_recovery;

/// Snapshots and transaction logs, copied as soon as they are there.
///
/// The request goes to the region that receives them, and backups of an encrypted instance need a key of that region (RDS User Guide,
/// "Enabling cross-Region automated backups").
pub(crate) fn replication(
    document: &mut Document,
    replication: &Replication,
    instance: &DbInstanceReference,
    made: Option<&KmsKeyReference>,
) {
    let key = made.map(|key| Value::from(key.arn()));
    let key = key.or_else(|| replication.key.as_ref().map(|key| key.to_string().into()));
    document.resource(
        Resource::new(
            "main",
            DbInstanceAutomatedBackupsReplication::new(DbInstanceAutomatedBackupsReplicationRequired {
                source_db_instance_arn: instance.arn().into(),
            })
            .kms_key_id(key)
            .retention_period(replication.retention.get()),
        )
        .provider(disaster_recovery()),
    );
}
