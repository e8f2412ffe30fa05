//! JSON as documents hold it: members in the order in which they were put, under keys that are mostly names of the bindings.
//!
//! `serde_json` hashes and owns every key, which was a quarter of what an environment took; here a name of the bindings is neither. Texts are still
//! read and written by `serde_json`, through `serde`.

mod convert;
mod map;
mod serde;
mod value;

pub use map::Key;
pub use serde_json::Number;
pub use value::{Finder, Json, Map};

#[doc(hidden)]
pub use serde_json::json as of_serde;

#[doc(hidden)]
#[macro_export]
macro_rules! json_value {
    ($($json:tt)+) => {
        $crate::json::Json::from($crate::json::of_serde!($($json)+))
    };
}

/// A JSON value as it would be written, with values of Rust in it.
pub use json_value as json;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_and_written_as_serde_json_does() {
        let text = r#"{"b":[1,-2,1.5,18446744073709551615],"a":{"":null,"x\"y":"ä\n"},"flag":true,"none":[],"empty":{}}"#;
        let json: Json = serde_json::from_str(text).expect("it is JSON");
        let theirs: serde_json::Value = serde_json::from_str(text).expect("it is JSON");
        assert_eq!(json.to_string(), text);
        assert_eq!(format!("{json:#}"), format!("{theirs:#}"));
        assert_eq!(Json::from(theirs.clone()), json);
        assert_eq!(serde_json::Value::from(&json), theirs);
        assert_eq!(json.pointer("/a/x\"y"), Some(&json["a"]["x\"y"]));
        assert_eq!(json!({"b": [1, 2]}).pointer("/b/1"), Some(&Json::from(2)));
        assert_eq!(json["not"]["there"][3], Json::Null);
    }
}
