//! What a change does to the database and to those who use it.

use aws::{DbInstance, DbInstanceAutomatedBackupsReplication, KmsKey};
use system::is_replica;
use terraform::ResourceType as _;
use terraform::read::{Documents, View};

use super::pairs::{gone as taken, on_both};
use super::{Consequence, Ground};

pub(super) fn major_version(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let major = |version: String| version.split('.').next().unwrap_or_default().to_owned();
    let mut told = Vec::new();
    for (before, instance) in on_both::<DbInstance>(old, new) {
        let version = |of: View<DbInstance>| of.get(DbInstance::ENGINE_VERSION).literal().map(major);
        let (Some(from), Some(to)) = (version(before), version(instance)) else { continue };
        // The way back is told by itself.
        if from.parse::<u32>().ok() >= to.parse().ok() {
            continue;
        }
        let instead = if instance.get(DbInstance::ALLOW_MAJOR_VERSION_UPGRADE).is_true() {
            "try it on a restored copy, and run `ANALYZE` after"
        } else {
            "set `rds.maintenance.allow_major_version_upgrade` and `apply_immediately`, without which RDS refuses it; try it on a restored copy"
        };
        told.push(Consequence::new(
            instance.address(),
            format!("the database stands still for minutes while RDS takes it and its replicas from {from} to {to}, and there is no way back"),
            instead,
        ));
    }
    told
}

/// RDS encrypts a database once (RDS User Guide, "Encrypting Amazon RDS resources": its key cannot be changed after it is made).
pub(super) fn storage_key(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let key =
        |of: View<DbInstance>| of.get(DbInstance::KMS_KEY_ID).is_set().then(|| of.get(DbInstance::KMS_KEY_ID).written().clone());
    let changed =
        on_both::<DbInstance>(old, new).filter(|(before, now)| key(*before).zip(key(*now)).is_some_and(|(from, to)| from != to));
    let told = changed.map(|(_, instance)| {
        Consequence::new(
            instance.address(),
            "the database stays under the key with which it was made, and so do its snapshots and backups",
            "leave the setting out for this one; to go to the key, copy a snapshot under it (`aws rds copy-db-snapshot --kms-key-id`) and restore \
             the copy beside this database",
        )
    });
    told.collect()
}

pub(super) fn port(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let mut told = Vec::new();
    for (before, instance) in on_both::<DbInstance>(old, new) {
        let port = |of: View<DbInstance>| of.get(DbInstance::PORT).literal();
        let (Some(from), Some(to)) = (port(before), port(instance)) else { continue };
        if from != to {
            told.push(Consequence::new(
                instance.address(),
                format!("the database restarts on {to}, and tasks that were started with {from} do not reach it"),
                "plan an interruption, and start new tasks right after",
            ));
        }
    }
    told
}

pub(super) fn read_replica(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let gone = taken::<DbInstance>(old, new).filter(|it| is_replica(*it));
    let told = gone.map(|replica| {
        Consequence::new(
            replica.address(),
            "tasks that run still read from it, since they keep the `DB_REPLICA_HOST` that they started with; and the apply fails as long as RDS does \
             not keep the password again",
            "deliver a version first that reads from `DB_HOST`; then delete the replica in RDS, let RDS keep the password under the database's key (`aws rds \
             modify-db-instance --manage-master-user-password --master-user-secret-kms-key-id …`), apply, and start new tasks",
        )
    });
    told.collect()
}

pub(super) fn gone(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let gone = taken::<DbInstance>(old, new).filter(|it| !is_replica(*it));
    let ground = Ground::of(old, new);
    let told = gone.map(|instance| {
        let address = instance.address();
        let kept = ground.with(&address);
        let keep = "to keep it outside Terraform write `[[removed]]` of it and of all that it stands on";
        if instance.get(DbInstance::DELETION_PROTECTION).is_true() {
            let what = "RDS deletes no database under deletion protection, and the apply fails there";
            let instead = format!("{keep}; to delete it apply `rds.deletion.protection = false` first");
            return Consequence::new(address, what, instead).letting_go(kept);
        }
        let left = match instance.get(DbInstance::FINAL_SNAPSHOT_IDENTIFIER).literal() {
            Some(snapshot) => format!("what is left of it is the snapshot `{snapshot}`"),
            None => "no snapshot of it is left".to_owned(),
        };
        Consequence::new(address, format!("the database goes with all its data, and {left}"), keep).letting_go(kept)
    });
    told.collect()
}

/// The copies in the other region outlive the replication, and not its key (RDS User Guide, "Stopping automated backup replication"); and while there are
/// some, RDS replicates again under their key only (aws-cloudformation/aws-cloudformation-resource-providers-rds#516).
pub(super) fn replication(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let ground = Ground::of(old, new);
    let mut told = Vec::new();
    for replication in taken::<DbInstanceAutomatedBackupsReplication>(old, new) {
        let source = replication.get(DbInstanceAutomatedBackupsReplication::SOURCE_DB_INSTANCE_ARN).target();
        // With the database they are told of as its own.
        if source.is_some_and(|source| new.at(&source).is_none()) {
            continue;
        }
        let keys: Vec<_> = ground.under(&replication.address()).into_iter().filter(|it| it.kind() == KmsKey::TYPE).collect();
        if keys.is_empty() {
            continue;
        }
        let what = "no backup is copied any more; the copies that there are stay until their retention ends, and their key goes, without which \
                    nobody restores from them";
        let instead = "if they may still be needed, or the backups are to be replicated again while they are there, which RDS does under the key of the copies \
                       only, let go of the key by `[[removed]]`, name it as `rds.backups.replicated_key_arn` then, and delete it by hand later";
        told.push(Consequence::new(replication.address(), what, instead).letting_go(keys));
    }
    told
}

/// RDS begins no replication under another key while copies are kept under the one of before (RDS User Guide, "Troubleshooting stopped cross-Region
/// automated backups": delete what was encrypted with the previous key).
pub(super) fn replication_key(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let ground = Ground::of(old, new);
    let key = |of: View<DbInstanceAutomatedBackupsReplication>| {
        let key = of.get(DbInstanceAutomatedBackupsReplication::KMS_KEY_ID);
        key.is_set().then(|| key.written().clone())
    };
    let changed = on_both::<DbInstanceAutomatedBackupsReplication>(old, new)
        .filter(|(before, now)| key(*before).zip(key(*now)).is_some_and(|(from, to)| from != to));
    let told = changed.map(|(before, now)| {
        let keys = ground.under(&before.address()).into_iter().filter(|it| it.kind() == KmsKey::TYPE);
        let what = "the replication is stopped, and RDS begins it under another key only when the copies under the one of before are deleted: the \
                    apply fails there";
        let instead = "apply `rds.backups.replicated = false` first, and replicate again when no copy is left: their retention has ended, or `aws rds \
                       delete-db-instance-automated-backup` took them; until then they need the key of before";
        Consequence::new(now.address(), what, instead).letting_go(keys)
    });
    told.collect()
}

/// Another version of the password that the module makes is another password, at once.
pub(super) fn password(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let version = |of: View<DbInstance>| of.get(DbInstance::PASSWORD_WO_VERSION).literal();
    let changed = on_both::<DbInstance>(old, new)
        .filter(|(before, now)| version(*before).zip(version(*now)).is_some_and(|(from, to)| from != to));
    let told = changed.map(|(_, instance)| {
        Consequence::new(
            instance.address(),
            "the master user has another password with this apply, and tasks that run cannot connect anew with the one that they started with",
            "start new tasks right after (`aws ecs update-service --force-new-deployment`)",
        )
    });
    told.collect()
}
