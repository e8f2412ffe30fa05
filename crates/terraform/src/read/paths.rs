//! What a file's path says of it: its module, and whether and how Terraform reads it.

/// The module to which a file belongs; nothing for the root module.
pub fn module_of(path: &str) -> &str {
    path.strip_prefix("modules/").and_then(|rest| rest.split_once('/')).map_or("", |(module, _)| module)
}

/// Whether Terraform reads a file as one of the root module or of `modules/<name>/`.
pub fn is_of_configuration(path: &str) -> bool {
    let name = match module_of(path) {
        "" => path,
        module => path.strip_prefix("modules/").and_then(|rest| rest.strip_prefix(module)).map_or(path, |rest| &rest[1..]),
    };
    (name.ends_with(".tf.json") || is_native(name)) && !name.contains('/')
}

/// Whether a file of this name is in Terraform's native syntax.
pub fn is_native(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|extension| extension == "tf")
}
