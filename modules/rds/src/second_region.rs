//! The second region, as the module and its caller name it.

use terraform::ProviderReference;

/// The provider's configuration for the second region, as this module and its caller name it: `aws.disaster_recovery`.
pub fn disaster_recovery() -> ProviderReference {
    ProviderReference::aliased("aws", "disaster_recovery")
}
