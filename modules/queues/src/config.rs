//! The settings of the queues: the sections `[queues.<name>]`, as typed and as checked. It must not know who sends and who reads.

use std::collections::BTreeMap;

use domain::names::{NameKind, limited};
use domain::{Identity, MessageDelay, MessageRetention, QueueIdentifier, QueueName, ReceiveCount, VisibilityTimeout};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settings::{Problems, SettingPath};

/// A queue of SQS, with a second one for what could not be handled. `queue = "<name>"` in a service makes it the reader;
/// `uses = ["queue.<name>"]` lets a service send.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct QueueConfig {
    /// The name that the queue had in the settings before: Terraform then takes what it has under that name for this queue's, and `aws_name` says which
    /// name it keeps in AWS. The setting may stay, and can go when every environment was applied with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed_from: Option<QueueName>,
    /// The name that the queue has in AWS, where it is not `<project>-<name>-<environment>`: of one that is imported, or that is called otherwise here
    /// now. Of a FIFO queue without `.fifo`, which is added. Its dead letters are called so with `-dead-letters` before the environment, or behind where
    /// the name does not end with that. Another name is another queue: Terraform makes it anew, and what lies in the old one is lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aws_name: Option<QueueIdentifier>,
    /// The name that its dead letters have in AWS, where it is another than the one that follows from the queue's: of those that are imported, or of a
    /// queue whose name leaves no room for `-dead-letters`. Of a FIFO queue without `.fifo`, which is added. Another name is another queue, and what lies
    /// in the old one is lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dead_letter_aws_name: Option<QueueIdentifier>,
    /// Whether messages may overtake each other. Another kind is another queue: Terraform makes it anew, and what lies in the old one is lost.
    pub kind: Kind,
    /// Of a FIFO queue: whether two messages of the same content within five minutes count as one. Otherwise who sends names each.
    pub content_based_deduplication: bool,
    /// For how many seconds nobody else gets a message that one reads; who has not deleted it by then gets it again. Set it to more than the
    /// longest time that handling one takes.
    pub visibility_timeout_seconds: VisibilityTimeout,
    /// After how many days a message that nobody handled is gone.
    pub retention_days: MessageRetention,
    /// How often a message is read in vain before it goes to the dead letters.
    pub max_receives: ReceiveCount,
    /// For how many days dead letters stay. In a standard queue they count from when the message was sent first, so let it be more than
    /// `retention_days`; in a FIFO queue from when it became a dead letter.
    pub dead_letter_retention_days: MessageRetention,
    /// For how many seconds a new message stays hidden.
    pub delay_seconds: MessageDelay,
    /// What encrypts the messages. Those that were sent before stay under what encrypted them: on the way from `customer-key` to `sqs` set
    /// `previous_encryption` too.
    pub encryption: Encryption,
    /// While `encryption` is changed to `sqs`: `customer-key`, so that the key stays, and with it the right of who reads, until what was sent
    /// under it is handled. Take it out when the queue and its dead letters are empty: messages under a key that is gone are lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_encryption: Option<Encryption>,
}

/// Whether messages may overtake each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// They may, and now and then one comes twice.
    #[default]
    Standard,
    /// In each group they come in the order in which they were sent.
    Fifo,
}

/// What encrypts messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Encryption {
    /// A key of the environment's own, one for all its queues: who sends or reads needs the right to use it too.
    #[default]
    CustomerKey,
    /// SQS's own key, which costs nothing.
    Sqs,
}

/// The checked settings of all queues.
#[derive(Clone, Debug, Default)]
pub struct Queues(Vec<Queue>);

/// A checked queue.
#[derive(Clone, Debug)]
pub struct Queue {
    pub(crate) name: QueueName,
    pub(crate) settings: QueueConfig,
}

/// What a queue's name must not end with, as its dead letters' does.
const DEAD_LETTERS: &str = "dead-letters";

impl Queues {
    /// Checks the sections `[queues.<name>]`.
    pub fn check(queues: BTreeMap<QueueName, QueueConfig>, identity: &Identity, problems: &mut Problems) -> Self {
        let mut named: BTreeMap<String, QueueName> = BTreeMap::new();
        let checked = queues.into_iter().map(|(name, settings)| {
            let queue = Queue { name, settings };
            queue.settings.check(&queue.name, problems);
            queue.check_name(identity, &mut named, problems);
            queue
        });
        Self(checked.collect())
    }

    /// The queues, in the order of their names.
    pub fn all(&self) -> impl Iterator<Item = &Queue> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a key of the environment's own encrypts some of them.
    pub fn has_key(&self) -> bool {
        self.0.iter().any(Queue::has_key)
    }
}

impl Queue {
    /// Its name in the settings.
    pub fn name(&self) -> &QueueName {
        &self.name
    }

    /// Whether the environment's own key encrypts it, or encrypted what may still wait there.
    pub fn has_key(&self) -> bool {
        let QueueConfig { encryption, previous_encryption, .. } = &self.settings;
        *encryption == Encryption::CustomerKey || *previous_encryption == Some(Encryption::CustomerKey)
    }

    pub(crate) fn label(&self) -> String {
        self.name.label()
    }

    pub(crate) fn dead_letters_label(&self) -> String {
        format!("{}_dead_letters", self.name.label())
    }

    /// `task-api-mails-prod`, as SQS has it with `.fifo` behind where the order counts.
    pub(crate) fn full_name(&self, identity: &Identity) -> String {
        format!("{}{}", self.plain_name(identity), self.settings.kind.ending())
    }

    /// `task-api-mails-dead-letters-prod`. The dead letters of a FIFO queue are one themselves (SQS Developer Guide, "Using dead-letter queues").
    pub(crate) fn dead_letters_name(&self, identity: &Identity) -> String {
        let (name, environment) = (self.plain_name(identity), &identity.environment);
        let derived = || match name.strip_suffix(&format!("-{environment}")) {
            Some(before) => format!("{before}-{DEAD_LETTERS}-{environment}"),
            None => format!("{name}-{DEAD_LETTERS}"),
        };
        let plain = self.settings.dead_letter_aws_name.as_ref().map_or_else(derived, ToString::to_string);
        format!("{plain}{}", self.settings.kind.ending())
    }

    fn plain_name(&self, identity: &Identity) -> String {
        self.settings.aws_name.as_ref().map_or_else(|| identity.named(self.name.as_str()), ToString::to_string)
    }

    /// SQS gives out the queue that there is where another one of its name is asked for, so that two would be one.
    fn check_name(&self, identity: &Identity, named: &mut BTreeMap<String, QueueName>, problems: &mut Problems) {
        // It is told of its name already.
        if self.name.as_str().ends_with(DEAD_LETTERS) {
            return;
        }
        let section = SettingPath::from("queues").key(self.name.as_str());
        let at = |setting: &str, is_set: bool| if is_set { section.clone().key(setting) } else { section.clone() };
        let own = at("aws_name", self.settings.aws_name.is_some());
        let of_dead_letters = match &self.settings.dead_letter_aws_name {
            Some(_) => section.clone().key("dead_letter_aws_name"),
            None => own.clone(),
        };
        for (name, at) in [(self.dead_letters_name(identity), of_dead_letters), (self.full_name(identity), own)] {
            if let Err(error) = limited(NameKind::Queue, &*name) {
                let has_room = limited(NameKind::Queue, &*self.full_name(identity)).is_ok();
                let help = if has_room {
                    "set `dead_letter_aws_name`: a shorter name in AWS for its dead letters alone; or shorten the queue's own, or set `aws_name`"
                } else {
                    "shorten the project's, the environment's or the queue's name, or set `aws_name`: a shorter name for AWS alone"
                };
                problems.error(at, error.to_string()).help(help);
                return;
            }
            if let Some(other) = named.insert(name.clone(), self.name.clone()) {
                problems
                    .error(at, format!("the queue `{other}` or its dead letters have the name `{name}` in AWS as well"))
                    .help("give each queue a name of its own");
                return;
            }
        }
    }
}

impl Kind {
    fn ending(self) -> &'static str {
        match self {
            Self::Standard => "",
            Self::Fifo => ".fifo",
        }
    }
}

impl QueueConfig {
    fn check(&self, name: &QueueName, problems: &mut Problems) {
        let section = SettingPath::from("queues").key(name.as_str());
        let at = |setting: &str| section.clone().key(setting);
        if name.as_str().ends_with(DEAD_LETTERS) {
            problems
                .error(section.clone(), format!("`{name}` is how the dead letters of a queue are called"))
                .help("choose a name that does not end so; every queue has its dead letters without a section of their own");
        }
        if self.kind == Kind::Standard && self.content_based_deduplication {
            problems
                .error(at("content_based_deduplication"), "only a FIFO queue tells messages of the same content")
                .also(at("kind"))
                .help("set `kind = \"fifo\"`, or take it out");
        }
        match self.previous_encryption {
            None => {}
            Some(Encryption::Sqs) => {
                problems
                    .error(at("previous_encryption"), "SQS reads what its own key encrypted whatever the settings say")
                    .help("take it out");
            }
            Some(Encryption::CustomerKey) if self.encryption == Encryption::CustomerKey => {
                problems
                    .error(at("previous_encryption"), "it is the encryption of now as well")
                    .also(at("encryption"))
                    .help("take it out, or set `encryption = \"sqs\"`");
            }
            Some(Encryption::CustomerKey) => {}
        }
        self.check_retention(&at, problems);
    }

    /// A message of a standard queue keeps its age when it becomes a dead letter; that of a FIFO queue begins anew (SQS Developer Guide,
    /// "Setting-up dead-letter queue retention").
    fn check_retention(&self, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        if self.kind == Kind::Fifo {
            return;
        }
        if self.dead_letter_retention_days < self.retention_days {
            problems
                .error(
                    at("dead_letter_retention_days"),
                    format!(
                        "dead letters go after {} days, counted from when the message was sent, and a message may wait {} before it is one",
                        self.dead_letter_retention_days, self.retention_days
                    ),
                )
                .also(at("retention_days"))
                .help(format!("set it to more than {}, or `retention_days` to less", self.retention_days));
        } else if self.dead_letter_retention_days == self.retention_days {
            problems
                .warning(
                    at("dead_letter_retention_days"),
                    "a message that becomes a dead letter at the end of its days is gone at once: they count from when it was sent",
                )
                .also(at("retention_days"))
                .help("let dead letters stay for longer than messages wait");
        }
    }
}

impl Default for QueueConfig {
    fn default() -> Self {
        Self {
            renamed_from: None,
            aws_name: None,
            dead_letter_aws_name: None,
            kind: Kind::Standard,
            content_based_deduplication: false,
            visibility_timeout_seconds: VisibilityTimeout::of::<60>(),
            retention_days: MessageRetention::of::<4>(),
            max_receives: ReceiveCount::of::<5>(),
            dead_letter_retention_days: MessageRetention::of::<14>(),
            delay_seconds: MessageDelay::of::<0>(),
            encryption: Encryption::CustomerKey,
            previous_encryption: None,
        }
    }
}
