//! What Terraform keeps in the folder outlives its replacement.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;

use output::{Error, Outcome};

use crate::support::{Out, Standing, expected, put_survivors, standing, versions, write};

/// Every name under which Terraform, or the one who runs it, keeps something at the top of the folder.
const NAMES: [&str; 23] = [
    ".terraform.lock.hcl",
    ".terraform.tfstate.lock.info",
    ".terraform/environment",
    ".terraform/modules/modules.json",
    ".terraform/providers/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64/terraform-provider-aws",
    ".terraform/terraform.tfstate",
    "crash.20250101.log",
    "crash.log",
    "errored.tfstate",
    "next.plan",
    "plan.out",
    "prod.auto.tfvars",
    "prod.auto.tfvars.json",
    "prod.tfplan",
    "prod.tfstate",
    "terraform.tfstate",
    "terraform.tfstate.1735689600.backup",
    "terraform.tfstate.backup",
    "terraform.tfstate.d/dev/terraform.tfstate",
    "terraform.tfstate.d/dev/terraform.tfstate.backup",
    "terraform.tfvars",
    "terraform.tfvars.json",
    "tfplan",
];

fn inode(path: &Path) -> u64 {
    fs::symlink_metadata(path).expect("it stands there").ino()
}

#[test]
fn each_stays_the_same_file_with_its_contents_and_mode() {
    let out = Out::new();
    let [one, two] = versions();
    let mut survivors = expected(&one);
    for name in NAMES {
        out.write(name, name);
        fs::set_permissions(out.path(name), fs::Permissions::from_mode(0o600)).expect("the mode can be set");
    }
    let before = standing(&out.folder());
    let inodes = NAMES.map(|name| inode(&out.path(name)));
    assert!(matches!(out.replace(&one), Outcome::Created { .. }));
    survivors.extend(before.clone());
    assert_eq!(standing(&out.folder()), survivors);
    assert!(matches!(out.replace(&two), Outcome::Replaced { .. }));
    survivors = expected(&two);
    survivors.extend(before);
    assert_eq!(standing(&out.folder()), survivors);
    assert_eq!(NAMES.map(|name| inode(&out.path(name))), inodes);
    for name in NAMES {
        let metadata = fs::metadata(out.path(name)).expect("it stands there");
        assert_eq!((metadata.permissions().mode() & 0o7777, metadata.nlink()), (0o600, 1), "{name}");
    }
}

#[test]
#[cfg_attr(feature = "portable", ignore = "what only Unix promises")]
fn the_tree_of_terraform_keeps_its_links_and_the_modes_of_its_folders() {
    let out = Out::new();
    let [one, two] = versions();
    out.replace(&one);
    put_survivors(&out.folder());
    fs::set_permissions(out.path(".terraform/modules"), fs::Permissions::from_mode(0o750)).expect("the mode can be set");
    out.replace(&two);
    let now = standing(&out.folder());
    assert_eq!(now[".terraform/providers/aws"], Standing::Link("/nowhere/aws".into()));
    assert_eq!(fs::read(out.path(".terraform/providers/near")).expect("the link leads to a file"), b"modules");
    let mode = fs::metadata(out.path(".terraform/modules")).expect("it stands there").permissions().mode();
    assert_eq!(mode & 0o7777, 0o750);
}

#[test]
fn a_link_in_place_of_the_tree_or_the_state_stays_a_link() {
    let out = Out::new();
    let [one, two] = versions();
    out.replace(&one);
    write(&out.beside("shared/terraform.tfstate"), "state");
    symlink("../shared", out.path(".terraform")).expect("the link can be made");
    symlink("../shared/terraform.tfstate", out.path("terraform.tfstate")).expect("the link can be made");
    out.replace(&two);
    assert_eq!(standing(&out.folder())[".terraform"], Standing::Link("../shared".into()));
    assert_eq!(fs::read(out.path("terraform.tfstate")).expect("the link leads to a file"), b"state");
}

#[test]
fn what_terraform_would_not_read_stays_where_it_lies() {
    let out = Out::new();
    let [one, two] = versions();
    out.replace(&one);
    let names = [
        ".DS_Store",
        ".gitignore",
        "README.md",
        "plan.json",
        ".terraform-version",
        ".envrc",
        ".tflint.hcl",
        "prod.tfbackend",
        "friday",
        "archive.zip",
        "Makefile",
        "report.html",
        "modules/same/.DS_Store",
        "modules/same/terraform.tfstate",
        ".git/config",
    ];
    for name in names {
        out.write(name, name);
    }
    let before: Vec<u64> = names.iter().map(|name| inode(&out.path(name))).collect();
    out.replace(&two);
    let after: Vec<u64> = names.iter().map(|name| inode(&out.path(name))).collect();
    assert_eq!(after, before);
    for name in ["extra.tf", "override.tf.json", "own.tftest.hcl", "mocks.tfmock.json", "modules/same/extra.tofu"] {
        out.write(name, "");
        let error = out.refusal(&one);
        assert!(matches!(&error, Error::Foreign { files, .. } if files == &[name]), "{error}");
        fs::remove_file(out.path(name)).expect("it still stands there");
    }
}

#[test]
fn what_would_lose_its_folder_is_refused_and_nothing_is_changed() {
    let out = Out::new();
    let [one, two] = versions();
    out.replace(&one);
    out.write("modules/one/README.md", "read me");
    let error = out.refusal(&two);
    assert!(matches!(&error, Error::Foreign { files, .. } if files == &["modules/one/README.md"]), "{error}");
    out.replace(&one);
}

#[test]
fn what_terraform_writes_into_an_open_state_during_the_replacement_is_not_lost() {
    let out = Out::new();
    let [one, two] = versions();
    out.replace(&one);
    out.write("terraform.tfstate", "before");
    let mut state = fs::File::options().append(true).open(out.path("terraform.tfstate")).expect("it stands there");
    out.replace(&two);
    state.write_all(b", after").expect("the state can be written");
    assert_eq!(fs::read(out.path("terraform.tfstate")).expect("it stands there"), b"before, after");
}
