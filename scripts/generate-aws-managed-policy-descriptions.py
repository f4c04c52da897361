"""Writes data/aws-managed-policy-descriptions.json.gz: what AWS says its own managed policies are for.

Source: iam-floyd (https://github.com/udondan/iam-floyd, Apache-2.0), which has AWS's descriptions as comments. Run with
its package unpacked (`npm pack iam-floyd@0.842.0`):

    python scripts/generate-aws-managed-policy-descriptions.py <unpacked package>

Only policies of data/aws-managed-policies.json.gz are taken. The output is the same for the same input.
"""

import gzip
import json
import re
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
TARGET = DATA / "aws-managed-policy-descriptions.json.gz"

DESCRIBED = re.compile(r"^/\*\* (.*) \*/\nAwsManagedPolicy\.\w+ = '([^']+)';$", re.MULTILINE)


def policies_we_have():
    with gzip.open(DATA / "aws-managed-policies.json.gz") as file:
        return [policy["path"] + policy["name"] for policy in json.load(file)["policies"]]


def main():
    package = Path(sys.argv[1])
    source = json.loads((package / "package.json").read_text())
    text = (package / "lib/generated/aws-managed-policies/iam-floyd.js").read_text()
    found = {f"/{name}": description for description, name in DESCRIBED.findall(text)}
    described = {name: found[name] for name in policies_we_have() if name in found}
    content = {"source": f"{source['name']} {source['version']}", "descriptions": described}
    written = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
    TARGET.write_bytes(gzip.compress(written.encode(), compresslevel=9, mtime=0))
    print(f"{len(described)} descriptions, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
