//! What an earlier version left out and a later one writes, although it stands in AWS as it did: a comparison says nothing of it then.

use aws::LbTargetGroup;
use terraform::ResourceType as _;
use terraform::json::Json;
use terraform::read::Documents;

/// The documents, with what AWS has where they say nothing.
///
/// A target group whose protocol is HTTP speaks HTTP/1.1 to its targets (Elastic Load Balancing API Reference, `CreateTargetGroup`,
/// `ProtocolVersion`), and the provider reads that into the state.
pub fn with_what_was_left_out(mut documents: Documents) -> Documents {
    // What people write beside it says what they say.
    let own = documents.by_path_mut().iter_mut().filter(|(path, _)| path.starts_with("modules/ecs/"));
    for (_, document) in own {
        let groups =
            document.pointer_mut("/resource").and_then(|kinds| kinds.get_mut(LbTargetGroup::TYPE)).and_then(Json::as_object_mut);
        for group in groups.into_iter().flat_map(terraform::json::Map::values_mut).filter_map(Json::as_object_mut) {
            if group.get(LbTargetGroup::PROTOCOL.as_str()).is_some_and(|it| it == "HTTP" || it == "HTTPS") {
                group.entry(LbTargetGroup::PROTOCOL_VERSION.as_str()).or_insert_with(|| "HTTP1".into());
            }
        }
    }
    documents
}
