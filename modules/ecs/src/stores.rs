//! What services use of what the environment makes besides them.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CacheName, QueueName, StoreName};

use crate::config::{CacheShape, Service};
use crate::interface::{BucketKeyVariables, BucketVariables, CacheIamVariables, CacheVariables, QueueKeyVariables, QueueVariables};

/// What services use of what the environment makes besides them.
pub(crate) struct Stores {
    pub(crate) queues: Option<QueueAccess>,
    pub(crate) buckets: Option<BucketAccess>,
    pub(crate) caches: Option<CacheAccess>,
}

/// The caches that services reach.
pub(crate) struct CacheAccess {
    pub(crate) variables: CacheVariables,
    /// Of those that ask by IAM who connects.
    pub(crate) iam: Option<CacheIamVariables>,
    pub(crate) shapes: BTreeMap<CacheName, CacheShape>,
}

impl CacheAccess {
    /// The caches that a task reaches.
    pub(crate) fn of<'a>(&'a self, task: &'a Service) -> impl Iterator<Item = (&'a CacheName, CacheShape)> {
        task.caches.iter().filter_map(|cache| Some((cache, *self.shapes.get(cache)?)))
    }
}

/// The buckets that services use.
pub(crate) struct BucketAccess {
    pub(crate) variables: BucketVariables,
    /// Of those in `encrypted`.
    pub(crate) key: Option<BucketKeyVariables>,
    pub(crate) encrypted: BTreeSet<StoreName>,
}

/// The queues that services use.
pub(crate) struct QueueAccess {
    pub(crate) variables: QueueVariables,
    /// Of those in `encrypted`.
    pub(crate) key: Option<QueueKeyVariables>,
    pub(crate) encrypted: BTreeSet<QueueName>,
}
