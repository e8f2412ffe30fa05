//! The widgets of a CloudWatch dashboard, and the grid on which they stand. It must not know what they show.
//!
//! CloudWatch API Reference, "Dashboard Body Structure and Syntax".

use domain::Region;
use terraform::{Embedded, Expression, Number, Value, object};

use crate::measure::Measure;

/// One widget.
pub(crate) enum Widget {
    /// Text in Markdown.
    Text(String),
    /// The states of alarms, by ARN; those that went off stand first.
    Alarms { title: String, alarms: Vec<Expression<String>> },
    /// Lines over time.
    Graph(Graph),
    /// Lines over time that are computed: what in CloudWatch's metric math, or its Metrics Insights.
    Computed(Computed),
}

/// Lines that are computed.
pub(crate) struct Computed {
    pub(crate) title: &'static str,
    /// The expressions, each with its label; one without has CloudWatch's own.
    pub(crate) expressions: Vec<(Option<&'static str>, Value<String>)>,
    /// What they are computed from, by the ids that stand in them. It is not drawn.
    pub(crate) from: Vec<(&'static str, Measure)>,
    pub(crate) period_seconds: u32,
}

/// Lines over time.
pub(crate) struct Graph {
    pub(crate) title: &'static str,
    pub(crate) scale: Scale,
    pub(crate) lines: Vec<Line>,
    /// Level lines: where alarms go off.
    pub(crate) thresholds: Vec<Threshold>,
}

/// From where to where the vertical axis reaches.
#[derive(Clone, Copy)]
pub(crate) enum Scale {
    /// From zero to what is needed.
    FromZero,
    /// From zero to a hundred.
    Percent,
}

/// A line.
pub(crate) struct Line {
    pub(crate) label: String,
    pub(crate) measure: Measure,
}

/// A level line.
pub(crate) struct Threshold {
    pub(crate) label: &'static str,
    pub(crate) value: Number,
}

/// The widgets in rows from the top.
pub(crate) struct Grid {
    region: Region,
    /// The height of all rows so far.
    height: usize,
    widgets: Vec<Embedded>,
}

/// The columns of a dashboard.
const COLUMNS: usize = 24;

impl Grid {
    pub(crate) fn new(region: Region) -> Self {
        Self { region, height: 0, widgets: Vec::new() }
    }

    /// A row of this height; its widgets share the width.
    pub(crate) fn row<const N: usize>(&mut self, height: usize, widgets: [Widget; N]) {
        const { assert!(N > 0 && COLUMNS.is_multiple_of(N), "the widgets of a row share 24 columns equally") };
        let width = COLUMNS / N;
        for (index, widget) in widgets.into_iter().enumerate() {
            let (kind, properties) = widget.into_kind_and_properties(self.region);
            self.widgets.push(object([
                ("type", kind.into()),
                ("x", (index * width).into()),
                ("y", self.height.into()),
                ("width", width.into()),
                ("height", height.into()),
                ("properties", properties),
            ]));
        }
        self.height += height;
    }

    /// The dashboard's body.
    pub(crate) fn into_body(self) -> Embedded {
        object([("widgets", self.widgets.into())])
    }
}

impl Widget {
    fn into_kind_and_properties(self, region: Region) -> (&'static str, Embedded) {
        match self {
            Self::Text(markdown) => ("text", object([("markdown", markdown.into())])),
            Self::Alarms { title, alarms } => {
                let properties =
                    [("title", title.into()), ("sortBy", "stateUpdatedTimestamp".into()), ("alarms", Embedded::array(alarms))];
                ("alarm", object(properties))
            }
            Self::Graph(graph) => ("metric", graph.into_properties(region)),
            Self::Computed(computed) => ("metric", computed.into_properties(region)),
        }
    }
}

impl Graph {
    fn into_properties(self, region: Region) -> Embedded {
        let Self { title, scale, lines, thresholds } = self;
        let axis = match scale {
            Scale::FromZero => object([("min", 0.into())]),
            Scale::Percent => object([("min", 0.into()), ("max", 100.into())]),
        };
        object([
            ("title", title.into()),
            ("region", region.as_str().into()),
            ("view", "timeSeries".into()),
            ("stacked", false.into()),
            ("metrics", Embedded::array(lines.into_iter().map(Line::into_embedded))),
            ("yAxis", object([("left", axis)])),
            ("annotations", object([("horizontal", Embedded::array(thresholds.into_iter().map(Threshold::into_embedded)))])),
        ])
    }
}

impl Computed {
    fn into_properties(self, region: Region) -> Embedded {
        let Self { title, expressions, from, period_seconds } = self;
        let of_expression = |(place, (label, expression)): (usize, (Option<&'static str>, Value<String>))| {
            let label = label.map(|label| ("label", label.into()));
            let members = [("expression", expression.into()), ("id", format!("e{}", place + 1).into())];
            let members = members.into_iter().chain(label).chain([("period", period_seconds.into())]);
            Embedded::array([members.collect::<Embedded>()])
        };
        let drawn = expressions.into_iter().enumerate().map(of_expression);
        let hidden = from.into_iter().map(|(id, measure)| {
            measure.embedded(object([
                ("id", id.into()),
                ("visible", false.into()),
                ("stat", measure.statistic.spelled().into()),
                ("period", period_seconds.into()),
            ]))
        });
        object([
            ("title", title.into()),
            ("region", region.as_str().into()),
            ("view", "timeSeries".into()),
            ("stacked", false.into()),
            ("metrics", Embedded::array(drawn.chain(hidden).collect::<Vec<_>>())),
            ("yAxis", object([("left", object([("min", 0.into()), ("max", 100.into())]))])),
        ])
    }
}

impl Line {
    fn into_embedded(self) -> Embedded {
        let Self { label, measure } = self;
        let drawn = object([
            ("label", label.into()),
            ("stat", measure.statistic.spelled().into()),
            ("period", measure.period_seconds.into()),
        ]);
        measure.embedded(drawn)
    }
}

impl Measure {
    /// Namespace, metric, each dimension's name and value, and at the end how it is drawn.
    fn embedded(&self, drawn: Embedded) -> Embedded {
        let Self { namespace, metric, dimensions, statistic: _, period_seconds: _ } = self;
        let mut elements: Vec<Embedded> = vec![(*namespace).into(), (*metric).into()];
        elements.extend(dimensions.iter().flat_map(|(name, value)| [(*name).into(), value.clone().into()]));
        elements.push(drawn);
        elements.into()
    }
}

impl Threshold {
    fn into_embedded(self) -> Embedded {
        let Self { label, value } = self;
        object([("label", label.into()), ("value", Embedded::Number(value))])
    }
}
