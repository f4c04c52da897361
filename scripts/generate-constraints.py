"""Writes data/constraints/<service>.json from botocore's service models.

The SDK's runtime schemas know members and types, but neither lengths, ranges and patterns nor enum values.
botocore ships AWS's models with them (Apache-2.0). Needs botocore only:

    python scripts/generate-constraints.py

A file holds, by shape name, what the shape demands (`required`, `min`, `max`, `pattern`, `enum`, `itemsNeverNull`), and
which shapes it is made of (`members`, `element`, `value`), and the input shape of each operation. Shapes that demand
nothing, nor lead to one that does, are left out. `min` and `max` are lengths, or values where the type is a number.
"""

import json
import pathlib

import botocore
import botocore.session

SERVICES = ("cloudtrail", "iam", "organizations", "s3", "sts")
# Operations that the SDK knows and botocore does not yet: their constraints as the API reference has them.
NEWER = {
    "iam": {
        # https://docs.aws.amazon.com/IAM/latest/APIReference/API_AcquireRole.html
        "operations": {
            "AcquireRole": "AcquireRoleRequest",
            "GetRoleTemplateVersion": "GetRoleTemplateVersionRequest",
        },
        "shapes": {
            "AcquireRoleRequest": {
                "members": {
                    "TemplateArn": {"shape": "arnType", "required": True},
                    "ReplacementValues": {"shape": "ReplacementValuesMap"},
                }
            },
            "GetRoleTemplateVersionRequest": {
                "members": {"TemplateArn": {"shape": "arnType", "required": True}}
            },
            "ReplacementValueEntry": {"members": {"Values": {"required": True}}},
            "ReplacementValuesMap": {"max": 30, "value": "ReplacementValueEntry"},
        },
    }
}
# Lists whose items must not be null: AWS's own model has it, as recorded answers of IAM show, the published one does not.
NEVER_NULL = {"iam": ("tagKeyListType",), "sts": ("tagKeyListType",)}
DEMANDS = ("min", "max", "pattern", "enum")
TARGET = pathlib.Path(__file__).resolve().parent.parent / "data" / "constraints"


def demands_of(shape):
    demands = {key: shape[key] for key in DEMANDS if key in shape}
    if shape.get("sensitive"):
        demands["sensitive"] = True
    return demands


def constraints_of(model):
    kept = {}
    pending = set()

    def visit(name):
        """The name of the shape if it demands anything, else None."""
        if name in kept or name in pending:
            return name
        shape = model["shapes"][name]
        pending.add(name)
        found = demands_of(shape)
        if shape["type"] == "structure":
            required = set(shape.get("required", ()))
            members = {}
            for member, reference in shape["members"].items():
                target = visit(reference["shape"])
                if target or member in required:
                    members[member] = ({"shape": target} if target else {}) | (
                        {"required": True} if member in required else {}
                    )
            if members:
                found["members"] = members
        elif shape["type"] == "list":
            target = visit(shape["member"]["shape"])
            if target:
                found["element"] = target
        elif shape["type"] == "map":
            target = visit(shape["value"]["shape"])
            if target:
                found["value"] = target
        pending.discard(name)
        if not found or found == {"sensitive": True}:
            return None
        kept[name] = found
        return name

    operations = {}
    for operation, description in model["operations"].items():
        # The JavaScript SDK leaves out what S3 replaced by operations of other names.
        if description.get("deprecated"):
            continue
        target = visit(description["input"]["shape"]) if "input" in description else None
        if target:
            operations[operation] = target
    return operations, kept


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    loader = botocore.session.get_session().get_component("data_loader")
    for service in SERVICES:
        model = loader.load_service_model(service, "service-2")
        operations, shapes = constraints_of(model)
        newer = NEWER.get(service, {})
        # What botocore has learnt is botocore's to say.
        operations = newer.get("operations", {}) | operations
        shapes = newer.get("shapes", {}) | shapes
        for name in NEVER_NULL.get(service, ()):
            shapes[name]["itemsNeverNull"] = True
        document = {
            "source": f"botocore {botocore.__version__}, {model['metadata']['uid']}, Apache-2.0",
            "generator": "scripts/generate-constraints.py",
            "operations": operations,
            "shapes": dict(sorted(shapes.items())),
        }
        lines = [f'"source":{json.dumps(document["source"])}', f'"generator":{json.dumps(document["generator"])}']
        for part in ("operations", "shapes"):
            entries = [f"  {json.dumps(key)}:{compact(value)}" for key, value in document[part].items()]
            lines.append(f'"{part}":{{\n' + ",\n".join(entries) + "\n}")
        (TARGET / f"{service}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def compact(value):
    return json.dumps(value, separators=(",", ":"))


if __name__ == "__main__":
    main()
