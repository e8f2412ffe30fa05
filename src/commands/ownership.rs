//! Whose environment stands in a folder: the one whose state its files name. Only looks.

use std::path::Path;

use anyhow::{Result, bail};
use engine::consequences::owner;
use terraform::json::Json;
use terraform::read::Documents;

use super::source::read_text;

/// The file that names the backend.
const BACKEND_FILE: &str = "terraform.tf.json";

/// The file whose tags name the environment.
const PROVIDER_FILE: &str = "providers.tf.json";

/// Refuses to write over another project's environment: who runs the printed commands there would plan with this one's files on that
/// one's state. One whose state only moves is the same one.
///
/// # Errors
/// The folder's state lies under another key than these files', and its tags are another environment's.
pub(super) fn refuse_another<'a>(folder: &Path, files: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Result<()> {
    let stands = |file: &str| read_text(&folder.join(file)).ok();
    let written = |file: &str| files.clone().find(|(path, _)| *path == file).map(|(_, text)| text.to_owned());
    let Some(place) = stands(BACKEND_FILE).as_deref().and_then(key) else { return Ok(()) };
    let Some(new_place) = written(BACKEND_FILE).as_deref().and_then(key).filter(|new| *new != place) else { return Ok(()) };
    let owner = stands(PROVIDER_FILE).and_then(owner_in);
    if owner.is_none() || owner != written(PROVIDER_FILE).and_then(owner_in) {
        bail!(
            "`{}` holds another environment: its state lies under `{place}`, and this one's under `{new_place}`; choose another folder with \
             `--out`, or delete that one",
            folder.display()
        );
    }
    Ok(())
}

/// Refuses to write over the bootstrap of another bucket: its state may lie beside it, and only Terraform in that folder knows of the bucket.
///
/// # Errors
/// The stack that stands there makes another bucket than these files do.
pub(super) fn refuse_another_bucket<'a>(folder: &Path, files: impl Iterator<Item = (&'a str, &'a str)>) -> Result<()> {
    for (path, text) in files {
        let Some(written) = bucket(text) else { continue };
        let stands = read_text(&folder.join(path)).ok().and_then(|text| bucket(&text));
        if let Some(stands) = stands.filter(|stands| *stands != written) {
            bail!(
                "`{}` holds the bootstrap of another project: it makes the bucket `{stands}`, and this one makes `{written}`; choose another \
                 folder with `--out`, or move that one away with its state",
                folder.display()
            );
        }
    }
    Ok(())
}

/// The name of the bucket that a file makes.
fn bucket(text: &str) -> Option<String> {
    let document: Json = serde_json::from_str(text).ok()?;
    let buckets = document.pointer("/resource/aws_s3_bucket")?.as_object()?;
    buckets.values().find_map(|it| it["bucket"].as_str()).map(str::to_owned)
}

/// Under which key of its bucket, in which workspace or at which address the state lies.
fn key(text: &str) -> Option<String> {
    let document: Json = serde_json::from_str(text).ok()?;
    let places = ["/terraform/backend/s3/key", "/terraform/cloud/workspaces/name", "/terraform/backend/http/address"];
    places.iter().find_map(|place| document.pointer(place)?.as_str()).map(str::to_owned)
}

fn owner_in(text: String) -> Option<(String, String)> {
    owner(&Documents::read([(PROVIDER_FILE, text)]).ok()?)
}
