//! Who hears of the topics besides by mail: addresses by HTTPS, and channels of Slack.

use std::collections::BTreeMap;

use aws::policy::{PolicyDocument, Principal, Statement};
use aws::{
    ChatbotSlackChannelConfiguration, ChatbotSlackChannelConfigurationRequired, IamRole, IamRolePolicy, IamRolePolicyReference,
    IamRolePolicyRequired, IamRoleReference, IamRoleRequired, SnsTopicSubscription, SnsTopicSubscriptionRequired,
};
use domain::ReceiverName;
use terraform::{Document, Expression, Map, Resource, Validation, Variable, template};

use crate::Context;
use crate::config::{HttpsEndpoint, Monitoring, SlackChannel};
use crate::interface::EndpointVariables;

/// The addresses by name, as the root module passes them: each from a sensitive variable of its own, since it holds a key.
pub fn endpoint_urls(root: &mut Document, monitoring: &Monitoring) -> Map<String> {
    monitoring.https_endpoints.keys().map(|name| (name.as_str(), endpoint_url(root, name))).collect()
}

fn endpoint_url(root: &mut Document, name: &ReceiverName) -> Expression<String> {
    let variable = Variable::<String>::new(
        format!("{}_endpoint", name.label()),
        &format!("The address by HTTPS, with its key, at which {name} hears of alarms. It is a secret."),
    )
    .sensitive();
    let reference = variable.reference();
    let validation = Validation {
        condition: Expression::native(format!("startswith({}, \"https://\")", reference.code())),
        error_message: "The address begins with https://.".to_owned(),
    };
    root.variable(variable.validation(validation))
}

/// A subscription for each address and each topic that it hears of.
pub(crate) fn https_endpoints(
    document: &mut Document,
    context: &Context,
    variables: &EndpointVariables,
    endpoints: &BTreeMap<ReceiverName, HttpsEndpoint>,
) {
    for (name, HttpsEndpoint { severities }) in endpoints {
        for severity in severities {
            let subscription = SnsTopicSubscription::new(SnsTopicSubscriptionRequired {
                topic_arn: context.topics.of(*severity).arn.clone(),
                protocol: "https".into(),
                endpoint: variables.endpoint_urls.key(name.as_str()).into(),
            })
            // Terraform waits for it, and one that never confirms cannot be deleted for three days (SNS API Reference, `Unsubscribe`).
            .endpoint_auto_confirms(true);
            document.resource(Resource::new(format!("{}_{}_https", severity.topic(), name.label()), subscription));
        }
    }
}

/// The channels, and the role by which they show an alarm's curve.
pub(crate) fn slack_channels(document: &mut Document, context: &Context, channels: &BTreeMap<ReceiverName, SlackChannel>) {
    let (role, policy) = role(document, context);
    for (name, SlackChannel { workspace_id, channel_id, severities }) in channels {
        let channel = ChatbotSlackChannelConfiguration::new(ChatbotSlackChannelConfigurationRequired {
            configuration_name: context.identity.named(&format!("{name}-slack")).into(),
            iam_role_arn: role.arn().into(),
            slack_channel_id: channel_id.as_str().into(),
            slack_team_id: workspace_id.as_str().into(),
        })
        // The most that anybody in the channel can do, whatever the role is given later; without it that is everything.
        .guardrail_policy_arns(["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"])
        .sns_topic_arns(severities.iter().map(|severity| context.topics.of(*severity).arn.clone()).collect::<Vec<_>>());
        document.resource(Resource::new(name.label(), channel).depends_on([&policy as _]));
    }
}

fn role(document: &mut Document, context: &Context) -> (IamRoleReference, IamRolePolicyReference) {
    let trust = PolicyDocument::new([Statement::allow("AssumeRole", ["sts:AssumeRole"])
        // AWS documents no source that the service would send along when it assumes a channel's role.
        .principal(Principal::Service("chatbot.amazonaws.com".to_owned()))]);
    let role = document.resource(Resource::new(
        "slack",
        IamRole::new(IamRoleRequired { assume_role_policy: trust.into_value() }).name(context.identity.named("slack")),
    ));
    // Those of the region, since which of them the topics hear of is theirs to say; by ARN, which CloudWatch takes of alarms alone.
    let alarms = Statement::allow("ReadAlarms", ["cloudwatch:DescribeAlarms"]).on([template![
        format!("arn:aws:cloudwatch:{}:", context.identity.region),
        &context.variables.account_id,
        ":alarm:*"
    ]]);
    let curves = Statement::allow(
        "ShowCurves",
        ["cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics", "cloudwatch:GetMetricWidgetImage", "cloudwatch:ListMetrics"],
    )
    .on_everything("CloudWatch's metrics are no resources that a policy could name");
    let policy = document.resource(Resource::new(
        "slack",
        IamRolePolicy::new(IamRolePolicyRequired {
            policy: PolicyDocument::new([alarms, curves]).into_value(),
            role: role.id().into(),
        })
        .name("show-curves"),
    ));
    (role, policy)
}
