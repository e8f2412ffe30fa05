//! The two topics, the key that encrypts them, who may publish to them, and who gets their mails.

use std::collections::BTreeMap;

use aws::policy::{Action, Condition, PolicyDocument, Principal, Statement, account_root};
use aws::{
    KmsAlias, KmsAliasRequired, KmsKey, KmsKeyReference, SnsTopic, SnsTopicPolicy, SnsTopicPolicyRequired, SnsTopicSubscription,
    SnsTopicSubscriptionRequired,
};
use domain::{Identity, KeyDeletionWindow, Region};
use terraform::{Document, Expression, Resource, Value, template};

use crate::config::{AlarmSeverity, AnomalyMonitor, Monitoring};
use crate::interface::Variables;
use crate::subject::Subject;

/// The topics.
pub(crate) struct Topics {
    /// What can wait until somebody is at work.
    pub(crate) alerts: Topic,
    /// What users feel at once.
    pub(crate) critical: Topic,
    /// The key that encrypts those that the environment makes, if it makes one.
    pub(crate) key: Option<KmsKeyReference>,
}

impl Topics {
    /// The topic of what is as severe as this.
    pub(crate) fn of(&self, severity: AlarmSeverity) -> &Topic {
        match severity {
            AlarmSeverity::Alert => &self.alerts,
            AlarmSeverity::Critical => &self.critical,
        }
    }
}

/// A topic to which AWS's services may publish.
pub(crate) struct Topic {
    /// The ARN as the topic's policy gives it, so that who publishes is made after the policy: RDS tries the topic when the
    /// subscription is made, and refuses one that does not admit it (RDS API Reference, `CreateEventSubscription`).
    pub(crate) arn: Value<String>,
}

/// A service of AWS's that publishes.
#[derive(Clone, Copy)]
enum Publisher {
    Alarms,
    DatabaseEvents,
    Budgets,
    CostAnomalies,
}

/// The topics with their key, policies and subscriptions.
pub(crate) fn topics(
    document: &mut Document,
    identity: &Identity,
    monitoring: &Monitoring,
    subject: &Subject,
    variables: &Variables,
) -> Topics {
    // Alarms alone are critical; every other publisher is admitted to the alerts only, and only if it has something to say.
    let mut alerts = vec![Publisher::Alarms, Publisher::Budgets];
    if subject.database.is_some() && !monitoring.database_events.is_empty() {
        alerts.push(Publisher::DatabaseEvents);
    }
    match monitoring.cost_anomalies.monitor {
        AnomalyMonitor::Services | AnomalyMonitor::Existing(_) => alerts.push(Publisher::CostAnomalies),
        AnomalyMonitor::None => {}
    }

    let existing = &monitoring.existing_topics;
    let made = [(AlarmSeverity::Alert, alerts), (AlarmSeverity::Critical, vec![Publisher::Alarms])];
    let made: BTreeMap<AlarmSeverity, Vec<Publisher>> =
        made.into_iter().filter(|(severity, _)| existing.of(*severity).is_none()).collect();
    // Who publishes to the alerts is all who publish.
    let publishers = made.values().next();
    let key = publishers.map(|all| key(document, identity, all, monitoring.key_deletion_window_days, variables));
    let mut topic = |severity: AlarmSeverity| match (existing.of(severity), key.as_ref(), made.get(&severity)) {
        (None, Some(key), Some(publishers)) => topic(document, identity, severity.topic(), key, publishers, variables),
        (existing, _, _) => Topic { arn: Value::Literal(existing.map(ToString::to_string).unwrap_or_default()) },
    };
    let topics = Topics { alerts: topic(AlarmSeverity::Alert), critical: topic(AlarmSeverity::Critical), key: None };
    let topics = Topics { key, ..topics };
    for (label, address) in &monitoring.alert_mail {
        subscription(document, &format!("alerts_{label}"), &topics.alerts, address.as_str());
    }
    for (label, address) in &monitoring.critical_mail {
        subscription(document, &format!("critical_{label}"), &topics.critical, address.as_str());
    }
    topics
}

fn key(
    document: &mut Document,
    identity: &Identity,
    publishers: &[Publisher],
    deletion_window: KeyDeletionWindow,
    variables: &Variables,
) -> KmsKeyReference {
    // Who publishes to an encrypted topic needs the key too, or the message is dropped without a trace; the conditions work with
    // these services, unlike with EventBridge (SNS Developer Guide, "Key management", "Enable compatibility between event sources
    // from AWS services and encrypted topics").
    let publish = publishers
        .iter()
        .fold(Statement::allow("Publish", ["kms:Decrypt", "kms:GenerateDataKey"]), |statement, publisher| {
            statement.principal(Principal::Service(publisher.service().to_owned()))
        })
        .on_this_key()
        .condition(Condition::string_equals("aws:SourceAccount", [&variables.account_id]));
    let administer = Statement::allow("Administer", [Action::all_of_kms()])
        .principal(Principal::Account(account_root(&variables.account_id)))
        .on_this_key();
    let key = document.resource(Resource::new(
        "topics",
        KmsKey::new()
            .description(format!("{}: topics of alerts", identity.prefix()))
            .enable_key_rotation(true)
            .deletion_window_in_days(deletion_window.get())
            .policy(PolicyDocument::new([administer, publish]).into_value()),
    ));
    document.resource(Resource::new(
        "topics",
        KmsAlias::new(KmsAliasRequired { target_key_id: key.key_id().into() }).name(format!("alias/{}", identity.named("topics"))),
    ));
    key
}

fn topic(
    document: &mut Document,
    identity: &Identity,
    label: &str,
    key: &KmsKeyReference,
    publishers: &[Publisher],
    variables: &Variables,
) -> Topic {
    let topic = document.resource(Resource::new(label, SnsTopic::new().name(identity.named(label)).kms_master_key_id(key.arn())));
    let encrypted = Statement::deny("OnlyEncryptedInTransit", ["sns:Publish"])
        .principal(Principal::Everyone)
        .on([topic.arn()])
        .condition(Condition::is("aws:SecureTransport", false));
    let publish = publishers.iter().map(|publisher| {
        Statement::allow(publisher.sid(), ["sns:Publish"])
            .principal(Principal::Service(publisher.service().to_owned()))
            .on([topic.arn()])
            .condition(Condition::string_equals("aws:SourceAccount", [&variables.account_id]))
            .condition(Condition::arn_like("aws:SourceArn", [publisher.source(identity.region, &variables.account_id)]))
    });
    let policy = document.resource(Resource::new(
        label,
        SnsTopicPolicy::new(SnsTopicPolicyRequired {
            arn: topic.arn().into(),
            policy: PolicyDocument::new(std::iter::once(encrypted).chain(publish)).into_value(),
        }),
    ));
    Topic { arn: policy.arn().into() }
}

/// A mail to this address. AWS asks the address first, and it stays `pending confirmation` until somebody follows the link.
fn subscription(document: &mut Document, label: &str, topic: &Topic, address: &str) {
    document.resource(Resource::new(
        label,
        SnsTopicSubscription::new(SnsTopicSubscriptionRequired {
            topic_arn: topic.arn.clone(),
            protocol: "email".into(),
            endpoint: address.into(),
        }),
    ));
}

impl Publisher {
    /// The name by which policies know the service.
    fn service(self) -> &'static str {
        match self {
            Self::Alarms => "cloudwatch.amazonaws.com",
            Self::DatabaseEvents => "events.rds.amazonaws.com",
            Self::Budgets => "budgets.amazonaws.com",
            Self::CostAnomalies => "costalerts.amazonaws.com",
        }
    }

    fn sid(self) -> &'static str {
        match self {
            Self::Alarms => "Alarms",
            Self::DatabaseEvents => "DatabaseEvents",
            Self::Budgets => "Budgets",
            Self::CostAnomalies => "CostAnomalies",
        }
    }

    /// The ARNs for which the service publishes, as its own guide gives them: SNS Developer Guide, "Example cases for Amazon SNS
    /// access control"; RDS User Guide, "Granting permissions to publish notifications to an Amazon SNS topic"; Cost Management
    /// User Guide, "Creating an Amazon SNS topic for budget notifications" and "… for anomaly notifications".
    fn source(self, region: Region, account_id: &Expression<String>) -> Value<String> {
        match self {
            Self::Alarms => template![format!("arn:aws:cloudwatch:{region}:"), account_id, ":alarm:*"],
            Self::DatabaseEvents => template![format!("arn:aws:rds:{region}:"), account_id, ":*"],
            Self::Budgets => template!["arn:aws:budgets::", account_id, ":*"],
            Self::CostAnomalies => template!["arn:aws:ce::", account_id, ":anomalysubscription/*"],
        }
    }
}
