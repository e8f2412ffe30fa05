//! Where a state lies, in the words of Terraform's backends. It must not know what a state holds.

use crate::text::{TextProblem, form, only, reserved, validated_text};

validated_text! {
    /// Under which key of its bucket a state lies.
    ///
    /// Terraform, "S3 backend": it begins and ends with no slash. S3 User Guide, "Naming Amazon S3 objects": these characters are safe.
    StateKey is "the key of a state",
    length: 1..=900,
    pattern: r"^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$",
    examples: ["shop/prod/terraform.tfstate"],
    check: state_key,
}

validated_text! {
    /// An organization of HCP Terraform or Terraform Enterprise.
    OrganizationName is "an organization of HCP Terraform",
    length: 3..=40,
    pattern: r"^[A-Za-z0-9_-]+$",
    examples: ["example-org"],
    check: hcp_name,
}

validated_text! {
    /// A workspace of HCP Terraform or Terraform Enterprise.
    ///
    /// Terraform, "Workspaces" of HCP Terraform: letters, digits, hyphens and underscores, 90 at most.
    WorkspaceName is "a workspace of HCP Terraform",
    length: 1..=90,
    pattern: r"^[A-Za-z0-9_-]+$",
    examples: ["shop-prod"],
    check: hcp_name,
}

validated_text! {
    /// The path of a state's file, from the emitted folder.
    StatePath is "the path of a state's file",
    length: 9..=200,
    pattern: r"^(\.\./)*([A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*\.tfstate$",
    examples: ["terraform.tfstate", "../../state/prod.tfstate"],
    check: state_path,
}

validated_text! {
    /// The address under which an HTTP server keeps a state.
    ///
    /// A state is as secret as what it describes, so it travels by HTTPS; only a server on this machine is spoken to without.
    StateAddress is "the address of a state",
    length: 12..=500,
    pattern: r"^(https://[A-Za-z0-9.-]+|http://(localhost|127\.0\.0\.1))(:[0-9]{1,5})?/[A-Za-z0-9._~/%:@+,-]*$",
    examples: ["https://state.example.com/shop/prod"],
    check: state_address,
}

fn state_key(value: &str) -> Result<(), TextProblem> {
    form(!value.starts_with('/') && !value.ends_with('/'), "begins and ends with no slash")?;
    only(value, |character| is_of_name(character) || character == '/', "letters, digits, hyphens, underscores, dots and slashes")?;
    form(!value.contains("//"), "has a name between two slashes")?;
    form(!value.split('/').any(|part| [".", ".."].contains(&part)), "is no way through folders: S3 takes `..` for a name")?;
    reserved(value == "bootstrap/terraform.tfstate", "is the key of the stack that makes the bucket")
}

fn hcp_name(value: &str) -> Result<(), TextProblem> {
    only(value, |character| is_of_name(character) && character != '.', "letters, digits, hyphens and underscores")
}

fn state_path(value: &str) -> Result<(), TextProblem> {
    only(value, |character| is_of_name(character) || character == '/', "letters, digits, hyphens, underscores, dots and slashes")?;
    form(!value.starts_with('/'), "leads from the emitted folder to a file, as in `../../state/prod.tfstate`")?;
    let mut below = value.split('/').skip_while(|part| *part == "..");
    form(
        below.all(|part| !part.is_empty() && !part.starts_with('.')),
        "has `..` at its beginning only, and no name that begins with a dot",
    )?;
    form(value.ends_with(".tfstate"), "ends in `.tfstate`, by which the file is known as a state and kept")
}

fn state_address(value: &str) -> Result<(), TextProblem> {
    let (rest, is_secure) = match (value.strip_prefix("https://"), value.strip_prefix("http://")) {
        (Some(rest), _) => (rest, true),
        (None, Some(rest)) => (rest, false),
        (None, None) => return form(false, "begins with `https://`"),
    };
    let (authority, _) = rest.split_once('/').ok_or(TextProblem::Form("has a path behind the host"))?;
    form(!authority.contains('@'), "names no user: set `TF_HTTP_USERNAME` and `TF_HTTP_PASSWORD` where Terraform runs")?;
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    form(
        is_secure || ["localhost", "127.0.0.1"].contains(&host),
        "begins with `https://`, or else everybody on the way reads the state",
    )?;
    let is_host = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
    form(is_host && port.is_none_or(|port| port.parse::<u16>().is_ok()), "names a host, and after a colon perhaps a port")?;
    // A query is where tokens are put.
    form(!rest.contains('?'), "has no query: a token in it would stand in the settings and in what is emitted")?;
    // `$` and `{` would look like Terraform's own, a fragment is never sent.
    only(rest, |character| character.is_ascii_alphanumeric() || "-._~/%:@+,".contains(character), "what a path holds")
}

fn is_of_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted<T: std::str::FromStr>(texts: &[&str]) -> Vec<bool> {
        texts.iter().map(|text| text.parse::<T>().is_ok()).collect()
    }

    #[test]
    fn a_key_lies_below_the_bucket_and_not_where_the_bootstrap_does() {
        assert_eq!(
            accepted::<StateKey>(&["shop/prod.tfstate", "env:/prod", "/x", "x/", "a//b", "bootstrap/terraform.tfstate", "../x"]),
            [true, false, false, false, false, false, false]
        );
    }

    #[test]
    fn a_file_of_state_is_named_from_the_emitted_folder() {
        assert_eq!(
            accepted::<StatePath>(&[
                "a.tfstate",
                "../../a/b.tfstate",
                "/a.tfstate",
                "a/../b.tfstate",
                "a.json",
                ".tfstate",
                "~/a.tfstate"
            ]),
            [true, true, false, false, false, false, false]
        );
    }

    #[test]
    fn a_state_travels_by_https_and_names_no_password() {
        let texts = [
            "https://state.example.com/prod",
            "https://gitlab.example.com:8443/api/v4/projects/7/terraform/state/prod",
            "http://127.0.0.1:8080/state",
            "http://state.example.com/prod",
            "https://user:password@state.example.com/prod",
            "https://state.example.com",
            "https:///prod",
            "https://state.example.com:99999/prod",
            "https://state.example.com/${x}",
            "https://state.example.com/prod?private_token=x",
        ];
        assert_eq!(accepted::<StateAddress>(&texts), [true, true, true, false, false, false, false, false, false, false]);
    }
}
