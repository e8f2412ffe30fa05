//! Keys for the application's own data in stores, whose policy admits nobody but the account.

use terraform::{Document, Expression};

use crate::KmsKeyReference;
use crate::account_key::{self, Named};

/// A key that encrypts what services put somewhere and take from there in their own name: so the account's administration is all that its policy has
/// to admit, and who uses it has the right in a policy of their own.
#[derive(Debug)]
pub struct DataKey<'a> {
    /// The name in Terraform's addresses.
    pub label: &'static str,
    /// The alias, without `alias/`.
    pub alias: String,
    /// What for, in a few words.
    pub description: String,
    /// The account.
    pub account_id: &'a Expression<String>,
}

impl DataKey<'_> {
    /// The key with its alias.
    pub fn add_to(self, document: &mut Document) -> KmsKeyReference {
        let Self { label, alias, description, account_id } = self;
        account_key::key(document, Named { label, alias, description }, account_id, None)
    }
}
