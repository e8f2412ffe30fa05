//! How often something runs by a clock that is written as `rate(5 minutes)` or in the fields of cron.

/// How many hours lie between two runs, about; nothing where the text is no such clock.
///
/// Amazon EventBridge User Guide, "Cron expressions reference", "Rate expressions"; `crontab(5)`.
pub(super) fn interval(text: &str) -> Option<f64> {
    let text = text.trim();
    if let Some(rate) = text.strip_prefix("rate(").and_then(|it| it.strip_suffix(')')) {
        let (number, unit) = rate.trim().split_once(' ')?;
        let hours = match unit.trim().trim_end_matches('s') {
            "minute" => 1.0 / 60.0,
            "hour" => 1.0,
            "day" => 24.0,
            "week" => 168.0,
            _ => return None,
        };
        return Some(number.parse::<f64>().ok()? * hours);
    }
    let named = ["minute", "hour", "day", "week", "month", "year"];
    let named_so = ["minutely", "hourly", "daily", "weekly", "monthly", "yearly"];
    let word = text.to_ascii_lowercase();
    if let Some(at) = named.iter().position(|name| *name == word).or_else(|| named_so.iter().position(|name| *name == word)) {
        return Some([1.0 / 60.0, 1.0, 24.0, 168.0, 720.0, 8_760.0][at]);
    }
    let fields = text.strip_prefix("cron(").and_then(|it| it.strip_suffix(')')).unwrap_or(text);
    let mut fields = fields.split_whitespace();
    let [minute, hour, day, month, weekday] = std::array::from_fn(|_| fields.next());
    let (minute, hour, day, month, weekday) = (minute?, hour?, day?, month?, weekday?);
    let runs = times(minute, 60.0)? * times(hour, 24.0)?;
    let (of_month, of_week) = (times(day, 30.0)?, times(weekday, 7.0)? / 7.0 * 30.0);
    Some(24.0 * 30.0 / (runs * of_month.min(of_week) * times(month, 12.0)? / 12.0))
}

/// How many of so many values a field of cron names.
fn times(field: &str, all: f64) -> Option<f64> {
    if let Some((from, step)) = field.split_once('/') {
        let step = step.parse::<f64>().ok().filter(|step| *step > 0.0)?;
        let from = from.parse::<f64>().unwrap_or(0.0);
        return Some(((all - from) / step).ceil().max(1.0));
    }
    if ["*", "?"].contains(&field) {
        return Some(all);
    }
    let of = |part: &str| match part.split_once('-') {
        Some((from, to)) => Some((to.parse::<f64>().ok()? - from.parse::<f64>().ok()? + 1.0).max(1.0)),
        None if part.is_empty() => None,
        None => Some(1.0),
    };
    // A range of names, such as `MON-FRI`, is about five.
    Some(field.split(',').map(|part| of(part).unwrap_or(5.0)).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_tells_how_often_it_runs() {
        for (seldom, often) in [
            ("rate(1 day)", "rate(12 hours)"),
            ("cron(0 3 1 * ? *)", "cron(0 3 * * ? *)"),
            ("cron(0 3 ? * SUN *)", "cron(0 3 * * ? *)"),
            ("0 3 * * *", "0 */6 * * *"),
            ("cron(0 3 ? * SUN *)", "cron(0 3 ? * MON-FRI *)"),
            ("Weekly", "Daily"),
            ("Month", "Day"),
            ("cron(0 3 1 1 ? *)", "cron(0 3 1 * ? *)"),
        ] {
            assert!(interval(seldom) > interval(often), "{seldom} and {often}");
        }
        assert_eq!(interval("cron(0 3 * * ? *)"), interval("cron(30 5 * * ? *)"));
        assert_eq!(interval("whenever"), None);
    }
}
