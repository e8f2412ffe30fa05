//! How many tasks run at the most, as more than one rule counts them. It must not know any single rule.

use aws::AppautoscalingTarget;
use domain::ServiceName;
use settings::SettingPath;

use super::decided::Decided;
use super::rule::Subject;
use crate::environment::Given;

/// The most tasks of each service, as far as they are known.
pub(super) fn most_tasks<'a>(subject: &Subject<'a>) -> Vec<(&'a ServiceName, Decided<u64>)> {
    let of = |name: &'a ServiceName, most: u32| {
        let at = SettingPath::from("services").key(name.as_str()).key("tasks").key("max");
        let read = |given: &Given| u64::try_from(given.whole()?).ok();
        let decided = subject.decided(&name.label(), AppautoscalingTarget::MAX_CAPACITY.name(), read, (at, u64::from(most)))?;
        Some((name, decided))
    };
    subject.config.services.iter().filter_map(|(name, service)| of(name, service.tasks.max.get())).collect()
}
