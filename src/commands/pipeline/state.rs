//! What Terraform needs to reach the environments' states, and what is said of them: a pipeline that plans is no good without.

use std::collections::BTreeSet;

use state::Elsewhere;

use super::facts::Environment;

/// The variables without which Terraform does not reach a state that is in no bucket. Each holds a secret.
pub(super) fn secrets(environments: &[Environment]) -> BTreeSet<String> {
    let of = |state: &Elsewhere| match state {
        Elsewhere::Cloud(cloud) => vec![token(cloud.host())],
        Elsewhere::Http(_) => vec!["TF_HTTP_USERNAME".to_owned(), "TF_HTTP_PASSWORD".to_owned()],
        Elsewhere::Local(_) => Vec::new(),
    };
    environments.iter().filter_map(|it| it.state.as_ref()).flat_map(of).collect()
}

/// The variable that holds a host's token (Terraform, "CLI Configuration File", "Environment Variable Credentials").
fn token(host: &str) -> String {
    format!("TF_TOKEN_{}", host.replace('-', "__").replace('.', "_"))
}

/// What has to be there before an environment can be planned.
pub(super) fn is_there(environments: &[Environment]) -> &'static str {
    match (in_bucket(environments), elsewhere(environments)) {
        (_, false) => "the state's bucket is there (`synth bootstrap`)",
        (true, true) => "the states' bucket is there (`synth bootstrap`) and whoever keeps the others answers",
        (false, true) => "whoever keeps it answers",
    }
}

/// Whether the state of some environment lies in a bucket of AWS's, which then has to be read.
pub(super) fn in_bucket(environments: &[Environment]) -> bool {
    environments.iter().any(|it| it.state.is_none())
}

fn elsewhere(environments: &[Environment]) -> bool {
    environments.iter().any(|it| it.state.is_some())
}

#[cfg(test)]
mod tests {
    use super::token;

    #[test]
    fn a_hosts_token_is_in_the_variable_that_terraform_reads() {
        assert_eq!(token("app.terraform.io"), "TF_TOKEN_app_terraform_io");
        assert_eq!(token("tfe.my-company.example"), "TF_TOKEN_tfe_my__company_example");
    }
}
