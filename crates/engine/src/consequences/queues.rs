//! What a change of a queue's encryption does to the messages in it.

use std::collections::BTreeMap;

use aws::SqsQueue;
use terraform::Address;
use terraform::read::{Documents, View};

use super::Consequence;

/// The queues by the key that encrypts them.
fn by_key(documents: &Documents) -> BTreeMap<Address, Vec<Address>> {
    let mut keys: BTreeMap<Address, Vec<Address>> = BTreeMap::new();
    for queue in documents.resources_of::<SqsQueue>() {
        if let Some(key) = queue.get(SqsQueue::KMS_MASTER_KEY_ID).target() {
            keys.entry(key).or_default().push(queue.address());
        }
    }
    keys
}

/// Turning encryption off leaves what was sent before under its key (SQS Developer Guide, "Encryption at rest in Amazon SQS"), and a key that is
/// scheduled for deletion decrypts nothing (KMS Developer Guide, "Deleting AWS KMS keys").
pub(super) fn queue_key(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let gone = by_key(old).into_iter().filter(|(key, _)| new.at(key).is_none());
    let told = gone.filter_map(|(key, queues)| {
        let stays = queues.iter().find(|queue| new.at(queue).is_some())?;
        Some(Consequence::new(
            key,
            format!("what waits in {stays} under this key can be read by nobody once the key is scheduled for deletion"),
            "set `previous_encryption = \"customer-key\"` beside `encryption = \"sqs\"`, apply, and take it out when queue and dead letters are empty",
        ))
    });
    told.collect()
}

/// Terraform changes the queue before the policies that refer to it, and who has no right to the key neither sends nor reads (SQS Developer Guide, "Key
/// management").
pub(super) fn queue_key_comes(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let comes = super::on_both::<SqsQueue>(old, new).filter(|(before, now)| {
        let has_key = |queue: &View<'_, SqsQueue>| queue.get(SqsQueue::KMS_MASTER_KEY_ID).target();
        // A key that stands already is one to which the services have the right.
        has_key(before).is_none() && has_key(now).is_some_and(|key| old.at(&key).is_none())
    });
    let told = comes.map(|(_, now)| {
        Consequence::new(
            now.address(),
            "it gets its key before the services get the right to use it, and SQS refuses their messages until then",
            "set `previous_encryption = \"customer-key\"` beside `encryption = \"sqs\"` first, apply, and then `encryption = \"customer-key\"`",
        )
    });
    told.collect()
}

/// The key stays for others, and the right to use it may not.
pub(super) fn queue_encryption(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let mut told = Vec::new();
    for (key, queues) in by_key(old).into_iter().filter(|(key, _)| new.at(key).is_some()) {
        let now = by_key(new).remove(&key).unwrap_or_default();
        for queue in queues.into_iter().filter(|queue| new.at(queue).is_some() && !now.contains(queue)) {
            told.push(Consequence::new(
                queue,
                format!("what was sent before stays encrypted with {key}, and who reads needs that key until it is handled"),
                "keep `previous_encryption = \"customer-key\"` until queue and dead letters are empty",
            ));
        }
    }
    told
}
