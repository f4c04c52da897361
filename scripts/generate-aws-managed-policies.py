"""Writes data/aws-managed-policies.json.gz: AWS's own managed policies, as AWS published them.

Source: moto (https://github.com/getmoto/moto, Apache-2.0), which imports them from AWS's own ListPolicies and
GetPolicyVersion. Run with moto 5.2 installed:

    python scripts/generate-aws-managed-policies.py

moto keeps the documents with their keys sorted by name; here they stand in the order in which AWS writes them
(Version first, Sid before Effect). Nothing else is changed. The output is the same for the same input.
"""

import gzip
import json
from importlib.metadata import version
from pathlib import Path

from moto.iam.aws_managed_policies import aws_managed_policies_data

TARGET = Path(__file__).resolve().parent.parent / "data" / "aws-managed-policies.json.gz"

DOCUMENT_KEYS = ["Version", "Id", "Statement"]
STATEMENT_KEYS = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"]


def in_order(element, keys):
    unknown = set(element) - set(keys)
    if unknown:
        raise ValueError(f"unexpected keys {sorted(unknown)}")
    return {key: element[key] for key in keys if key in element}


def document_of(written):
    document = in_order(written, DOCUMENT_KEYS)
    statements = document["Statement"]
    if isinstance(statements, list):
        document["Statement"] = [in_order(statement, STATEMENT_KEYS) for statement in statements]
    else:
        document["Statement"] = in_order(statements, STATEMENT_KEYS)
    return document


def policy_of(name, entry):
    return {
        "path": entry["Path"],
        "name": name,
        "created": entry["CreateDate"],
        "updated": entry["UpdateDate"],
        "version": entry["DefaultVersionId"],
        "document": document_of(entry["Document"]),
    }


def main():
    entries = json.loads(aws_managed_policies_data)
    policies = [policy_of(name, entry) for name, entry in entries.items()]
    policies.sort(key=lambda policy: policy["path"] + policy["name"])
    content = {"source": f"moto {version('moto')}", "policies": policies}
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
    TARGET.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{len(policies)} policies, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
