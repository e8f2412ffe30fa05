//! What would be right, at the end of a sentence.

/// The end of a sentence: `: did you mean …?`, or nothing.
pub(crate) fn did_you_mean(candidate: Option<&str>) -> String {
    candidate.map_or_else(String::new, |candidate| format!(": did you mean `{candidate}`?"))
}
