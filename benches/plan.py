#!/usr/bin/env python3
"""benches/plan.py CHANGES BYTES : prints a plan of so many changes, each with a description of so many bytes on both sides.

    benches/plan.py 30000 1250 > plan.json     # 99 MB
    command time -f '%e s %M KB' target/release/synth review plan.json > /dev/null
    command time -f '%e s %M KB' jq length plan.json
"""
import json
import sys

TYPES = ["aws_iam_policy", "aws_sqs_queue", "aws_db_instance"]


def policy(action):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]})


def main():
    changes, size = int(sys.argv[1]), int(sys.argv[2])

    def values(number, action, more):
        return {
            "name": f"n{number}",
            "policy": policy(action),
            "description": "x" * size,
            "tags": {"a": "b", "n": str(number + more)},
            "allocated_storage": 20 + more,
        }

    sys.stdout.write('{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[')
    for number in range(changes):
        kind, module = TYPES[number % 3], f"module.m[{number % 50}]"
        change = {
            "actions": ["update"] if number % 5 else ["delete", "create"],
            "before": values(number, "s3:GetObject", 0),
            "after": values(number, "s3:PutObject", 1),
            "after_unknown": {},
            "before_sensitive": {},
            "after_sensitive": {},
        }
        resource = {
            "address": f"{module}.{kind}.r{number}",
            "module_address": module,
            "mode": "managed",
            "type": kind,
            "name": f"r{number}",
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": change,
        }
        sys.stdout.write("," if number else "")
        json.dump(resource, sys.stdout)
    sys.stdout.write("]}")


main()
