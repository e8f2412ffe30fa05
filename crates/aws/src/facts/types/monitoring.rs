//! The types of what watches and tells.

use super::row::*;
use crate::bindings::*;

#[rustfmt::skip]
pub(super) static ROWS: &[TypeFacts] = &[
    row::<BudgetsBudget>(
        OfNothing, Watch, NotItself("AWS charges for budgets with actions only, and none has any"), account("budget", BudgetsBudget::NAME),
        lost(Role::Watcher, Medium, "a budget, with its alerts"),
        by_name(&["budgets::@@:budget/{aws_budgets_budget.name}"])
            .read(&["budgets:ViewBudget", "budgets:ListTagsForResource"])
            .make(&["budgets:ModifyBudget", "budgets:TagResource"])
            .change(&["budgets:UntagResource"]),
    ),
    row::<CeAnomalyMonitor>(
        OfNothing, Watch, NotItself("cost anomaly detection costs nothing"), NO_NAME,
        lost(Role::Watcher, Medium, "the watch over costs"),
        by_tags(&["ce::@@:anomalymonitor/*"])
            .read(&["ce:GetAnomalyMonitors", "ce:ListTagsForResource"])
            .make(&["ce:CreateAnomalyMonitor", "ce:TagResource"])
            .change(&["ce:UpdateAnomalyMonitor", "ce:DeleteAnomalyMonitor", "ce:TagResource", "ce:UntagResource"]),
    ),
    row::<CeAnomalySubscription>(
        OfNothing, Watch, NotItself("cost anomaly detection costs nothing"), NO_NAME,
        lost(Role::Watcher, Medium, "who is told of unusual costs"),
        by_tags(&["ce::@@:anomalysubscription/*"])
            .read(&["ce:GetAnomalySubscriptions", "ce:ListTagsForResource"])
            .make(&["ce:CreateAnomalySubscription", "ce:TagResource"])
            .within(&["ce::@@:anomalymonitor/*"])
            .change(&["ce:UpdateAnomalySubscription", "ce:DeleteAnomalySubscription", "ce:TagResource", "ce:UntagResource"]),
    ),
    row::<ChatbotSlackChannelConfiguration>(
        OfNothing, Watch, NotItself(NOTHING), account("Slack channel's configuration", ChatbotSlackChannelConfiguration::CONFIGURATION_NAME),
        lost(Role::Watcher, Medium, "who is told of alarms in a channel"),
        by_name(&["chatbot::@@:chat-configuration/slack-channel/{aws_chatbot_slack_channel_configuration.configuration_name}"])
            .read(&["chatbot:DescribeSlackChannelConfigurations", "chatbot:ListTagsForResource"])
            .make(&["chatbot:CreateSlackChannelConfiguration", "chatbot:TagResource"])
            .change(&["chatbot:UpdateSlackChannelConfiguration", "chatbot:DeleteSlackChannelConfiguration", "chatbot:UntagResource"]),
    ),
    row::<CloudwatchCompositeAlarm>(
        OfNothing, Watch, Itself, region("alarm", CloudwatchCompositeAlarm::ALARM_NAME),
        lost(Role::Watcher, Medium, "an alarm"),
        by_name(&["cloudwatch:@:alarm:{aws_cloudwatch_composite_alarm.alarm_name}"])
            .read(&["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"])
            .make(&["cloudwatch:PutCompositeAlarm", "cloudwatch:TagResource"])
            .change(&["cloudwatch:DeleteAlarms", "cloudwatch:UntagResource", "cloudwatch:EnableAlarmActions", "cloudwatch:DisableAlarmActions"]),
    ),
    row::<CloudwatchDashboard>(
        OfNothing, Watch, Itself, account("dashboard", CloudwatchDashboard::DASHBOARD_NAME),
        lost(Role::Watcher, Low, "a dashboard"),
        by_name(&["cloudwatch::@@:dashboard/{aws_cloudwatch_dashboard.dashboard_name}"])
            .read(&["cloudwatch:GetDashboard"])
            .make(&["cloudwatch:PutDashboard"])
            .change(&["cloudwatch:DeleteDashboards"]),
    ),
    row::<CloudwatchEventRule>(
        OfNothing, Watch, NotItself("events of AWS's own services cost nothing"), region("event rule", CloudwatchEventRule::NAME),
        lost(Role::Watcher, Medium, "a rule for events"),
        by_name(&["events:@:rule/{aws_cloudwatch_event_rule.name}"])
            .read(&["events:DescribeRule", "events:ListTagsForResource"])
            .make(&["events:PutRule", "events:TagResource"])
            .change(&["events:DeleteRule", "events:UntagResource", "events:EnableRule", "events:DisableRule"]),
    ),
    row::<CloudwatchEventTarget>(
        OfNothing, Watch, NotItself("events of AWS's own services cost nothing"), NO_NAME,
        lost(Role::Watcher, Medium, "where an event goes").of(&["rule"]),
        by_name(&["events:@:rule/{aws_cloudwatch_event_rule.name}"])
            .read(&["events:ListTargetsByRule"])
            .make(&["events:PutTargets"])
            .change(&["events:RemoveTargets"]),
    ),
    row::<CloudwatchLogGroup>(
        OfData, Watch, Itself, region("log group", CloudwatchLogGroup::NAME),
        lost(Role::Data, High, "a log group, with its logs"),
        by_name(&["logs:@:log-group:{aws_cloudwatch_log_group.name}", "logs:@:log-group:{aws_cloudwatch_log_group.name}:*"])
            .read(&["logs:DescribeLogGroups", "logs:ListTagsForResource"])
            .make(&["logs:CreateLogGroup", "logs:TagResource"])
            .change(&["logs:DeleteLogGroup", "logs:PutRetentionPolicy", "logs:DeleteRetentionPolicy", "logs:AssociateKmsKey", "logs:DisassociateKmsKey", "logs:UntagResource"]),
    ),
    row::<CloudwatchLogResourcePolicy>(
        OfNothing, Watch, NotItself(NOTHING), region("resource policy of CloudWatch Logs", CloudwatchLogResourcePolicy::POLICY_NAME),
        lost(Role::Part, Low, "who may write to log groups"),
        by_name(&[])
            .read(&["logs:DescribeResourcePolicies"])
            .make(&["logs:PutResourcePolicy"])
            .change(&["logs:DeleteResourcePolicy"]),
    ),
    row::<CloudwatchLogStream>(
        OfNothing, Watch, NotItself("charged with the log group"), NO_NAME,
        lost(Role::Part, Low, "a log stream").of(&["log_group_name"]),
        by_name(&["logs:@:log-group:{aws_cloudwatch_log_group.name}", "logs:@:log-group:{aws_cloudwatch_log_group.name}:*"])
            .read(&["logs:DescribeLogStreams"])
            .make(&["logs:CreateLogStream"])
            .change(&["logs:DeleteLogStream"]),
    ),
    row::<CloudwatchLogSubscriptionFilter>(
        OfNothing, Watch, NotItself("charged with the stream that it leads to"), NO_NAME,
        lost(Role::Watcher, Medium, "the delivery of logs").of(&["log_group_name"]),
        by_name(&["logs:@:log-group:{aws_cloudwatch_log_group.name}", "logs:@:log-group:{aws_cloudwatch_log_group.name}:*"])
            .read(&["logs:DescribeSubscriptionFilters"])
            .make(&["logs:PutSubscriptionFilter"])
            .change(&["logs:DeleteSubscriptionFilter"]),
    ),
    row::<CloudwatchMetricAlarm>(
        OfNothing, Watch, Itself, region("alarm", CloudwatchMetricAlarm::ALARM_NAME),
        lost(Role::Watcher, Medium, "an alarm").of(&["dimensions"]).shape(Shape::Alarm),
        by_name(&["cloudwatch:@:alarm:{aws_cloudwatch_metric_alarm.alarm_name}"])
            .read(&["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"])
            .make(&["cloudwatch:PutMetricAlarm", "cloudwatch:TagResource"])
            .change(&["cloudwatch:DeleteAlarms", "cloudwatch:UntagResource", "cloudwatch:EnableAlarmActions", "cloudwatch:DisableAlarmActions"]),
    ),
    row::<CloudwatchQueryDefinition>(
        OfNothing, Watch, NotItself("a saved query costs nothing until it is run"), NO_NAME,
        lost(Role::Part, Low, "a saved query"),
        by_name(&[])
            .read(&["logs:DescribeQueryDefinitions"])
            .make(&["logs:PutQueryDefinition"])
            .change(&["logs:DeleteQueryDefinition"]),
    ),
    row::<KinesisFirehoseDeliveryStream>(
        OfNothing, Connection, Itself, region("delivery stream", KinesisFirehoseDeliveryStream::NAME),
        lost(Role::Watcher, Medium, "the delivery of logs or records"),
        by_name(&["firehose:@:deliverystream/{aws_kinesis_firehose_delivery_stream.name}"])
            .read(&["firehose:DescribeDeliveryStream", "firehose:ListTagsForDeliveryStream"])
            .make(&["firehose:CreateDeliveryStream", "firehose:TagDeliveryStream"])
            .change(&["firehose:UpdateDestination", "firehose:StartDeliveryStreamEncryption", "firehose:StopDeliveryStreamEncryption", "firehose:DeleteDeliveryStream", "firehose:UntagDeliveryStream"]),
    ),
    row::<SnsTopic>(
        OfNothing, Watch, NotItself(MAILS), region("topic", SnsTopic::NAME),
        lost(Role::Reached, Medium, "a topic, with its subscriptions"),
        by_name(&["sns:@:{aws_sns_topic.name}"])
            .read(&["sns:GetTopicAttributes", "sns:ListTagsForResource"])
            .make(&["sns:CreateTopic", "sns:TagResource"])
            .change(&["sns:SetTopicAttributes", "sns:DeleteTopic", "sns:UntagResource"]),
    ),
    row::<SnsTopicPolicy>(
        OfNothing, Watch, NotItself(NOTHING), NO_NAME,
        lost(Role::Access, Medium, "who may publish to a topic").of(&["arn"]),
        by_name(&["sns:@:{aws_sns_topic.name}"])
            .read(&["sns:GetTopicAttributes"])
            .change(&["sns:SetTopicAttributes"]),
    ),
    row::<SnsTopicSubscription>(
        OfNothing, Watch, NotItself(MAILS), NO_NAME,
        lost(Role::Watcher, Medium, "somebody's subscription to a topic").of(&["topic_arn"]),
        by_name(&["sns:@:{aws_sns_topic.name}"])
            .read(&["sns:GetSubscriptionAttributes", "sns:ListSubscriptionsByTopic"])
            .make(&["sns:Subscribe"])
            .change(&["sns:SetSubscriptionAttributes", "sns:Unsubscribe"]),
    ),
];
