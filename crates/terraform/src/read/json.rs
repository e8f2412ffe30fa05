//! Terraform's JSON syntax, read as Terraform reads it, with where each key stands.
//!
//! On the way through a block's labels it takes objects and arrays of objects at each level, and a key twice (HCL, "JSON syntax", blocks); whoever
//! reads further finds an object for each label, as the native syntax is read.

use std::ops::Range;

use crate::json::{Json, Map};

use super::source::{Source, SourceError};

/// How deep a document may be, as `serde_json` has it.
const DEEPEST: usize = 127;

/// A JSON value whose members keep their order, their places, and their names where these stand twice.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Object(Vec<Member>),
    Array(Vec<Node>),
    /// A text, and where it stands with its quotes.
    Text(String, Range<usize>),
    Other(Json),
}

#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) key: String,
    /// Where the key stands, with its quotes.
    pub(super) span: Range<usize>,
    pub(super) value: Node,
}

/// Reads a `.tf.json` file.
pub(super) fn read(text: &str) -> Result<Source, SourceError> {
    let root = parse(text)?;
    let bodies: Vec<&[Member]> = bodies(&root);
    if bodies.is_empty() {
        return Err(SourceError { reason: "it holds no JSON object".to_owned(), at: 0 });
    }
    let mut source = Source { document: Json::Object(Map::new()), blocks: Vec::new(), odd: Vec::new() };
    for member in bodies.into_iter().flatten() {
        let Json::Object(document) = &mut source.document else { break };
        if is_odd_section(member) {
            source.odd.push(member.span.clone());
        }
        add(document, &mut source.blocks, member);
    }
    Ok(source)
}

/// How many labels the blocks of a section have.
fn labels(section: &str) -> usize {
    match section {
        "resource" | "data" | "ephemeral" => 2,
        "locals" | "terraform" | "moved" | "import" | "removed" => 0,
        _ => 1,
    }
}

fn add(document: &mut Map, blocks: &mut Vec<(Vec<String>, Range<usize>)>, member: &Member) {
    let Member { key: section, span, value } = member;
    if section == "//" {
        document.insert(section.clone(), value.to_json());
        return;
    }
    let path = [section.clone()];
    match section.as_str() {
        "locals" | "terraform" => {
            let Json::Object(all) = document.entry(section).or_insert_with(empty) else { return };
            for member in bodies(value).into_iter().flatten() {
                blocks.push((vec![section.clone(), member.key.clone()], member.span.clone()));
                put(all, &member.key, member.value.to_json());
            }
        }
        "moved" | "import" | "removed" => {
            blocks.extend(bodies(value).iter().map(|_| (path.to_vec(), span.clone())));
            put(document, section, value.to_json());
        }
        // What is neither block nor list of blocks stays as it stands: Terraform says better what is wrong with it.
        _ if is_odd_section(member) => put(document, section, value.to_json()),
        _ => {
            let Json::Object(all) = document.entry(section).or_insert_with(empty) else { return };
            let mut found = Vec::new();
            find(value, labels(section), &mut path.to_vec(), span, &mut found);
            for Found { mut path, span, body } in found {
                if section == "provider" {
                    put(all, &path[1], body.to_json());
                    blocks.extend(bodies(body).into_iter().map(|configuration| {
                        let alias = configuration.iter().find(|member| member.key == "alias");
                        let alias = alias.and_then(|it| if let Node::Text(alias, _) = &it.value { Some(alias) } else { None });
                        ([path.as_slice(), alias.map(std::slice::from_ref).unwrap_or_default()].concat(), span.clone())
                    }));
                    continue;
                }
                // Several bodies under one name are several blocks of one name, which Terraform refuses.
                let several = bodies(body);
                blocks.extend(several.iter().map(|_| (path.clone(), span.clone())));
                if let (Some(last), Some(one)) = (path.pop(), several.first()) {
                    let at = path[1..].iter().fold(&mut *all, |at, label| {
                        let inner = at.entry(label).or_insert_with(empty);
                        inner.as_object_mut().expect("every label's body is put into an object")
                    });
                    at.insert(last, object(one));
                }
            }
        }
    }
}

/// A block, with the labels that lead to it.
struct Found<'a> {
    path: Vec<String>,
    span: Range<usize>,
    body: &'a Node,
}

/// Whether a section has labels, and something stands in it that is neither block nor list of blocks.
fn is_odd_section(Member { key, value, .. }: &Member) -> bool {
    !matches!(key.as_str(), "//" | "locals" | "terraform" | "moved" | "import" | "removed") && is_odd(value, labels(key))
}

/// Whether something stands below so many labels, or on the way there, that is neither block nor list of blocks.
fn is_odd(node: &Node, left: usize) -> bool {
    match (left, node) {
        (_, Node::Array(elements)) => elements.iter().any(|element| is_odd(element, left)),
        (0, Node::Object(_)) => false,
        (_, Node::Object(members)) => members.iter().any(|member| member.key != "//" && is_odd(&member.value, left - 1)),
        (_, Node::Text(..) | Node::Other(_)) => true,
    }
}

/// The blocks below so many labels.
fn find<'a>(node: &'a Node, left: usize, path: &mut Vec<String>, span: &Range<usize>, found: &mut Vec<Found<'a>>) {
    match (left, node) {
        (0, _) => found.push(Found { path: path.clone(), span: span.clone(), body: node }),
        (_, Node::Array(elements)) => elements.iter().for_each(|element| find(element, left, path, span, found)),
        (_, Node::Object(members)) => {
            for Member { key, span, value } in members {
                path.push(key.clone());
                find(value, left - 1, path, span, found);
                path.pop();
            }
        }
        (_, Node::Text(..) | Node::Other(_)) => {}
    }
}

/// The bodies that stand in a value: one object, or those of an array.
fn bodies(node: &Node) -> Vec<&[Member]> {
    match node {
        Node::Object(members) => vec![members],
        Node::Array(elements) => elements.iter().flat_map(bodies).collect(),
        Node::Text(..) | Node::Other(_) => Vec::new(),
    }
}

fn empty() -> Json {
    Json::Object(Map::new())
}

/// Adds a member; one that is there already stands beside it in an array, as several blocks of one name do.
fn put(members: &mut Map, key: &str, value: Json) {
    match members.get_mut(key) {
        None => {
            members.insert(key.to_owned(), value);
        }
        Some(Json::Array(several)) => match value {
            Json::Array(more) => several.extend(more),
            one => several.push(one),
        },
        Some(there) => {
            let mut several = vec![there.take()];
            match value {
                Json::Array(more) => several.extend(more),
                one => several.push(one),
            }
            *there = Json::Array(several);
        }
    }
}

fn object(members: &[Member]) -> Json {
    let mut all = Map::new();
    for Member { key, span: _, value } in members {
        put(&mut all, key, value.to_json());
    }
    Json::Object(all)
}

impl Node {
    fn to_json(&self) -> Json {
        match self {
            Self::Object(members) => object(members),
            Self::Array(elements) => elements.iter().map(Self::to_json).collect(),
            Self::Text(text, _) => Json::from(text.as_str()),
            Self::Other(json) => json.clone(),
        }
    }
}

/// Reads a JSON text.
pub(super) fn parse(text: &str) -> Result<Node, SourceError> {
    let mut parser = Parser { text, at: 0 };
    let node = parser.value(0).filter(|_| {
        parser.blanks();
        parser.at == text.len()
    });
    node.ok_or_else(|| match serde_json::from_str::<Json>(text) {
        Err(error) => {
            let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            let at = (line_start + error.column().saturating_sub(1)).min(text.len());
            let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            SourceError { reason: error.to_string(), at }
        }
        Ok(_) => SourceError { reason: "it is no JSON that can be read here".to_owned(), at: parser.at },
    })
}

/// Reads what is JSON and stops at what is none; the fault is found by `serde_json`, which has words for it.
struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn blanks(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).count();
    }

    /// The next byte that is no blank.
    fn next(&mut self) -> Option<u8> {
        self.blanks();
        self.text.as_bytes().get(self.at).copied()
    }

    fn takes(&mut self, byte: u8) -> bool {
        let is_there = self.next() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        if depth > DEEPEST {
            return None;
        }
        match self.next()? {
            b'{' => {
                self.at += 1;
                let mut members = Vec::new();
                if self.takes(b'}') {
                    return Some(Node::Object(members));
                }
                loop {
                    self.blanks();
                    let (key, span) = self.string()?;
                    if !self.takes(b':') {
                        return None;
                    }
                    members.push(Member { key, span, value: self.value(depth + 1)? });
                    if self.takes(b'}') {
                        return Some(Node::Object(members));
                    }
                    if !self.takes(b',') {
                        return None;
                    }
                }
            }
            b'[' => {
                self.at += 1;
                let mut elements = Vec::new();
                if self.takes(b']') {
                    return Some(Node::Array(elements));
                }
                loop {
                    elements.push(self.value(depth + 1)?);
                    if self.takes(b']') {
                        return Some(Node::Array(elements));
                    }
                    if !self.takes(b',') {
                        return None;
                    }
                }
            }
            b'"' => self.string().map(|(text, span)| Node::Text(text, span)),
            _ => {
                let rest = &self.text[self.at..];
                let end = rest.find([',', ']', '}', ' ', '\n', '\r', '\t']).unwrap_or(rest.len());
                self.at += end;
                serde_json::from_str(&rest[..end]).ok().map(Node::Other)
            }
        }
    }

    fn string(&mut self) -> Option<(String, Range<usize>)> {
        let start = self.at;
        let inside = self.text.get(start..)?.strip_prefix('"')?;
        let mut bytes = inside.bytes().enumerate();
        let mut is_plain = true;
        let length = loop {
            match bytes.next()? {
                (at, b'"') => break at,
                (_, b'\\') => {
                    is_plain = false;
                    bytes.next()?;
                }
                (_, 0..0x20) => return None,
                _ => {}
            }
        };
        self.at = start + length + 2;
        let span = start..self.at;
        let text = if is_plain { inside[..length].to_owned() } else { serde_json::from_str(&self.text[span.clone()]).ok()? };
        Some((text, span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::json;

    #[test]
    fn arrays_and_objects_lead_to_the_same_blocks() {
        let resource = r#""aws_sqs_queue": {"a": {"name": "a"}, "b": {"name": "b"}}"#;
        let expected = json!({"resource": {"aws_sqs_queue": {"a": {"name": "a"}, "b": {"name": "b"}}}});
        for text in [
            format!(r#"{{"resource": {{{resource}}}}}"#),
            format!(r#"{{"resource": [{{{resource}}}]}}"#),
            format!(r#"[{{"resource": {{{resource}}}}}]"#),
            r#"{"resource": {"aws_sqs_queue": [{"a": {"name": "a"}}, {"b": [{"name": "b"}]}]}}"#.to_owned(),
            r#"{"resource": {"aws_sqs_queue": {"a": {"name": "a"}}}, "resource": [[{"aws_sqs_queue": {"b": {"name": "b"}}}]]}"#
                .to_owned(),
        ] {
            let Source { document, blocks, odd: _ } = read(&text).expect("it is right");
            assert_eq!(document, expected, "{text}");
            let found: Vec<(String, &str)> = blocks.iter().map(|(path, span)| (path.join("."), &text[span.clone()])).collect();
            let expected = [("resource.aws_sqs_queue.a".to_owned(), "\"a\""), ("resource.aws_sqs_queue.b".to_owned(), "\"b\"")];
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_stands_twice_is_found_twice() {
        let text = r#"{"locals": [{"a": 1}, {"b": 2}], "provider": {"aws": [{}, {"alias": "b"}]}, "moved": [{}, {}],
            "terraform": {"backend": {"s3": {}}}, "output": {"x": [{"value": 1}, {"value": 2}]},
            "resource": {"aws_vpc": {"main": {"ingress": {"a": 1}, "ingress": {"a": 2}}}}}"#;
        let Source { document, blocks, odd: _ } = read(text).expect("it is right");
        let paths: Vec<String> = blocks.iter().map(|(path, _)| path.join(" ")).collect();
        let expected = [
            "locals a",
            "locals b",
            "provider aws",
            "provider aws b",
            "moved",
            "moved",
            "terraform backend",
            "output x",
            "output x",
            "resource aws_vpc main",
        ];
        assert_eq!(paths, expected);
        assert_eq!(document["locals"], json!({"a": 1, "b": 2}));
        assert_eq!(document["resource"]["aws_vpc"]["main"], json!({"ingress": [{"a": 1}, {"a": 2}]}));
    }

    #[test]
    fn a_fault_is_told_with_its_place_and_never_a_panic() {
        for text in [
            "{\n  \"locals\": {,}\n}\n",
            "",
            "{",
            "{\"a\": \"\u{1}\"}",
            "[1, 2",
            "{\"a\" 1}",
            "\"x",
            "{} {}",
            "nul",
            "{\"ä\": \"\\x\"}",
        ] {
            let error = read(text).expect_err(text);
            assert!(error.at <= text.len() && !error.reason.is_empty(), "{error:?}");
        }
        assert_eq!(read("3").expect_err("a number").reason, "it holds no JSON object");
        let deep = format!("{{\"a\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(read(&deep).is_err());
    }

    #[test]
    fn it_reads_as_serde_json_does() {
        let text = r#"{"variable": {"a": {"default": [1, -2.5e3, true, null, "\u00e4\n\"x", {}, []], "type": "any"}}}"#;
        assert_eq!(read(text).expect("it is right").document, serde_json::from_str::<Json>(text).expect("it is JSON"));
    }
}
