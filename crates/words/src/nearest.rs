//! "Did you mean": which known name a word is a slip of.

/// So many slips are too many, however long the word is.
const MOST_SLIPS: usize = 6;

/// The known name that was probably meant: at most one slip in three letters away, or what the word is an abbreviation of, or it of the word.
///
/// ```
/// assert_eq!(words::nearest("zonez", ["nat", "zones"]), Some("zones"));
/// assert_eq!(words::nearest("Multi-AZ", ["multi_az"]), Some("multi_az"));
/// assert_eq!(words::nearest("production", ["prod", "staging"]), Some("prod"));
/// assert_eq!(words::nearest("cidr", ["nat"]), None);
/// assert_eq!(words::nearest("g", ["a", "b"]), None);
/// ```
pub fn nearest<'known>(given: &str, known: impl IntoIterator<Item = &'known str>) -> Option<&'known str> {
    let letters = given.chars().count();
    let furthest = letters.div_ceil(3).min(MOST_SLIPS);
    let given = plain(given);
    let slips = |name: &&str| {
        let other = plain(name);
        let gap = letters.abs_diff(other.chars().count());
        // `rds` is no abbreviation of `rds.nothing`, but what that stands in.
        let are_words = given.len() > 2 && other.len() > 2 && !given.contains('.');
        if are_words && (other.starts_with(&given) || given.starts_with(&other)) {
            return Some(gap);
        }
        // Each letter more or less is a slip, so most names need not be looked at.
        let slips = (gap <= furthest).then(|| strsim::osa_distance(&given, &other))?;
        // A word of which no letter stays is another word.
        (slips <= furthest && (slips == 0 || slips < letters)).then_some(slips)
    };
    known.into_iter().filter_map(|name| Some((slips(&name)?, name))).min_by_key(|(slips, _)| *slips).map(|(_, name)| name)
}

/// By how many slips of the pen two words differ; case, and the choice between dash and underscore, are none.
pub fn slips(one: &str, other: &str) -> usize {
    strsim::osa_distance(&plain(one), &plain(other))
}

fn plain(name: &str) -> String {
    name.to_lowercase().replace('-', "_")
}
