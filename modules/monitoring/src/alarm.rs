//! An alarm on one measure, as CloudWatch wants it. It must not know what any single alarm watches.

use aws::{CloudwatchMetricAlarm, CloudwatchMetricAlarmReference, CloudwatchMetricAlarmRequired};
use terraform::{Document, Map, Number, Resource};

use crate::measure::{Measure, Statistic};
use crate::topics::Topic;

/// An alarm on one measure.
pub(crate) struct Alarm<'a> {
    pub(crate) label: String,
    pub(crate) name: String,
    /// What it means, and what to do first: the text of the mail.
    pub(crate) description: String,
    pub(crate) trigger: Trigger,
    /// Who hears of it, and that it is over; nobody where a composite alarm speaks for it.
    pub(crate) topic: Option<&'a Topic>,
}

/// When it goes off.
pub(crate) struct Trigger {
    pub(crate) measure: Measure,
    pub(crate) breach: Breach,
    /// For how many periods in a row.
    pub(crate) periods: u32,
    pub(crate) missing_data: MissingData,
}

/// On which side of which value the trouble begins.
#[derive(Clone, Debug)]
pub(crate) enum Breach {
    Above(Number),
    From(Number),
    Below(Number),
}

/// What a period without a value says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MissingData {
    /// All is well.
    IsWell,
    /// There is trouble.
    IsTrouble,
    /// Nothing: the alarm becomes `INSUFFICIENT_DATA`.
    SaysNothing,
}

impl Alarm<'_> {
    /// Adds the alarm.
    pub(crate) fn add(self, document: &mut Document) -> CloudwatchMetricAlarmReference {
        let Self { label, name, description, trigger, topic } = self;
        let Trigger { measure, breach, periods, missing_data } = trigger;
        let Measure { namespace, metric, dimensions, statistic, period_seconds } = measure;
        let (comparison_operator, threshold) = match breach {
            Breach::Above(threshold) => ("GreaterThanThreshold", threshold),
            Breach::From(threshold) => ("GreaterThanOrEqualToThreshold", threshold),
            Breach::Below(threshold) => ("LessThanThreshold", threshold),
        };
        let alarm = CloudwatchMetricAlarm::new(CloudwatchMetricAlarmRequired {
            alarm_name: name.into(),
            comparison_operator: comparison_operator.into(),
            evaluation_periods: periods.into(),
        })
        .alarm_description(description)
        .namespace(namespace)
        .metric_name(metric)
        .dimensions(dimensions.into_iter().collect::<Map<String>>())
        .period(period_seconds)
        .threshold(threshold)
        .treat_missing_data(match missing_data {
            MissingData::IsWell => "notBreaching",
            MissingData::IsTrouble => "breaching",
            MissingData::SaysNothing => "missing",
        })
        .alarm_actions(topic.map(|topic| [topic.arn.clone()]))
        .ok_actions(topic.map(|topic| [topic.arn.clone()]));
        // A percentile is an "extended" statistic, and only there does CloudWatch ask what few values say: here, the same as many.
        let alarm = match statistic {
            Statistic::Percentile(_) => {
                alarm.extended_statistic(statistic.spelled()).evaluate_low_sample_count_percentiles("evaluate")
            }
            Statistic::Average | Statistic::Sum | Statistic::Minimum | Statistic::Maximum | Statistic::SampleCount => {
                alarm.statistic(statistic.spelled())
            }
        };
        document.resource(Resource::new(label, alarm))
    }
}
