//! Runs stock Terraform with the real AWS provider against moto, an AWS API on the loopback address.
//!
//! This crate knows Terraform's command line and moto's start script (`tests/moto/`). It must not know what the project
//! emits: it is given a folder of files. No request leaves the machine: without a [`Moto`], every AWS call goes to a
//! port where nobody listens.
//!
//! ```no_run
//! # fn main() -> Result<(), support::Failure> {
//! # let files: Vec<(&str, Vec<u8>)> = Vec::new();
//! let Some(tools) = support::require_or_skip("an environment applies") else { return Ok(()) };
//! let Some(moto) = support::Moto::start_or_skip("an environment applies", &tools, "111122223333") else { return Ok(()) };
//! moto.aws("s3", "create_bucket", serde_json::json!({"Bucket": "the-state-bucket"}))?;
//! let terraform = support::Terraform::of_files(&tools, files)?.against(&moto);
//! terraform.init()?;
//! terraform.apply()?;
//! assert_eq!(terraform.plan_detailed_exit_code()?, support::DetailedExitCode::NoChanges);
//! # Ok(())
//! # }
//! ```
//!
//! # Environment variables
//!
//! | variable | meaning |
//! | --- | --- |
//! | `SYNTH_TERRAFORM_MIRROR` | A folder that is a Terraform filesystem mirror; `init` takes providers from there and nowhere else. Unset: `init` finds or downloads the provider as it does for the user who runs the tests, by the user's own CLI configuration, and keeps it in `target/terraform-plugins`. |
//! | `SYNTH_REQUIRE_TERRAFORM` | `1`: the test runs, and a missing tool fails it. |
//! | `SYNTH_TEST_CYCLES` | How many cycles run side by side; unset: as many as the memory holds, twelve at most. |
//!
//! With neither of the first two a test is skipped and says so on standard error: all cycles take a quarter of an hour.
//! Each test with a [`Moto`] waits for leave to run, so start them all at once: `--test-threads=64`.
//!
//! # What was tried (Terraform 1.11.4, AWS provider 5.100.0, moto 5.2.5)
//!
//! - An emitted folder needs no override. `init`, `plan` and `apply` work with its S3 backend as it stands: the backend
//!   and the provider both follow `AWS_ENDPOINT_URL`, and address buckets by path by themselves when the endpoint is an
//!   IP address. The bucket has to be there before `init`.
//! - `use_lockfile = true` works: moto honours the conditional write, and a second run at the same time is refused
//!   with "Error acquiring the state lock".
//! - `allowed_account_ids`, of the provider and of the backend, ask STS: moto answers with the account it was started
//!   as, so an environment of another account is refused, as it should be.
//! - `TF_PLUGIN_CACHE_DIR` is not safe for two `init` at once (Terraform documentation, "CLI Configuration File"), so
//!   they wait for each other on a file lock. With a mirror of unpacked providers Terraform links to the mirror: no
//!   cache then, and no lock.
//! - `init` takes about 5 seconds, most of it for the checksum of the provider; any other command 2 to 4 seconds.
//! - What takes long is the provider's own waiting, which nothing on moto's side shortens: it asks for the first time
//!   after a fixed delay and then wants the same answer several times. To create: `aws_db_instance` 80 s, and 160 s
//!   with `ca_cert_identifier`, which the provider sends in a second call; `aws_lb` 60 s;
//!   `aws_s3_bucket_lifecycle_configuration` 55 s; `aws_acm_certificate_validation` and `aws_db_event_subscription`
//!   30 s; `aws_vpc` with `enable_dns_hostnames` 11 s; `aws_kms_key` 8 s. To destroy: `aws_db_instance` 60 s,
//!   `aws_db_event_subscription` 30 s. They wait side by side: a stack of 125 resources with all of them applied in
//!   under four minutes.
//! - A call that moto lacks would be tried again for ten minutes (HTTP 500). The start script answers it with HTTP 400
//!   and the error code `MotoFailure`, so that Terraform fails at once and names it.
//! - moto accepts more than AWS: `tests/moto/README.md` says what it does not show.

mod answers;
mod failure;
mod folder;
mod missing;
mod moto;
mod pool;
mod process;
mod terraform;
mod tools;

pub use answers::{Change, DetailedExitCode, Diagnostic, Foreseen, Plan, Validation};
pub use failure::Failure;
pub use missing::Missing;
pub use moto::Moto;
pub use pool::each;
pub use process::Running;
pub use terraform::Terraform;
pub use tools::{Tools, require_or_skip};
