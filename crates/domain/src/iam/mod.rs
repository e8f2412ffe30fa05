//! The nouns of IAM that settings name: policies, paths, and the parts of a statement. It must not know whose they are.

mod condition;
mod path;
mod policy_arn;
mod statement;

pub use condition::{ConditionKey, ConditionOperator};
pub use path::IamPath;
pub use policy_arn::PolicyArn;
pub use statement::{StatementAction, StatementResource};
