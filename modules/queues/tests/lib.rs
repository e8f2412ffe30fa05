//! The queues' module: settings in, documents out, as Terraform reads them.

use std::collections::BTreeMap;

use aws::{SqsQueue, SqsQueueRedriveAllowPolicy};
use domain::{Identity, QueueName};
use queues::{QueueConfig, Queues};
use settings::Problems;
use terraform::read::Documents;
use terraform::{Body, Configuration, ModuleCall};

fn identity() -> Identity {
    Identity {
        project: "shop".parse().expect("it is a name"),
        environment: "prod".parse().expect("it is a name"),
        region: "us-east-1".parse().expect("it is a region"),
        disaster_recovery_region: "us-west-2".parse().expect("it is a region"),
    }
}

fn checked(text: &str) -> (Queues, Vec<String>) {
    let queues: BTreeMap<QueueName, QueueConfig> = toml::from_str(text).unwrap_or_else(|error| panic!("{error}"));
    let mut problems = Problems::default();
    let queues = Queues::check(queues, &identity(), &mut problems);
    (queues, problems.iter().map(|problem| problem.message().to_owned()).collect())
}

fn emitted(text: &str) -> Documents {
    let (queues, problems) = checked(text);
    assert_eq!(problems, Vec::<String>::new());
    let (mut configuration, call) = (Configuration::new(), ModuleCall::new("queues"));
    configuration.root().document("main").module(&call, Body::new());
    configuration.child(&call, queues::module(&identity(), &queues));
    Documents::read(&configuration.render().expect("no address is taken twice")).expect("they are documents")
}

#[test]
fn a_queue_has_dead_letters_and_a_key() {
    let documents = emitted("[mails]\n");
    let queues: Vec<_> = documents.resources_of::<SqsQueue>().collect();
    assert_eq!(queues.len(), 2);
    assert!(queues.iter().all(|queue| queue.get(SqsQueue::KMS_MASTER_KEY_ID).is_set()));
    let mails = queues.iter().find(|queue| queue.resource().label == "mails").expect("it is there");
    assert_eq!(mails.get(SqsQueue::NAME).literal().as_deref(), Some("shop-mails-prod"));
    assert!(mails.get(SqsQueue::REDRIVE_POLICY).is_set());
    assert_eq!(documents.resources_of::<SqsQueueRedriveAllowPolicy>().count(), 1);
}

#[test]
fn the_dead_letters_of_a_fifo_queue_are_one_themselves() {
    let documents = emitted("[orders]\nkind = \"fifo\"\nencryption = \"sqs\"\n");
    for queue in documents.resources_of::<SqsQueue>() {
        assert!(queue.get(SqsQueue::FIFO_QUEUE).is_true() && queue.get(SqsQueue::SQS_MANAGED_SSE_ENABLED).is_true());
        assert!(queue.get(SqsQueue::NAME).literal().is_some_and(|name| name.strip_suffix(".fifo").is_some()));
    }
}

#[test]
fn what_contradicts_itself_is_refused() {
    let (_, problems) =
        checked("[a]\ncontent_based_deduplication = true\nretention_days = 7\ndead_letter_retention_days = 3\n[a-dead-letters]\n");
    assert_eq!(problems.len(), 3, "{problems:?}");
}

#[test]
fn dead_letters_of_a_standard_queue_outlast_its_messages_and_those_of_a_fifo_queue_begin_anew() {
    let told = |text: &str| checked(text).1;
    let both = |kind: &str, days: u32| {
        told(&format!("[mails]\nkind = \"{kind}\"\nretention_days = 7\ndead_letter_retention_days = {days}\n"))
    };
    assert!(both("standard", 6)[0].contains("counted from when the message was sent"), "{:?}", both("standard", 6));
    assert!(both("standard", 7)[0].contains("gone at once"), "{:?}", both("standard", 7));
    assert_eq!(both("standard", 8), Vec::<String>::new());
    assert_eq!(both("fifo", 2), Vec::<String>::new());
}

#[test]
fn the_key_stays_until_what_was_sent_under_it_is_handled() {
    let documents = emitted("[mails]\nencryption = \"sqs\"\nprevious_encryption = \"customer-key\"\n");
    assert_eq!(documents.resources_of::<aws::KmsKey>().count(), 1);
    assert!(documents.resources_of::<SqsQueue>().all(|queue| queue.get(SqsQueue::SQS_MANAGED_SSE_ENABLED).is_true()));
    assert_eq!(emitted("[mails]\nencryption = \"sqs\"\n").resources_of::<aws::KmsKey>().count(), 0);
    for (text, says) in [
        ("previous_encryption = \"customer-key\"", "the encryption of now as well"),
        ("previous_encryption = \"sqs\"", "whatever the settings say"),
        ("encryption = \"sqs\"\nprevious_encryption = \"sqs\"", "whatever the settings say"),
    ] {
        let (_, problems) = checked(&format!("[mails]\n{text}\n"));
        assert!(problems.iter().any(|it| it.contains(says)), "{text}: {problems:?}");
    }
}
