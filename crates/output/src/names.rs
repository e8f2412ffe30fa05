//! What the manifest is called, for those who keep away from it as for those who write it.

/// The name of the manifest in the folder: a JSON list of the generated files' paths, sorted. One whose contents are the user's own stands
/// there as `{"own": "<path>"}`.
pub const MANIFEST: &str = ".synth-manifest.json";

/// The manifest's name while the folder is being built: a folder with it has never stood in the folder's place.
pub(crate) const UNFINISHED: &str = ".synth-manifest.json.unfinished";
