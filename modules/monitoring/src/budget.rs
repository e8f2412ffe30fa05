//! The monthly budget and its two mails.

use aws::budgets_budget::{CostFilter, CostFilterRequired, Notification, NotificationRequired};
use aws::{BudgetsBudget, BudgetsBudgetRequired};
use terraform::{Document, Resource};

use crate::Context;
use crate::config::{Budget, BudgetScope};

/// The budget, which mails through the alerts topic: so one list of addresses says who hears of it.
pub(crate) fn budget(document: &mut Document, context: &Context, settings: &Budget) {
    let Budget { monthly_amount, actual_percent, forecast_percent, scope } = settings;
    let notification = |kind: &str, percent: u32| {
        Notification::new(NotificationRequired {
            notification_type: kind.into(),
            comparison_operator: "GREATER_THAN".into(),
            threshold: percent.into(),
            threshold_type: "PERCENTAGE".into(),
        })
        .subscriber_sns_topic_arns([context.topics.alerts.arn.clone()])
    };
    // The provider takes a filter that is left out for "as it is", and there is none that says "everything": each scope is a budget of
    // its own name, which replaces the other.
    let (name, filters) = match scope {
        BudgetScope::Account => ("monthly", vec![]),
        // Two tags cannot both be asked for: the values of a filter are alternatives (AWS Budgets API Reference, `Budget`).
        BudgetScope::EnvironmentTag => {
            let filter = CostFilter::new(CostFilterRequired {
                name: "TagKeyValue".into(),
                values: vec![format!("user:Environment${}", context.identity.environment)].into(),
            });
            ("monthly-by-tag", vec![filter])
        }
    };
    document.resource(Resource::new(
        "monthly",
        BudgetsBudget::new(BudgetsBudgetRequired { budget_type: "COST".into(), time_unit: "MONTHLY".into() })
            .account_id(&context.variables.account_id)
            .name(context.identity.named(name))
            .limit_amount(monthly_amount.dollars().to_string())
            .limit_unit("USD")
            .cost_filter(filters)
            .notification([notification("ACTUAL", actual_percent.get()), notification("FORECASTED", forecast_percent.get())]),
    ));
}
