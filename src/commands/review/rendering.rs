//! A review in the forms that others than GitHub's comments take: plain text, annotations, SARIF.

use std::fmt::Write as _;

use review::{Origin, Overridden, Review, Risk, Severity};
use serde_json::Value as Json;
use words::visible;

use crate::view::github::{Level, annotation};
use crate::view::sarif::{self, Kind, Told};

/// A line a risk, for terminals and logs.
pub(super) fn text(review: &Review, title: Option<&str>) -> String {
    let mut text = title.map(|title| format!("{title}: ")).unwrap_or_default();
    let _ = writeln!(text, "{}", review.verdict.sentence);
    for risk in &review.risks {
        let address = risk.address.as_deref().map(|address| format!("{address}: ")).unwrap_or_default();
        let accepted =
            risk.accepted.as_ref().map(|it| format!(" (accepted until {}: {})", it.until, it.reason)).unwrap_or_default();
        let line = format!("{:8} {} {} {address}{}{accepted}", risk.severity, risk.code.id(), risk.code.name(), risk.what.plain());
        let _ = writeln!(text, "{}", visible(&line));
    }
    for change in &review.changes {
        let _ = writeln!(text, "{}", visible(&format!("{:8} {}", change.action.words(), change.address)));
    }
    for Overridden { address, arguments, reason } in &review.overridden {
        let _ = writeln!(text, "{}", visible(&format!("overridden {address}: {} ({reason})", arguments.join(", "))));
    }
    text
}

/// An annotation a risk.
pub(super) fn github(review: &Review) -> String {
    let open = review.risks.iter().filter(|risk| risk.accepted.is_none());
    open.map(|risk| {
        let level = if risk.severity >= Severity::High { Level::Error } else { Level::Warning };
        annotation(level, None, &format!("{} {}", risk.code.id(), risk.code.name()), &message(risk))
    })
    .collect()
}

fn message(risk: &Risk) -> String {
    let address = risk.address.as_deref().map(|address| format!("{address}: ")).unwrap_or_default();
    visible(&format!("{address}{}. {}. What to do: {}.", risk.what.plain(), risk.why, risk.cure)).into_owned()
}

/// What code scanning shows.
pub(super) fn sarif(review: &Review, plan: &str) -> Json {
    let told = |risk: &Risk| Told {
        code: risk.code.id().clone(),
        kind: Kind { name: risk.code.name().to_owned(), why: risk.why.to_string(), help: risk.cure.to_string() },
        level: match risk.severity {
            Severity::Critical | Severity::High => sarif::Level::Error,
            Severity::Medium => sarif::Level::Warning,
            Severity::Low => sarif::Level::Note,
        },
        message: message(risk),
        file: plan.to_owned(),
        line: 1,
        address: risk.address.clone().unwrap_or_default(),
        detail: risk.what.plain(),
        accepted: risk.accepted.as_ref().map(|it| it.reason.clone()),
        properties: vec![("severity", risk.severity.name().to_owned()), ("origin", origin(risk.origin).to_owned())],
    };
    sarif::log("review", &review.risks.iter().map(told).collect::<Vec<_>>())
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Plan => "plan",
        Origin::Drift => "drift",
        Origin::Deferred => "deferred",
    }
}
