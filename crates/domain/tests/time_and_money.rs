//! Times, schedules, periods, logs and amounts.

use crate::common::table;
use domain::{
    AlarmThreshold, CronExpression, Date, EventAge, KeyDeletionWindow, LogLevel, MonthlyBudget, RetentionDays, RetryAttempts,
    RotationDays, ScheduleExpression, TimeOfDay, TimeZone, Weekday,
};
use serde_json::json;

#[test]
fn a_time_of_day_has_four_digits() {
    insta::assert_snapshot!(table::<TimeOfDay>(
        ["00:00", "20:00", "23:59"],
        ["24:00", "20:60", "8:00", "20", "20:0", "8pm", "+1:00", ""]
    ));
    let time: TimeOfDay = "20:05".parse().expect("it is a time");
    assert_eq!((time.hour(), time.minute(), time.minutes()), (20, 5, 1205));
}

#[test]
fn a_day_is_written_with_its_year_first() {
    insta::assert_snapshot!(table::<Date>(
        ["2027-03-31", "2028-02-29"],
        ["2027-02-29", "2027-13-01", "31.3.2027", "2027-3-31", "2027-03-31T00:00", "+002027-03-31", "tomorrow", ""]
    ));
    let day: Date = "2027-12-31".parse().expect("it is a day");
    assert_eq!(day.days_later(1).to_string(), "2028-01-01");
}

#[test]
fn a_weekday_has_three_letters() {
    insta::assert_snapshot!(table::<Weekday>(["mon", "sun"], ["Mon", "monday", "su", ""]));
    assert!(Weekday::ALL.iter().map(|day| day.days_from_monday()).eq(0..7));
}

#[test]
fn a_time_zone_is_one_of_the_iana_database() {
    insta::assert_snapshot!(table::<TimeZone>(
        ["UTC", "Europe/Berlin", "America/New_York", "America/Argentina/Ushuaia"],
        ["Berlin", "new york", "europe/berlin", "Europe/Berln", "CET", "GMT+1", "", "Mars/Olympus_Mons"],
    ));
}

#[test]
fn a_cron_expression_has_six_fields_and_one_open_day() {
    insta::assert_snapshot!(table::<CronExpression>(
        [
            "cron(0 20 ? * MON-FRI *)",
            "cron(0/15 8-18 * * ? *)",
            "cron(0 0 1,15 JAN-MAR ? 2026-2030)",
            "cron(*/5 0 L * ? *)",
            "cron(0 0 15W,LW * ? *)",
            "cron(0 0 ? * FRI#2 *)",
            "cron(0 0 ? * 6L *)",
            "cron(0 0 ? * L *)",
            "cron(0 0 ? * SUN,TUE *)",
            "cron(0 0 29 FEB ? *)",
            "cron(0 0 31 */6 ? *)",
            "cron(0 0 28-31,L 2 ? *)",
        ],
        [
            "",
            "0 20 * * 1-5",
            "rate(5 minutes)",
            "cron(0 20 * * MON-FRI)",
            "cron(0 20 * * MON-FRI *)",
            "cron(0 20 ? * ? *)",
            "cron(0 20 1 * MON *)",
            "cron(0 20 1 * * *)",
            "cron(60 20 ? * MON *)",
            "cron(0 24 ? * MON *)",
            "cron(0 0 32 * ? *)",
            "cron(0 0 ? 13 MON *)",
            "cron(0 0 ? * 0 *)",
            "cron(0 0 ? * FRI-MON *)",
            "cron(0 0 ? * MON/2 *)",
            "cron(0 0 ? * FRI#6 *)",
            "cron(0 0 ? * MON#1,FRI#2 *)",
            "cron(0 0 * * ? 1969)",
            "cron(0/0 0 * * ? *)",
            "cron(? 0 * * ? *)",
            "cron(0, 0 * * ? *)",
            "cron(0 0 MON * ? *)",
            "cron(a 0 * * ? *)",
            "cron(0 0 30 2 ? *)",
            "cron(0 0 31 APR,6/5 ? *)",
        ],
    ));
}

#[test]
fn a_cron_expression_is_made_of_a_time_and_days() {
    let time: TimeOfDay = "20:05".parse().expect("it is a time");
    let made = [
        CronExpression::daily(time),
        CronExpression::weekly(time, Weekday::Monday, Weekday::Friday),
        CronExpression::weekly(time, Weekday::Saturday, Weekday::Saturday),
        CronExpression::weekly(time, Weekday::Sunday, Weekday::Saturday),
        CronExpression::weekly(time, Weekday::Friday, Weekday::Monday),
    ];
    insta::assert_snapshot!(made.each_ref().map(ToString::to_string).join("\n"));
    for cron in made {
        assert_eq!(cron.to_string().parse(), Ok(cron));
    }
}

#[test]
fn periods_have_their_bounds() {
    insta::assert_snapshot!(table::<RotationDays>([1, 1000], [0, 1001]));
    insta::assert_snapshot!(table::<KeyDeletionWindow>([7, 30], [6, 31]));
}

#[test]
fn logs_are_kept_for_the_days_that_cloudwatch_knows() {
    insta::assert_snapshot!(table::<RetentionDays>(
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
        [0, -7, 2, 10, 31, 3654],
    ));
    insta::assert_snapshot!(table::<LogLevel>(["debug", "info", "warn", "error"], ["INFO", "warning", "trace", ""]));
}

#[test]
fn a_budget_is_a_positive_amount_to_the_cent() {
    insta::assert_snapshot!(table::<MonthlyBudget>(
        [json!(380.0), json!(0.01), json!(49.5), json!(1_000_000_000.0)],
        [json!(0), json!(-1), json!(0.001), json!(49.999), json!(1_000_000_001), json!(1e300)],
    ));
    let budget: MonthlyBudget = serde_json::from_value(json!(380)).expect("a whole number is an amount");
    assert_eq!((budget.cents(), &*budget.to_string()), (38_000, "380.00"));
}

#[test]
fn a_threshold_is_finite_and_positive() {
    insta::assert_snapshot!(table::<AlarmThreshold>([json!(1.0), json!(0.5)], [json!(0), json!(-0.5)]));
    assert!(AlarmThreshold::try_from(f64::NAN).is_err());
    assert!(AlarmThreshold::try_from(f64::INFINITY).is_err());
    assert!((AlarmThreshold::try_from(50.0).expect("it is positive").get() - 50.0).abs() < f64::EPSILON);
}

#[test]
fn a_schedule_is_a_cron_expression_a_rate_or_a_moment() {
    insta::assert_snapshot!(table::<ScheduleExpression>(
        [
            "cron(0 3 * * ? *)",
            "cron(0/15 8-18 ? * MON-FRI *)",
            "rate(1 minute)",
            "rate(15 minutes)",
            "rate(1 hour)",
            "rate(5 days)",
            "at(2027-03-31T04:00:00)",
            "at(2028-02-29T23:59:59)",
        ],
        [
            "cron(0 3 * * *)",
            "cron(0 3 * * MON *)",
            "cron(0 25 * * ? *)",
            "cron(0 3 * * ? *",
            "0 3 * * *",
            "*/15 * * * *",
            "0 9 * * mon-fri",
            "0 9 * * 1",
            "@daily",
            "@every 5m",
            "rate(0 minutes)",
            "rate(-1 hours)",
            "rate(1.5 hours)",
            "rate(1 minutes)",
            "rate(2 day)",
            "rate(5 min)",
            "rate(5 weeks)",
            "rate(5minutes)",
            "rate(99999999999 days)",
            "every 5 minutes",
            "at(2027-02-29T04:00:00)",
            "at(2027-03-31T24:00:00)",
            "at(2027-03-31 04:00:00)",
            "at(2027-03-31T04:00)",
            "at(2027-03-31T04:00:00Z)",
            "at(tomorrow)",
            "",
        ],
    ));
    insta::assert_snapshot!(table::<RetryAttempts>([json!(0), json!(185)], [json!(-1), json!(186)]));
    insta::assert_snapshot!(table::<EventAge>([json!(60), json!(86_400)], [json!(59), json!(86_401)]));
}
