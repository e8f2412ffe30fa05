//! Other values for a setting, to be tried. Most of them are guesses; whoever tries them finds out which are right.

use serde_json::Value as Json;
use settings::Described;

/// So many are tried at most.
const MOST: usize = 24;

/// Other values than the one that holds, the likeliest first.
pub(super) fn others(described: &Described, holds: Option<&Json>) -> Vec<Json> {
    let mut found: Vec<Json> = Vec::new();
    match holds {
        Some(Json::Bool(value)) => found.push((!value).into()),
        Some(Json::Number(number)) => found.extend(near(number.as_i64())),
        Some(Json::Array(elements)) => found.extend(with_one_more_or_less(described, elements)),
        _ => {}
    }
    found.extend(described.values.iter().cloned());
    match holds {
        Some(Json::String(text)) => found.extend(with_other_numbers(text)),
        None if described.kind.starts_with("`true`") => found.extend([true.into(), false.into()]),
        None if described.kind.starts_with("whole number") => found.extend([1, 2, 10, 100, 1000].map(Json::from)),
        None if described.kind.starts_with("string") => found.push("example".into()),
        _ => {}
    }
    let mut distinct: Vec<Json> = Vec::new();
    for value in found {
        if Some(&value) != holds && !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    distinct.truncate(MOST);
    distinct
}

fn near(number: Option<i64>) -> Vec<Json> {
    let Some(number) = number else { return Vec::new() };
    let near = [number.checked_add(1), number.checked_sub(1), number.checked_mul(2), Some(number / 2), number.checked_add(100)];
    near.into_iter().flatten().filter(|other| *other >= 0).map(Json::from).collect()
}

fn with_one_more_or_less(described: &Described, elements: &[Json]) -> Vec<Json> {
    let known = described.values.iter().filter_map(|value| value.as_array()?.first());
    let more = known.filter(|value| !elements.contains(value)).map(|value| [elements, std::slice::from_ref(value)].concat());
    let less = elements.split_last().map(|(_, others)| others.to_vec());
    more.chain(less).map(Json::Array).collect()
}

/// The text with each of its numbers replaced by another one: versions, networks, times of day.
fn with_other_numbers(text: &str) -> Vec<Json> {
    let mut found = Vec::new();
    for (start, _) in text
        .char_indices()
        .filter(|(at, letter)| letter.is_ascii_digit() && !text[..*at].ends_with(|before: char| before.is_ascii_digit()))
    {
        let rest = &text[start..];
        let digits = &rest[..rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len())];
        let Ok(number) = digits.parse::<u64>() else { continue };
        let width = digits.len();
        for other in [number.checked_add(1), number.checked_add(100), number.checked_sub(1)].into_iter().flatten() {
            found.push(format!("{}{other:0width$}{}", &text[..start], &rest[width..]).into());
        }
    }
    found.push(format!("{text}2").into());
    found
}
