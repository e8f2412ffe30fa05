//! Texts that Terraform would not write as they stand.

use serde_json::Value as Json;
use settings::{Problems, Setting, SettingPath};
use unicode_normalization::is_nfc;

/// Tells every text that Terraform changes or refuses.
pub(crate) fn check(settings: &[Setting], problems: &mut Problems) {
    for setting in settings {
        visit(setting.path.clone(), &setting.value, problems);
    }
}

fn visit(path: SettingPath, value: &Json, problems: &mut Problems) {
    match value {
        Json::String(text) if text.contains('\0') => {
            problems
                .error(path, "the text holds the character NUL, which ends it for much of what reads it")
                .help("take `\\u0000` out");
        }
        // Terraform, "Types and values": strings are normalized to NFC, so that what is applied would be another text than what stands here.
        Json::String(text) if !text.is_ascii() && !is_nfc(text) => {
            problems
                .error(path, "the text is not in Unicode's composed form (NFC), to which Terraform would change it")
                .help("type it anew: a letter with its accent is one character there, and two here");
        }
        Json::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                visit(path.clone().index(index), element, problems);
            }
        }
        Json::Object(members) => {
            for (key, member) in members {
                visit(path.clone().key(key), member, problems);
            }
        }
        Json::String(_) | Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}
