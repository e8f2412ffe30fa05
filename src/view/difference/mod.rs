//! A difference between two configurations, as people read it.

mod advice;
mod markdown;
mod text;

pub use markdown::{code, markdown};
pub use text::{indented, text};

#[cfg(test)]
mod tests {
    use terraform::compare::{Difference, Provider, Subject};
    use terraform::json::{Json, json};
    use terraform::read::Documents;

    use super::*;

    /// A provider with a type that holds data, and an argument that replaces.
    const PROVIDER: Provider = Provider {
        is_set: |_, _| false,
        replaces: |kind, path| kind == "aws_db_instance" && path == ["engine"],
        is_stateful: |kind| kind == "aws_db_instance",
    };

    fn between(old: &Json, new: &Json) -> Difference {
        let documents = |root: &Json| Documents::read([("main.tf.json", root.to_string())]).expect("it is a document");
        Difference::between(&documents(old), &documents(new), Subject::Same, &PROVIDER)
    }

    /// A database that gets another address and engine, an output that changes, a variable that comes and one that goes.
    fn example() -> Difference {
        let root = |label: &str, engine: &str, output: &str, variable: &str| {
            json!({
                "resource": {
                    "aws_db_instance": {
                        "kept": { "engine": engine, "size": 1 },
                        label: { "engine": "postgres", "size": 1, "name": "tasks", "vpc_security_group_ids": ["a"] },
                    },
                },
                "output": { "o": { "value": output } },
                "variable": { variable: {} },
            })
        };
        between(&root("first", "mysql", "a `b`", "gone"), &root("primary", "postgres", "c\nd", "come"))
    }

    #[test]
    fn it_is_shown_to_people() {
        insta::assert_snapshot!(text(&example(), false));
        assert!(text(&example(), true).starts_with("\u{1b}[1m\u{1b}[91mDESTROYED"));
    }

    #[test]
    fn it_is_shown_in_a_pull_request() {
        insta::assert_snapshot!(markdown(&example()));
    }

    #[test]
    fn no_name_in_a_file_can_write_to_the_terminal() {
        let odd = json!({ "output": { "\u{1b}[2J": { "\u{7}\r\n": 1 } } });
        let other = json!({ "output": { "\u{1b}[2J": { "\u{7}\r\n": "\u{1b}[31m" } } });
        let shown = text(&between(&odd, &other), false);
        assert!(shown.chars().all(|letter| letter == '\n' || !letter.is_control()), "{shown:?}");
    }
}
