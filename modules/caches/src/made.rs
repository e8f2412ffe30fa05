//! What a cache brings to the outputs.

use terraform::Expression;

use crate::access::Access;

/// What a cache brings to the outputs.
pub(crate) struct Made {
    pub(crate) host: Expression<String>,
    pub(crate) reader_host: Expression<String>,
    pub(crate) arn: Expression<String>,
    pub(crate) name: Expression<String>,
    pub(crate) access: Access,
}
