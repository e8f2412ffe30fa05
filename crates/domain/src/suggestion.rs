//! What would be right, at the end of a sentence: the known text nearest to what was typed, or all of them.

use std::fmt::Display;

/// The candidate nearest to the text, if one is near enough to be what was meant.
///
/// Near enough is: equal but for case, or at most a third of the text's characters away.
pub(crate) fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text = text.to_lowercase();
    let furthest = (text.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&text, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= furthest && *distance < text.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The end of a sentence: `: did you mean …?`, or nothing.
pub(crate) fn did_you_mean(candidate: Option<&str>) -> String {
    candidate.map_or_else(String::new, |candidate| format!(": did you mean `{candidate}`?"))
}

/// Each in backticks, with commas between.
pub(crate) fn listed(words: impl IntoIterator<Item: Display>) -> String {
    words.into_iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
