//! Whose environment stands in a folder: the one whose state its files name. Only looks.

use std::path::Path;

use anyhow::{Result, bail};
use serde_json::Value as Json;

use super::source::read_text;

/// The file that names the backend.
const BACKEND_FILE: &str = "terraform.tf.json";

/// Refuses to write over another project's environment: who runs the printed commands there would plan with this one's files on that
/// one's state.
///
/// # Errors
/// The folder's state lies under another key than these files'.
pub(super) fn refuse_another(folder: &Path, backend_file: Option<&str>) -> Result<()> {
    let stands = read_text(&folder.join(BACKEND_FILE)).ok().and_then(|text| key(&text));
    let written = backend_file.and_then(key);
    if let (Some(stands), Some(written)) = (stands, written)
        && stands != written
    {
        bail!(
            "`{}` holds another environment: its state lies under `{stands}`, and this one's under `{written}`; choose another folder with \
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

/// The text of the file that names the backend, of those that are to be written.
pub(super) fn backend_file<'a>(mut files: impl Iterator<Item = (&'a str, &'a str)>) -> Option<&'a str> {
    files.find(|(path, _)| *path == BACKEND_FILE).map(|(_, text)| text)
}
