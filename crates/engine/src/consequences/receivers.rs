//! What a change of those who hear of alarms does until they have agreed to hear.

use std::collections::{BTreeMap, BTreeSet};

use aws::SnsTopicSubscription as Subscription;
use terraform::read::{Documents, View};

use super::Consequence;

/// Who gets mails, by the topic as it is written.
fn mails(documents: &Documents) -> BTreeMap<String, BTreeSet<String>> {
    let mut mails: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let of = |it: View<'_, Subscription>| {
        let topic = it.get(Subscription::TOPIC_ARN).written().as_str()?.to_owned();
        Some((topic, it.get(Subscription::PROTOCOL).literal()?, it.get(Subscription::ENDPOINT).literal()?))
    };
    for (topic, protocol, endpoint) in documents.resources_of::<Subscription>().filter_map(of) {
        // What is no mail hears without being asked, or is somebody else's to confirm.
        mails.entry(topic).or_default().insert(format!("{protocol}:{endpoint}"));
    }
    mails
}

/// SNS sends nothing to an address until somebody there has followed the link that it mails (SNS Developer Guide, "Subscribing an email address").
pub(super) fn unconfirmed(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let now = mails(new);
    let mut told = Vec::new();
    for (topic, before) in mails(old) {
        let Some(now) = now.get(&topic) else { continue };
        let asks = |it: &String| it.starts_with("email");
        if now.is_empty() || !before.is_disjoint(now) || !now.iter().all(asks) {
            continue;
        }
        let first = new.resources_of::<Subscription>().find(|it| it.get(Subscription::TOPIC_ARN).written() == topic.as_str());
        let Some(address) = first.map(|it| it.address()) else { continue };
        told.push(Consequence::new(
            address,
            "nobody hears of an alarm until one of the new addresses has followed the link that AWS mails to it",
            "name the new address beside the old one, apply, and take the old one out when the new one has confirmed",
        ));
    }
    told
}
