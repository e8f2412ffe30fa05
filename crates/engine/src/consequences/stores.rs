//! What a change of a queue's or a bucket's encryption does to what lies in it, and what becomes of a bucket that gets another name.

use std::collections::BTreeMap;

use aws::s3_bucket_server_side_encryption_configuration::{Rule, RuleApplyServerSideEncryptionByDefault};
use aws::{S3Bucket, S3BucketServerSideEncryptionConfiguration as Encryption, SqsQueue};
use terraform::Address;
use terraform::compare::Departures;
use terraform::read::{Documents, View};

use super::Consequence;

/// What is encrypted, and by which words it is spoken of.
struct Store {
    /// The keys, and what each encrypts.
    by_key: fn(&Documents) -> BTreeMap<Address, Vec<Address>>,
    /// What the setting `encryption` is without a key.
    without: &'static str,
    /// What is under a key that goes.
    lies: &'static str,
    /// What is under a key that another one follows.
    before: &'static str,
    /// Until when who reads needs it.
    until: &'static str,
    /// When `previous_encryption` can be taken out.
    done: &'static str,
    /// What is refused to who has no right to a new key.
    refused: &'static str,
}

const QUEUE: Store = Store {
    by_key: queues_by_key,
    without: "sqs",
    lies: "what waits in",
    before: "what was sent before",
    until: "until it is handled",
    done: "queue and dead letters are empty",
    refused: "SQS refuses their messages",
};

const BUCKET: Store = Store {
    by_key: buckets_by_key,
    without: "s3",
    lies: "what lies in",
    before: "what was written before",
    until: "for as long as it is there",
    done: "none of the objects that were written under it is left, no old version either",
    refused: "S3 refuses what they write",
};

fn queues_by_key(documents: &Documents) -> BTreeMap<Address, Vec<Address>> {
    let keyed = documents.resources_of::<SqsQueue>();
    by_key(keyed.filter_map(|queue| Some((queue.get(SqsQueue::KMS_MASTER_KEY_ID).target()?, queue.address()))))
}

fn buckets_by_key(documents: &Documents) -> BTreeMap<Address, Vec<Address>> {
    let key_of = |configuration: &View<'_, Encryption>| {
        let rule = configuration.blocks(Encryption::RULE).next()?;
        rule.block(Rule::APPLY_SERVER_SIDE_ENCRYPTION_BY_DEFAULT)?
            .get(RuleApplyServerSideEncryptionByDefault::KMS_MASTER_KEY_ID)
            .target()
    };
    let configurations = documents.resources_of::<Encryption>();
    by_key(configurations.filter_map(|it| Some((key_of(&it)?, it.get(Encryption::BUCKET).target()?))))
}

fn by_key(keyed: impl Iterator<Item = (Address, Address)>) -> BTreeMap<Address, Vec<Address>> {
    let mut keys: BTreeMap<Address, Vec<Address>> = BTreeMap::new();
    for (key, encrypted) in keyed {
        keys.entry(key).or_default().push(encrypted);
    }
    keys
}

/// What lies there stays under its key (SQS Developer Guide, "Encryption at rest in Amazon SQS"; S3 User Guide, "Setting default server-side encryption
/// behavior for Amazon S3 buckets"), and a key that is scheduled for deletion decrypts nothing (KMS Developer Guide, "Deleting AWS KMS keys").
pub(super) fn key_goes(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let told = [QUEUE, BUCKET].into_iter().flat_map(|Store { by_key, without, lies, done, .. }| {
        let gone = by_key(old).into_iter().filter(|(key, _)| new.at(key).is_none());
        let told = gone.filter_map(move |(key, stores)| {
            let stays = stores.iter().find(|store| new.at(store).is_some())?;
            Some(Consequence::new(
                key,
                format!("{lies} {stays} under this key can be read by nobody once the key is scheduled for deletion"),
                format!(
                    "set `previous_encryption = \"customer-key\"` beside `encryption = \"{without}\"`, apply, and take it out when {done}"
                ),
            ))
        });
        told.collect::<Vec<_>>()
    });
    told.collect()
}

/// Terraform changes the queue or the bucket before the policies that refer to it, and who has no right to the key neither sends nor reads, nor writes (SQS
/// Developer Guide, "Key management"; S3 User Guide, "Using server-side encryption with AWS KMS keys").
pub(super) fn key_comes(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let told = [QUEUE, BUCKET].into_iter().flat_map(|Store { by_key, without, refused, .. }| {
        let before = by_key(old);
        let had_key = |store: &Address| before.values().any(|stores| stores.contains(store));
        // A key that stands already is one to which the services have the right.
        let comes = by_key(new).into_iter().filter(|(key, _)| old.at(key).is_none()).flat_map(|(_, stores)| stores);
        let comes = comes.filter(|store| old.at(store).is_some() && !had_key(store));
        let told = comes.map(|store| {
            Consequence::new(
                store,
                format!("it gets its key before the services get the right to use it, and {refused} until then"),
                format!(
                    "set `previous_encryption = \"customer-key\"` beside `encryption = \"{without}\"` first, apply, and then `encryption = \"customer-key\"`"
                ),
            )
        });
        told.collect::<Vec<_>>()
    });
    told.collect()
}

/// The key stays for others, and the right to use it may not.
pub(super) fn key_is_left(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let mut told = Vec::new();
    for Store { by_key, before, until, done, .. } in [QUEUE, BUCKET] {
        let now = by_key(new);
        for (key, stores) in by_key(old).into_iter().filter(|(key, _)| new.at(key).is_some()) {
            let is_left = |store: &Address| new.at(store).is_some() && !now.get(&key).is_some_and(|now| now.contains(store));
            for store in stores.into_iter().filter(is_left) {
                told.push(Consequence::new(
                    store,
                    format!("{before} stays encrypted with {key}, and who reads needs that key {until}"),
                    format!("keep `previous_encryption = \"customer-key\"` until {done}"),
                ));
            }
        }
    }
    told
}

/// A bucket's name is for its life (S3 User Guide, "General purpose bucket naming rules").
pub(super) fn bucket_name(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let named = |bucket: &View<'_, S3Bucket>| {
        let block = bucket.resource();
        block.documents().resolve(block.module, &block.written[S3Bucket::BUCKET.as_str()]).as_str().map(str::to_owned)
    };
    // One that moves is the same bucket, and its name may follow that of its section.
    let departures = Departures::of(new);
    let renamed = old.resources_of::<S3Bucket>().filter_map(|before| {
        let at = before.address().to_string();
        let now = new.at(&departures.destination(&at).unwrap_or(at).parse().ok()?)?.view::<S3Bucket>()?;
        let (name, other) = (named(&before)?, named(&now)?);
        (name != other).then(|| {
            let forces = before.get(S3Bucket::FORCE_DESTROY).is_true();
            let end = if forces {
                "the old one goes with all its objects"
            } else {
                "AWS deletes the old one only when it is empty: the apply stops there"
            };
            Consequence::new(
                now.address(),
                format!("another bucket is made, and {end}"),
                "keep its name of before as `aws_name`; or make a bucket beside it under a name of its own, copy the objects (`aws s3 sync`), and take \
                 the old one out then",
            )
        })
    });
    renamed.collect()
}
