"""Asks the AWS provider which arguments make it replace a resource, and writes `crates/aws/schema/replacing.txt`.

For each argument of a type in `crates/aws/bindings.txt` the provider plans a change of that argument alone, from a fabricated state,
and answers whether the resource has to be replaced (`requires_replace` of its plan). Nothing is asked of AWS: the provider gets
made-up credentials and no test of them. `cargo xtask replacing` calls this with the provider that it finds:

    pip install grpcio msgpack
    python3 xtask/replacing.py <the provider's executable> [<type> ...]

Without a type it asks about every bound type that it was not asked about yet. Of types that it asks about again, only the lines change.
It speaks the provider's own protocol, since Terraform would refuse what is not a whole and valid configuration.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import grpc
import msgpack

# What a plugin of Terraform's asks of whoever starts it (github.com/hashicorp/terraform, docs/plugin-protocol).
COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"

# Before and after, tried one pair after the other until the provider does not object to the values.
VALUES = {
    "string": [
        ("one", "two"),
        ('{"a":"one"}', '{"a":"two"}'),
        ("10.0.0.0/16", "10.1.0.0/16"),
        ("arn:aws:iam::111122223333:role/one", "arn:aws:iam::111122223333:role/two"),
        ("1", "2"),
        ("2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z"),
    ],
    "number": [(1, 2), (10, 20)],
    "bool": [(False, True), (True, False)],
}

# What a type's plan cannot do without, whichever argument is changed; a list holds blocks.
NEEDED = {
    "aws_dynamodb_table": {
        "name": "one",
        "hash_key": "one",
        "attribute": [{"name": "one", "type": "S"}],
        "billing_mode": "PAY_PER_REQUEST",
    },
    "aws_lb_target_group": {"target_type": "ip", "protocol": "HTTP", "port": 1, "vpc_id": "one", "health_check": [{"protocol": "HTTP"}]},
}

# Where the provider objects to each change of one argument alone: what its documentation marks as "Forces new resource".
DOCUMENTED = [
    "aws_dynamodb_table hash_key",
    "aws_dynamodb_table range_key",
    "aws_kinesis_firehose_delivery_stream destination",
    "aws_kinesis_firehose_delivery_stream name",
]


def varint(number):
    encoded = b""
    while number > 127:
        encoded += bytes([number & 127 | 128])
        number >>= 7
    return encoded + bytes([number])


def field(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


def fields(message):
    """The fields of a message of the protocol, each with its number."""
    at = 0

    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(message):
        key = number()
        if key & 7 == 0:
            yield key >> 3, number()
        elif key & 7 == 2:
            length = number()
            yield key >> 3, message[at : at + length]
            at += length
        else:
            raise ValueError(f"a field of wire type {key & 7}")


class Provider:
    """The provider's process."""

    def __init__(self, executable):
        self.executable = executable

    def __enter__(self):
        self.connect()
        self.schema = schema(self.call("GetSchema", b""))
        self.configure()
        return self

    def __exit__(self, *_):
        self.stop()

    def connect(self):
        variables = {"TF_PLUGIN_MAGIC_COOKIE": COOKIE, "PLUGIN_PROTOCOL_VERSIONS": "5", "PATH": os.environ["PATH"]}
        self.process = subprocess.Popen([self.executable], env=variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        _, _, _, address, *_ = self.process.stdout.readline().decode().strip().split("|")
        options = [("grpc.max_receive_message_length", 1 << 28)]
        self.channel = grpc.insecure_channel(f"unix:{address}", options=options)

    def configure(self):
        settings = nothing(self.schema["provider"]) | {
            "region": "us-east-1",
            "access_key": "none",
            "secret_key": "none",
            "skip_credentials_validation": True,
            "skip_requesting_account_id": True,
            "skip_metadata_api_check": "true",
            "skip_region_validation": True,
        }
        faults = [fault for _, fault in fields(self.call("Configure", field(1, b"1.11.0") + dynamic(2, settings)))]
        if faults:
            raise SystemExit(f"the provider refuses its configuration: {faults}")

    def call(self, method, request):
        identity = lambda message: message
        return self.channel.unary_unary(f"/tfplugin5.Provider/{method}", identity, identity)(request)

    def replaced(self, kind, before, after):
        """The paths for which a change needs a replacement; nothing when the provider objects."""
        request = field(1, kind.encode()) + dynamic(2, before) + dynamic(3, after) + dynamic(4, after)
        try:
            response = self.call("PlanResourceChange", request)
        except grpc.RpcError:
            # The provider ends itself over some values that Terraform would never pass.
            self.stop()
            self.connect()
            self.configure()
            return None
        paths = set()
        for number, content in fields(response):
            if number == 4 and dict(fields(content)).get(1) == 1:
                return None
            if number == 2:
                steps = [dict(fields(step)) for number, step in fields(content) if number == 1]
                paths.add(".".join(step[1].decode() for step in steps if 1 in step))
        return paths

    def stop(self):
        self.channel.close()
        self.process.kill()
        self.process.wait()


def schema(response):
    """The blocks that the provider knows: `provider`, and the resource types by name."""
    blocks = {}
    for number, content in fields(response):
        if number == 1:
            blocks["provider"] = block(dict(fields(content))[2])
        elif number == 2:
            entry = dict(fields(content))
            blocks[entry[1].decode()] = block(dict(fields(entry[2]))[2])
    return blocks


def block(message):
    """A block, as `terraform providers schema -json` prints it."""
    attributes, nested = {}, {}
    for number, content in fields(message):
        one = dict(fields(content)) if number in (2, 3) else {}
        if number == 2 and one.get(2):
            attributes[one[1].decode()] = {"type": json.loads(one[2]), "required": one.get(4), "optional": one.get(5)}
        elif number == 3:
            modes = ("", "single", "list", "set", "map", "group")
            nested[one[1].decode()] = {"nesting_mode": modes[one.get(3, 0)], "block": block(one.get(2, b""))}
    return {"attributes": attributes, "block_types": nested}


def dynamic(number, value):
    return field(number, field(1, msgpack.packb(value)))


def nothing(block):
    """The block with nothing set."""
    empty = {name: None for name in block.get("attributes", {})}
    for name, nested in block.get("block_types", {}).items():
        empty[name] = None if nested["nesting_mode"] in ("single", "group") else {} if nested["nesting_mode"] == "map" else []
    return empty


def pairs(kind):
    """Values of a type before and after a change."""
    if isinstance(kind, str):
        return VALUES.get(kind, [])
    shape, element = kind
    if shape == "object":
        return [tuple({name: pairs(kind)[0][side] for name, kind in element.items()} for side in (0, 1))]
    if shape == "map":
        return [({"key": before}, {"key": after}) for before, after in pairs(element)]
    return [([before], [after]) for before, after in pairs(element)]


def arguments(block, path=()):
    """Every argument and block: its path, and what it holds before and after, each within its block with nothing else set."""
    for name, attribute in block.get("attributes", {}).items():
        if (attribute.get("optional") or attribute.get("required")) and (path or name != "id") and "type" in attribute:
            yield (*path, name), [(nothing(block) | {name: a}, nothing(block) | {name: b}) for a, b in pairs(attribute["type"])]
    for name, nested in block.get("block_types", {}).items():
        if name == "timeouts":
            continue
        inside = nested["block"]
        wrap = (lambda value: value) if nested["nesting_mode"] in ("single", "group") else lambda value: [value]
        yield (*path, name), [(nothing(block), nothing(block) | {name: wrap(nothing(inside))})]
        if len(path) < 3:
            for below, values in arguments(inside, (*path, name)):
                yield below, [(nothing(block) | {name: wrap(a)}, nothing(block) | {name: wrap(b)}) for a, b in values]


def ask(provider, kind):
    """The arguments of a type that replace it, and those about which the provider says nothing."""
    block = provider.schema[kind]
    needed = {"id": "one"} if "id" in block["attributes"] else {}
    for name, value in NEEDED.get(kind, {}).items():
        is_block = name in block["block_types"]
        needed[name] = [nothing(block["block_types"][name]["block"]) | one for one in value] if is_block else value
    found, unknown = [], []
    for path, values in arguments(block):
        fill = lambda value: value | {name: needed[name] for name in needed if name != path[0]}
        answers = (provider.replaced(kind, fill(before), fill(after)) for before, after in values)
        answer = next((answer for answer in answers if answer is not None), None)
        argument = ".".join(path)
        if answer is None:
            if f"{kind} {argument}" in DOCUMENTED:
                found.append(argument)
            elif len(path) == 1:
                unknown.append(argument)
        elif any(replaced == argument or replaced.startswith(f"{argument}.") for replaced in answer):
            found.append(argument)
    return found, unknown


FOUND_NOTHING = "# Asked, and nothing was found that replaces it:"
OBJECTED = "# The provider objected to every value tried, so nothing is said about these, nor about some arguments inside blocks:"


def read(text):
    """The answers of a file: for each type, what replaces it and what is not known."""
    answers = {}
    for line in text.splitlines():
        words = line.removeprefix("# ").split(" ")
        if not words[0].startswith("aws_") or len(words) > 2:
            continue
        found, unknown = answers.setdefault(words[0], ([], []))
        if len(words) == 2:
            (unknown if line.startswith("#") else found).append(words[1])
    return answers


def written(version, answers):
    yield f"# Which arguments make version {version} of the AWS provider replace a resource: what it answered when it was asked to plan a"
    yield "# change of that argument alone (xtask/replacing.py). What depends on other arguments or on AWS is not seen this way. From its"
    yield f"# documentation, since it objects to such a change: {', '.join(DOCUMENTED)}."
    yield from (f"{kind} {argument}" for kind, (found, _) in sorted(answers.items()) for argument in found)
    yield f"\n{FOUND_NOTHING}"
    yield from (f"# {kind}" for kind, (found, _) in sorted(answers.items()) if not found)
    yield f"\n{OBJECTED}"
    yield from (f"# {kind} {argument}" for kind, (_, unknown) in sorted(answers.items()) for argument in unknown)


def main(executable, *wanted):
    aws = pathlib.Path(__file__).parent.parent / "crates/aws"
    words = [line.split() for line in (aws / "bindings.txt").read_text().splitlines()]
    kinds = sorted(line[0] for line in words if line and line[0].startswith("aws_"))
    version = next(line[1] for line in words if line and line[0] == "provider")
    unbound = set(wanted) - set(kinds)
    if unbound:
        sys.exit(f"not in bindings.txt: {', '.join(sorted(unbound))}")
    target = aws / "schema/replacing.txt"
    answers = {kind: answer for kind, answer in read(target.read_text()).items() if kind in kinds}
    with Provider(executable) as provider:
        for kind in wanted or [kind for kind in kinds if kind not in answers]:
            answers[kind] = ask(provider, kind)
            print(f"{kind}: {len(answers[kind][0])} arguments replace it", file=sys.stderr)
    # The file is replaced when all is known, so that a run that fails leaves it as it was.
    with tempfile.NamedTemporaryFile("w", dir=target.parent, delete=False) as file:
        file.write("\n".join(written(version, answers)) + "\n")
    os.chmod(file.name, 0o644)
    os.replace(file.name, target)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
