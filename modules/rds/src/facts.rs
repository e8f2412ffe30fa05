//! What `terraform test` proves of the database: section 4 of the system, in the words of its table.

use aws::{DbInstanceReference, KmsKeyReference};
use terraform::{Address, ModuleCall, Run, Value};

use crate::config::{Origin, Rds};
use crate::interface::Inputs;

/// The run that plans the database alone; none with a read replica, since Terraform's mocks know no ephemeral resources ("No ephemeral resource
/// types in mock providers").
pub fn facts(call: &ModuleCall, account_id: &str, rds: &Rds) -> Option<Run> {
    if rds.read_replica.is_some() {
        return None;
    }
    let inputs = Inputs {
        account_id: account_id.into(),
        database_subnet_ids: vec![Value::from("subnet-0a"), Value::from("subnet-0b")].into(),
        database_security_group_id: "sg-0database".into(),
    };
    let instance = DbInstanceReference::from(Address::managed("aws_db_instance", "main"));
    let key = KmsKeyReference::from(Address::managed("aws_kms_key", "database"));
    let class = rds.instance_class.to_string();
    let days = rds.backups.retention_days.get();
    let run = Run::new(call, inputs.into_body())
        .assert(instance.instance_class().equals(class.as_str()), &format!("the database is a {class}"))
        .assert(
            instance.multi_az().equals(rds.multi_az),
            if rds.multi_az { "a standby stands in another zone" } else { "there is no standby" },
        )
        .assert(instance.backup_retention_period().equals(days), &format!("backups are kept for {days} days"))
        .assert(
            instance.deletion_protection().equals(rds.deletion.protection),
            if rds.deletion.protection { "the database is protected from deletion" } else { "the database may be deleted" },
        )
        .assert(
            instance.skip_final_snapshot().equals(rds.final_snapshot.is_none()),
            if rds.final_snapshot.is_some() { "a snapshot is left when the database is deleted" } else { "no snapshot is left" },
        )
        .assert(instance.manage_master_user_password().equals(true), "RDS makes and keeps the password")
        .assert(instance.storage_encrypted().equals(true), "the storage is encrypted")
        .assert(instance.publicly_accessible().is_not(), "the database has no public address")
        .assert(instance.copy_tags_to_snapshot().equals(true), "snapshots carry the database's tags")
        .assert(key.enable_key_rotation().equals(true), "the database's key is rotated");
    Some(match rds.origin {
        Origin::Empty => {
            let gib = rds.storage.allocated.get();
            run.assert(instance.allocated_storage().equals(gib), &format!("the database begins with {gib} GiB"))
        }
        // The storage is the backup's.
        Origin::Snapshot(_) | Origin::PointInTime(_) => run,
    })
}
