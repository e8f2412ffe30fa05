//! "Did you mean": settings and addresses near to a word. It must not know which there are.

/// So many are suggested at most.
const MOST: usize = 5;

/// The candidates that were probably meant, the nearest first: slips of the pen, ends of a path, words in it.
pub fn suggestions<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let word = word.to_lowercase();
    let furthest = (word.chars().count() / 4).max(1);
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let lower = candidate.to_lowercase();
            let distance = strsim::osa_distance(&word, &lower);
            let is_end = lower.strip_suffix(&word).is_some_and(|before| before.ends_with('.'));
            let rank = match distance {
                0 => 0,
                distance if distance <= furthest => distance,
                _ if is_end => furthest + 1,
                _ if word.len() > 2 && lower.contains(&word) => furthest + 2,
                _ => return None,
            };
            Some((rank, candidate))
        })
        .collect();
    near.sort_by_key(|(rank, candidate)| (*rank, candidate.len(), *candidate));
    near.dedup_by_key(|(_, candidate)| *candidate);
    near.into_iter().map(|(_, candidate)| candidate).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_come_before_ends_and_ends_before_words_inside() {
        let known = ["rds.multi_az", "rds.read_replica.multi_az", "rds.multi_azimuth", "region", "NET003"];
        assert_eq!(suggestions("rds.multi_zz", known), ["rds.multi_az"]);
        assert_eq!(suggestions("multi_az", known), ["rds.multi_az", "rds.read_replica.multi_az", "rds.multi_azimuth"]);
        assert_eq!(suggestions("net03", known), ["NET003"]);
        assert_eq!(suggestions("nonsense", known), [] as [&str; 0]);
    }
}
