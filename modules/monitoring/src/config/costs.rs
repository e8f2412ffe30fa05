//! The settings of budget and cost anomalies, as typed. It must not know how AWS is told.

use domain::{Arn, MonthlyBudget};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Positive;

/// What may be spent in a month, and when a mail says that it is too much.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Budget {
    /// US dollars for a month.
    pub monthly_amount: MonthlyBudget,
    /// A mail is sent when more than so much of the amount was spent, in percent.
    pub actual_percent: Positive,
    /// A mail is sent when AWS expects that more than so much of the amount will be spent by the end of the month, in percent.
    pub forecast_percent: Positive,
    /// Whose costs count.
    pub scope: BudgetScope,
}

/// Whose costs count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BudgetScope {
    /// The whole account's. Right where the environment has an account of its own, and never silent.
    #[default]
    Account,
    /// What carries this environment's tag `Environment`. First activate it as a cost allocation tag in the console's Billing and
    /// Cost Management (in an organization: in the management account): until then such a budget sees no costs and never warns.
    EnvironmentTag,
}

/// Costs that are out of the ordinary, as AWS's Cost Anomaly Detection learns it.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CostAnomalies {
    /// `services`, `{ existing = "<the monitor's ARN>" }` or `none`, the default: an account has one monitor of its services, which AWS or another
    /// environment has often made already.
    pub monitor: AnomalyMonitor,
    /// A mail is sent when the anomaly costs at least so many US dollars in all.
    pub minimum_impact: Positive,
}

/// Which cost anomaly monitor watches.
///
/// AWS allows an account one monitor of its services, and has made one already in accounts that use Cost Explorer since March
/// 2023; monitors of tags work in an organization's management account only ("Getting started with AWS Cost Anomaly Detection").
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AnomalyMonitor {
    /// The account's one monitor of all AWS services, made by this environment. Where the account has one already, AWS refuses
    /// another with "Limit exceeded on dimensional spend monitor creation": then say `existing`.
    Services,
    /// The monitor that exists already under this ARN (`aws ce get-anomaly-monitors` lists it).
    Existing(Arn),
    /// None.
    #[default]
    None,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            monthly_amount: MonthlyBudget::try_from(400.0).expect("400 dollars are a budget"),
            actual_percent: Positive::of::<80>(),
            forecast_percent: Positive::of::<100>(),
            scope: BudgetScope::default(),
        }
    }
}

impl Default for CostAnomalies {
    fn default() -> Self {
        Self { monitor: AnomalyMonitor::default(), minimum_impact: Positive::of::<50>() }
    }
}
