//! The replication of the automated backups to the second region.

use aws::{
    DbInstanceAutomatedBackupsReplication, DbInstanceAutomatedBackupsReplicationRequired, DbInstanceReference, KmsKeyReference,
};
use domain::BackupRetention;
use terraform::{Document, Resource};

use crate::disaster_recovery;

/// Snapshots and transaction logs, copied as soon as they are there.
///
/// The request goes to the region that receives them, and backups of an encrypted instance need a key of that region (RDS User Guide,
/// "Enabling cross-Region automated backups").
pub(crate) fn replication(
    document: &mut Document,
    retention: BackupRetention,
    instance: &DbInstanceReference,
    key: &KmsKeyReference,
) {
    document.resource(
        Resource::new(
            "main",
            DbInstanceAutomatedBackupsReplication::new(DbInstanceAutomatedBackupsReplicationRequired {
                source_db_instance_arn: instance.arn().into(),
            })
            .kms_key_id(key.arn())
            .retention_period(retention.get()),
        )
        .provider(disaster_recovery()),
    );
}
