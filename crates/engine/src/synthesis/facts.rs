//! The test files that every emitted folder carries: what `terraform test` proves of each module, as the module itself says it.

use aws::Provider as Aws;
use terraform::{Configuration, ModuleCall, Run, TestFile};

use super::database;
use super::root::DISASTER_RECOVERY;
use crate::environment::{Account, Environment};

/// The account in which a mock of AWS has its resources, when the settings name none: the one of AWS's own documentation.
const ACCOUNT: &str = "111122223333";

/// A test file for each module.
pub(crate) fn facts(configuration: &mut Configuration, environment: &Environment) {
    let Environment { account_id, networking, ports, rds, queues, buckets, caches, ecs, monitoring, delivery, subject, .. } =
        environment;
    let account_id = account_id.as_ref().map_or(ACCOUNT, |account| account.as_str());
    let mut add = |name, second: Option<&str>, fact: &dyn Fn(&ModuleCall) -> Option<Run>| add(configuration, name, second, fact);
    let second = rds.replicates_backups().then_some(DISASTER_RECOVERY);
    add("networking", None, &|call| Some(networking::facts(call, account_id, networking, ports)));
    add("rds", second, &|call| rds::facts(call, account_id, rds.own()?));
    add("queues", None, &|call| queues::facts(call, account_id, queues));
    add("buckets", None, &|call| buckets::facts(call, account_id, buckets));
    add("caches", None, &|call| caches::facts(call, account_id, caches));
    add("ecs", ecs.zone_provider().as_deref(), &|call| Some(ecs::facts(call, account_id, ecs, database::shape(rds))));
    add("monitoring", None, &|call| Some(monitoring::facts(call, account_id, monitoring, subject)));
    add("delivery", None, &|call| delivery.as_ref().map(|delivery| delivery::facts(call, account_id, delivery)));
}

/// The test file of the bootstrap's module.
pub(crate) fn of_bootstrap(configuration: &mut Configuration, account: &Account) {
    add(configuration, "state", None, &|call| Some(state::facts(call, &account.state)));
}

fn add(configuration: &mut Configuration, name: &'static str, second: Option<&str>, fact: &dyn Fn(&ModuleCall) -> Option<Run>) {
    let Some(run) = fact(&ModuleCall::new(name)) else { return };
    let mut file = TestFile::new::<Aws>(second.map(Into::into));
    file.run(run);
    configuration.test(name, file);
}
