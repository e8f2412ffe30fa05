//! Which paths a generated file may have.

use output::{Files, PathFault, RelativePath};

use crate::support::path_of;

#[test]
fn a_path_that_leaves_the_folder_or_is_terraforms_is_refused() {
    let refused = [
        ("", PathFault::Empty),
        ("/etc/passwd", PathFault::Absolute),
        ("..", PathFault::Part),
        ("../prod.tf.json", PathFault::Part),
        ("modules/../../x", PathFault::Part),
        ("./main.tf.json", PathFault::Part),
        ("modules//main.tf.json", PathFault::Part),
        ("modules/", PathFault::Part),
        ("modules\\main.tf.json", PathFault::Backslash),
        ("main\0.tf.json", PathFault::Control),
        ("terraform.tfstate", PathFault::Terraform),
        (".terraform/modules/modules.json", PathFault::Terraform),
        (".synth-manifest.json", PathFault::Manifest),
    ];
    for (path, fault) in refused {
        let error = RelativePath::new(path).expect_err(path);
        assert_eq!((error.path.as_str(), error.fault), (path, fault));
    }
}

#[test]
fn a_path_below_the_folder_is_taken_as_it_is() {
    for path in ["main.tf.json", "modules/ecs/main.tf.json", "..hidden", "modules/ecs/terraform.tfvars", "tests/a b.tftest.json"] {
        assert_eq!(path_of(path).as_str(), path);
    }
}

#[test]
fn the_message_names_the_path_and_the_fault() {
    let error = RelativePath::new("../main.tf.json").expect_err("it leaves the folder");
    assert_eq!(
        error.to_string(),
        "`../main.tf.json` cannot be the path of a generated file: each part between slashes must be a name, not empty, `.` or `..`"
    );
}

#[test]
fn two_files_that_cannot_stand_in_one_folder_are_refused() {
    for (first, second) in [("a", "a"), ("a", "a/b/c"), ("a/b/c", "a"), ("a/b/c", "a/b")] {
        let mut files = Files::new();
        files.insert(path_of("a-b"), "").expect("it is the first");
        files.insert(path_of(first), "").expect("it does not clash");
        let clash = files.insert(path_of(second), "").expect_err(second);
        assert_eq!((clash.path.as_str(), clash.taken.as_str()), (second, first));
        files.insert(path_of("a.b"), "").expect("it only begins alike");
    }
}
