//! Database instances and their replicas.

use aws::DbInstance;
use terraform::ArgumentName;
use terraform::read::{Read, View};

use crate::resources::Resources;

/// A database instance.
pub struct Database<'a> {
    /// The instance.
    pub view: View<'a, DbInstance>,
    /// Whether it copies another instance.
    pub is_replica: bool,
    /// The instance that it copies, where that one stands in the configuration.
    pub source: Option<View<'a, DbInstance>>,
}

/// Whether an instance is a read replica of another one.
pub fn is_replica(instance: View<'_, DbInstance>) -> bool {
    instance.get(DbInstance::REPLICATE_SOURCE_DB).is_set()
}

pub(crate) fn databases<'a>(resources: &Resources<'a>) -> Vec<Database<'a>> {
    resources.of::<DbInstance>().map(|view| Database::new(resources, view)).collect()
}

impl<'a> Database<'a> {
    fn new(resources: &Resources<'a>, view: View<'a, DbInstance>) -> Self {
        let source = view.get(DbInstance::REPLICATE_SOURCE_DB);
        // An instance of another region is named by its ARN, one of this region by its name.
        let named = || {
            let name = source.text()?;
            resources.of::<DbInstance>().find(|other| other.get(DbInstance::IDENTIFIER).is(&name))
        };
        Self { view, is_replica: is_replica(view), source: source.leads_to().or_else(named) }
    }

    /// Whether RDS keeps a standby in another zone.
    pub fn has_standby(&self) -> bool {
        self.view.get(DbInstance::MULTI_AZ).is_true()
    }

    /// An argument; what a replica does not say is its source's.
    pub fn get<T>(&self, name: ArgumentName<DbInstance, T>) -> Read<'a, T>
    where
        ArgumentName<DbInstance, T>: Copy,
    {
        let own = self.view.get(name);
        match self.source {
            Some(source) if !own.is_set() => source.get(name),
            _ => own,
        }
    }
}
