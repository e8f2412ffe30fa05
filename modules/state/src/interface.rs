//! What the state's module gives to the root module; it takes nothing.

terraform::outputs! {
    /// What the state's module gives to the root module.
    pub struct Outputs => References {
        /// The bucket that holds the state of every environment.
        bucket_name: String,
        /// The bucket's ARN, for the policies of whoever runs Terraform.
        bucket_arn: String,
    }
}
