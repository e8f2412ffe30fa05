//! Where a value stands in a resource: `ingress[0].cidr_blocks`, and inside a document `policy{Statement["Read"].Action}`. It must
//! not know what stands there.

use std::fmt;

use terraform::json::Json;

/// The way from a resource to a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Path(Vec<Step>);

/// One step of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The member of this name.
    Key(String),
    /// The element at this position.
    Index(usize),
    /// The element that names itself so.
    Named(String),
    /// Some element of a list that is compared without order.
    Element,
    /// Into the document that a text holds.
    Inside,
}

impl Path {
    /// This path and one step more.
    pub(crate) fn then(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// Does something at this path and one step more.
    pub(crate) fn within(&mut self, step: Step, work: impl FnOnce(&mut Self)) {
        self.0.push(step);
        work(self);
        self.0.pop();
    }

    /// The attribute of the resource in which the value stands.
    pub(crate) fn attribute(&self) -> &str {
        match self.0.first() {
            Some(Step::Key(key)) => key,
            _ => "",
        }
    }

    /// The name nearest to the value.
    pub(crate) fn name(&self) -> &str {
        let keys = self.0.iter().rev().filter_map(|step| if let Step::Key(key) = step { Some(key.as_str()) } else { None });
        keys.into_iter().next().unwrap_or("")
    }

    /// Whether the value stands in this block or map.
    pub(crate) fn is_in(&self, name: &str) -> bool {
        self.0.iter().rev().skip(1).any(|step| matches!(step, Step::Key(key) if key == name))
    }

    /// Whether the nearest names are these, `*` being any; where `is_whole`, there are no others above them.
    pub(crate) fn ends_in(&self, names: &[&str], is_whole: bool) -> bool {
        let mut keys = self.0.iter().rev().filter_map(|step| if let Step::Key(key) = step { Some(key.as_str()) } else { None });
        let is_there = names.iter().rev().all(|name| keys.next().is_some_and(|key| key == *name || *name == "*"));
        is_there && (!is_whole || keys.next().is_none())
    }

    /// The names on the way, from the resource to the value.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|step| if let Step::Key(key) = step { Some(key.as_str()) } else { None })
    }

    /// Whether the value is an element of a list.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self.0.last(), Some(Step::Index(_) | Step::Element))
    }

    /// Whether the value stands in a document inside a text.
    pub(crate) fn is_in_document(&self) -> bool {
        self.0.contains(&Step::Inside)
    }

    /// The same path in another attribute.
    pub(crate) fn in_attribute(&self, attribute: &str) -> Self {
        let mut steps = self.0.clone();
        if let Some(first) = steps.first_mut() {
            *first = Step::Key(attribute.to_owned());
        }
        Self(steps)
    }

    /// Whether one of the plan's own paths leads to this value, above it or below it.
    ///
    /// Terraform's paths have names and positions; a position counts as any element, since lists are compared by name here.
    pub(crate) fn meets(&self, plans: &[Json]) -> bool {
        let steps = self.0.iter().filter(|step| !matches!(step, Step::Inside));
        steps.zip(plans).all(|(step, plans)| match (step, plans) {
            (Step::Key(key), Json::String(text)) => key == text,
            (Step::Key(_), _) => false,
            (Step::Index(_) | Step::Named(_) | Step::Element | Step::Inside, plans) => !plans.is_string(),
        })
    }
}

impl fmt::Display for Path {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_plain = |key: &str| {
            !key.is_empty() && key.chars().all(|character| character.is_ascii_alphanumeric() || "_-:".contains(character))
        };
        let mut is_first = true;
        for step in &self.0 {
            match step {
                Step::Key(key) if is_plain(key) && is_first => formatter.write_str(key)?,
                Step::Key(key) if is_plain(key) => write!(formatter, ".{key}")?,
                Step::Key(key) | Step::Named(key) => write!(formatter, "[{}]", Json::String(key.clone()))?,
                Step::Index(at) => write!(formatter, "[{at}]")?,
                Step::Element => formatter.write_str("[]")?,
                Step::Inside => formatter.write_str("{")?,
            }
            is_first = matches!(step, Step::Inside);
        }
        let inside = self.0.iter().filter(|step| matches!(step, Step::Inside)).count();
        formatter.write_str(&"}".repeat(inside))
    }
}

#[cfg(test)]
mod tests {
    use terraform::json::json;

    use super::*;

    fn path(steps: &[Step]) -> Path {
        Path(steps.to_vec())
    }

    fn key(name: &str) -> Step {
        Step::Key(name.to_owned())
    }

    #[test]
    fn a_path_reads_as_terraform_and_aws_write_it() {
        let read =
            path(&[key("policy"), Step::Inside, key("Statement"), Step::Named("Read".to_owned()), key("Action"), Step::Element]);
        assert_eq!(read.to_string(), r#"policy{Statement["Read"].Action[]}"#);
        assert_eq!(path(&[key("tags"), key("a b")]).to_string(), r#"tags["a b"]"#);
        assert_eq!(path(&[key("ingress"), Step::Index(0), key("from_port")]).to_string(), "ingress[0].from_port");
    }

    #[test]
    fn a_plans_path_meets_what_is_above_and_below_it() {
        let ports = path(&[key("ingress"), Step::Index(1), key("from_port")]);
        assert!(ports.meets(&[json!("ingress")]));
        assert!(ports.meets(&[json!("ingress"), json!(0), json!("from_port"), json!("more")]));
        assert!(!ports.meets(&[json!("egress")]));
        assert!(!ports.meets(&[json!("ingress"), json!("from_port")]));
    }
}
