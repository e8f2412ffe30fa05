//! A state that is kept elsewhere than in a bucket, as stock Terraform reads it.

use support::{Failure, Terraform, require_or_skip};

use crate::common::{edited, staging};

#[test]
fn terraform_takes_every_place_in_which_a_state_can_be_kept() -> Result<(), Failure> {
    let Some(tools) = require_or_skip("every place of a state is valid") else { return Ok(()) };
    let bucket = "bucket = \"task-api-terraform-state-111122223333\"\nregion = \"us-east-1\"\n";
    for place in [
        "cloud = { organization = \"example\", hostname = \"tfe.example.com\" }\n",
        "http = { address = \"https://state.example.com/staging\", lock_address = \"https://state.example.com/staging/lock\", lock_methods = \"post-delete\", update_method = \"put\" }\n",
        "local = { path = \"../staging.tfstate\" }\n",
    ] {
        let emitted = edited("staging", bucket, place);
        assert_ne!(emitted.texts["terraform.tf.json"], staging().texts["terraform.tf.json"], "{place}");
        let terraform = Terraform::of_files(&tools, &emitted.texts)?;
        terraform.init_without_backend()?;
        let validation = terraform.validate()?;
        assert!(validation.valid, "{place}: {validation}");
    }
    Ok(())
}

#[test]
fn a_state_in_a_file_is_written_where_the_settings_say() -> Result<(), Failure> {
    let Some(tools) = require_or_skip("a state in a file is written where the settings say") else { return Ok(()) };
    let bucket = "bucket = \"task-api-terraform-state-111122223333\"\nregion = \"us-east-1\"\n";
    let emitted = edited("staging", bucket, "local = { path = \"terraform/staging.tfstate\" }\n");
    let terraform = Terraform::of_files(&tools, &emitted.texts)?;
    // `init` reads what the backend is told; without a state there is nothing to ask AWS for.
    terraform.init()?;
    Ok(())
}
