"""The contract as one HTML page for people: no script, no other file, light and dark."""
import base64
import hashlib
import html
import json
import pathlib
import re

STYLE = (pathlib.Path(__file__).parent / "api_page.css").read_text(encoding="utf-8")
HERE = "http://localhost:8080"
# The largest integer every JSON reader keeps exactly: a limit of the format, which tells a reader of the page nothing.
MOST_EXACT = 2**53 - 1
OWNERSHIP = {
    "cart": "the cart's id is its key, until a customer is attached",
    "order": "the order's token is its key, or having placed it",
    "own": "each customer's own",
}


def text(value):
    return html.escape(str(value), quote=True)


def prose(markdown, inline=False):
    """The little Markdown that descriptions use: paragraphs, lists, `code`, **bold** and links."""
    def spans(line):
        line = text(line)
        line = re.sub(r"`([^`]+)`", r"<code>\1</code>", line)
        line = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", line)
        return re.sub(r"\[([^\]]+)\]\((https?://[^)\s]+|/[^)\s]*|#[^)\s]*)\)", r'<a href="\2">\1</a>', line)

    blocks = [block for block in re.split(r"\n\s*\n", str(markdown or "").strip()) if block]
    if inline:
        return " ".join(spans(" ".join(block.split("\n"))) for block in blocks)
    parts = []
    for block in blocks:
        lines = block.split("\n")
        if all(line.lstrip().startswith(("- ", "* ")) or line.startswith("  ") for line in lines):
            items = re.split(r"(?m)^\s*[-*] ", block)[1:]
            parts.append("<ul>" + "".join(f"<li>{spans(' '.join(item.split()))}</li>" for item in items) + "</ul>")
        else:
            parts.append(f"<p>{spans(' '.join(lines))}</p>")
    return "".join(parts)


def target_of(contract, reference):
    target = contract
    for step in reference.removeprefix("#/").split("/"):
        target = target[step.replace("~1", "/").replace("~0", "~")]
    return target


def resolve(contract, node):
    """What a $ref leads to, and the last name on the way."""
    name = None
    while isinstance(node, dict) and "$ref" in node:
        name, node = node["$ref"].rsplit("/", 1)[-1], target_of(contract, node["$ref"])
    return node or {}, name


class Page:
    def __init__(self, contract, operations):
        self.contract = contract
        self.operations = operations

    def resolve(self, node):
        return resolve(self.contract, node)

    def flat(self, schema):
        """A schema with its allOf parts merged into one object."""
        schema, name = self.resolve(schema)
        if "allOf" not in schema:
            return schema, name
        merged = {key: value for key, value in schema.items() if key != "allOf"}
        for part in schema["allOf"]:
            part, part_name = self.flat(part)
            name = name or part_name
            for key, value in part.items():
                if key == "properties":
                    merged["properties"] = {**value, **merged.get("properties", {})}
                elif key == "required":
                    merged["required"] = [*merged.get("required", []), *value]
                else:
                    merged.setdefault(key, value)
        return merged, name

    # Types -----------------------------------------------------------------------------------------------------------

    def type_of(self, schema):
        schema, name = self.flat(schema)
        options = schema.get("oneOf") or schema.get("anyOf")
        if options:
            return " or ".join(self.type_of(option) for option in options)
        if "const" in schema:
            return json.dumps(schema["const"])
        kinds = schema.get("type", "object" if "properties" in schema else "any")
        kinds = [kinds] if isinstance(kinds, str) else list(kinds)
        shown = []
        for kind in kinds:
            if kind == "array":
                shown.append(f"array of {self.type_of(schema.get('items', {}))}")
            elif kind == "object":
                shown.append(name or "object")
            else:
                shown.append(schema.get("format") if kind == "string" and schema.get("format") else kind)
        return " or ".join(shown)

    def limits_of(self, schema):
        schema, _ = self.flat(schema)
        notes = []
        if "enum" in schema:
            notes.append(" | ".join(f"<code>{text(json.dumps(v) if not isinstance(v, str) else v)}</code>" for v in schema["enum"]))
        low, high = schema.get("minimum"), schema.get("maximum")
        if high == MOST_EXACT:
            high = None
        if low is not None and high is not None:
            notes.append(f"{low} to {high}")
        elif low is not None:
            notes.append(f"at least {low}")
        elif high is not None:
            notes.append(f"at most {high}")
        shortest, longest = schema.get("minLength"), schema.get("maxLength")
        if longest is not None:
            notes.append(f"{shortest} to {longest} characters" if shortest else f"up to {longest} characters")
        if schema.get("maxItems") is not None:
            notes.append(f"up to {schema['maxItems']} items")
        if "pattern" in schema:
            notes.append(f"<code>{text(schema['pattern'])}</code>")
        if "default" in schema:
            notes.append(f"default <code>{text(json.dumps(schema['default'], ensure_ascii=False))}</code>")
        return ", ".join(notes)

    def fields(self, schema, inside=()):
        """The properties of an object, or of what an array holds, as a nested list; empty when there is nothing to open."""
        schema, name = self.flat(schema)
        if name in inside:
            return ""
        inside = (*inside, name) if name else inside
        options = schema.get("oneOf") or schema.get("anyOf")
        if options:
            nested = [self.fields(option, inside) for option in options]
            return "".join(part for part in nested if part)
        if "items" in schema:
            return self.fields(schema["items"], inside)
        rows = []
        required = schema.get("required", [])
        for key, value in schema.get("properties", {}).items():
            rows.append(self.field(key, value, key in required, inside))
        extra = schema.get("additionalProperties")
        if isinstance(extra, dict):
            rows.append(self.field("…", extra, False, inside))
        return f'<ul class="fields">{"".join(rows)}</ul>' if rows else ""

    def field(self, key, schema, required, inside):
        flat, _ = self.flat(schema)
        description = schema.get("description") or flat.get("description")
        head = f'<code class="key">{text(key)}</code> <span class="type">{text(self.type_of(schema))}</span>'
        if required:
            head += ' <span class="required">required</span>'
        notes = " · ".join(part for part in (prose(description, inline=True), self.limits_of(schema)) if part)
        note = f'<div class="note">{notes}</div>' if notes else ""
        nested = self.fields(schema, inside)
        if nested:
            return f"<li><details><summary>{head}{note}</summary>{nested}</details></li>"
        return f"<li>{head}{note}</li>"

    # Examples --------------------------------------------------------------------------------------------------------

    def example(self, schema, inside=(), only_required=False):
        schema, name = self.flat(schema)
        for key in ("example", "const", "default"):
            if key in schema:
                return schema[key]
        if schema.get("examples"):
            return schema["examples"][0]
        if "enum" in schema:
            return schema["enum"][0]
        options = schema.get("oneOf") or schema.get("anyOf")
        if options:
            return self.example(options[0], inside, only_required)
        kind = schema.get("type", "object" if "properties" in schema else "string")
        kind = kind if isinstance(kind, str) else kind[0]
        if kind == "object":
            if name in inside:
                return {}
            inside = (*inside, name) if name else inside
            properties = schema.get("properties", {})
            chosen = [key for key in properties if key in schema.get("required", [])] if only_required else list(properties)
            return {key: self.example(properties[key], inside, only_required) for key in chosen}
        if kind == "array":
            return [self.example(schema.get("items", {}), inside, only_required)]
        if kind in ("integer", "number"):
            return max(schema.get("minimum", 1), 1)
        return {"boolean": True, "null": None}.get(kind, {"email": "ada@example.com", "date-time": "2026-01-31T12:00:00Z"}.get(schema.get("format"), "text"))

    def example_of_media(self, media):
        if "example" in media:
            return media["example"]
        if media.get("examples"):
            first, _ = self.resolve(next(iter(media["examples"].values())))
            return first.get("value")
        return self.example(media.get("schema", {}))

    def curl(self, entry):
        operation = entry["operation"]
        path = entry["path"]
        words = ["curl"] if entry["method"] == "GET" else ["curl", "-X", entry["method"]]
        query, headers = [], []
        for parameter in entry["parameters"]:
            value = parameter.get("example", self.example(parameter.get("schema", {})))
            if parameter["in"] == "path":
                path = path.replace("{" + parameter["name"] + "}", str(value))
            elif parameter.get("required") and parameter["in"] == "query":
                query.append(f"{parameter['name']}={value}")
            elif parameter.get("required") and parameter["in"] == "header":
                headers.append(f"{parameter['name']}: {value}")
        for scheme in self.schemes(operation):
            if scheme.get("type") == "apiKey":
                headers.append(f"{scheme['name']}: $SOUK_KEY")
            else:
                headers.append("Authorization: Bearer $SOUK_KEY")
        lines = [" ".join([*words, f"'{HERE}{path}{'?' + '&'.join(query) if query else ''}'"])]
        body, _ = self.resolve(operation.get("requestBody"))
        for kind, media in list(body.get("content", {}).items())[:1]:
            headers.append(f"Content-Type: {kind}")
            if "json" in kind:
                data = json.dumps(self.example_of_media(media), ensure_ascii=False, indent=2).replace("'", "'\\''")
                lines.append(f"-d '{data}'")
            else:
                lines.append("--data-binary @FILE")
        # Double quotes where the shell is to fill in the key.
        shown = [f'-H "{header}"' if "$" in header else f"-H '{header}'" for header in headers]
        return " \\\n  ".join([lines[0], *shown, *lines[1:]])

    def schemes(self, operation):
        needs = operation.get("security", self.contract.get("security", []))
        known = self.contract.get("components", {}).get("securitySchemes", {})
        return [self.resolve(known[name])[0] for name in (needs[0] if needs else {}) if name in known]

    # Sections --------------------------------------------------------------------------------------------------------

    def parameters(self, entry):
        if not entry["parameters"]:
            return ""
        rows = []
        for parameter in entry["parameters"]:
            schema = parameter.get("schema", {})
            required = ' <span class="required">required</span>' if parameter.get("required") else ""
            notes = " · ".join(p for p in (prose(parameter.get("description"), inline=True), self.limits_of(schema)) if p)
            rows.append(
                f'<li><code class="key">{text(parameter["name"])}</code> <span class="type">{text(self.type_of(schema))}, '
                f'{text(parameter["in"])}</span>{required}<div class="note">{notes}</div></li>'
            )
        return f'<h4>Parameters</h4><ul class="fields">{"".join(rows)}</ul>'

    def request(self, operation):
        body, _ = self.resolve(operation.get("requestBody"))
        parts = []
        for kind, media in body.get("content", {}).items():
            schema = media.get("schema", {})
            parts.append(f'<h4>Request body <span class="type">{text(kind)}, {text(self.type_of(schema))}</span></h4>')
            parts.append(prose(body.get("description")))
            parts.append(self.fields(schema))
        return "".join(parts)

    def responses(self, operation):
        rows = []
        for status, response in operation.get("responses", {}).items():
            response, _ = self.resolve(response)
            kinds = response.get("content", {})
            media = next(iter(kinds.values()), {})
            shape = self.type_of(media["schema"]) if "schema" in media else ", ".join(kinds)
            head = f'<code class="status s{text(status[0])}">{text(status)}</code> {prose(response.get("description"), inline=True)}'
            if shape:
                head += f' <span class="type">{text(shape)}</span>'
            # A refusal is the same problem document everywhere: shown once, under its own heading.
            nested = self.fields(media["schema"]) if "schema" in media and status[0] == "2" else ""
            for header, about in response.get("headers", {}).items():
                about, _ = self.resolve(about)
                head += f'<div class="note"><code>{text(header)}</code> {prose(about.get("description"), inline=True)}</div>'
            rows.append(f"<li><details><summary>{head}</summary>{nested}</details></li>" if nested else f"<li>{head}</li>")
        return f'<h4>Answers</h4><ul class="fields answers">{"".join(rows)}</ul>'

    def policy(self, entry):
        policy = entry["policy"]
        facts = ["for everyone" if "guest" in policy["roles"] else f"for {', '.join(policy['roles'])}"]
        if policy["scope"] != "none":
            facts.append(f"a confined key needs {policy['scope']}")
        if policy["step_up"] != "never":
            facts.append({"always": "staff step up first", "price_drop": "staff step up first where a price falls by more than half"}[policy["step_up"]])
        if policy["ownership"] != "none":
            facts.append(OWNERSHIP[policy["ownership"]])
        facts.append(f"rate class {policy['rate']}")
        if entry["operation"].get("requestBody"):
            facts.append(f"body up to {policy['body_limit']}")
        return f'<p class="policy">{text(" · ".join(facts))}</p>'

    def section(self, entry):
        operation = entry["operation"]
        method = entry["method"]
        path = re.sub(r"\{[^}]+\}", lambda m: f"<em>{m[0]}</em>", text(entry["path"]))
        return (
            f'<article id="{text(entry["id"])}"><h3>{text(operation.get("summary", entry["id"]))}</h3>'
            f'<p class="route"><span class="method {method.lower()}">{method}</span> <code>{path}</code></p>'
            f'{prose(operation.get("description"))}{self.policy(entry)}{self.parameters(entry)}{self.request(operation)}'
            f"{self.responses(operation)}<h4>Example</h4><pre tabindex=\"0\"><code>{text(self.curl(entry))}</code></pre></article>"
        )

    def tags(self):
        """Tags in the contract's order, each with its operations; what has no tag comes last."""
        described = {tag["name"]: tag.get("description") for tag in self.contract.get("tags", [])}
        groups = {name: [] for name in described}
        for entry in self.operations:
            tag = (entry["operation"].get("tags") or ["Other"])[0]
            groups.setdefault(tag, []).append(entry)
        return [(name, described.get(name), entries) for name, entries in groups.items() if entries]

    def problem_section(self):
        schema = self.contract.get("components", {}).get("schemas", {}).get("Problem")
        if not schema:
            return ""
        return f'<section id="problems"><h2>Problems</h2>{prose(schema.get("description"))}{self.fields(schema)}</section>'

    def render(self):
        info = self.contract.get("info", {})
        navigation, sections = [], []
        for name, description, entries in self.tags():
            anchor = "tag-" + re.sub(r"[^a-z0-9]+", "-", name.lower())
            links = "".join(
                f'<li><a href="#{text(e["id"])}"><span class="method {e["method"].lower()}">{e["method"]}</span>'
                f'{text(e["operation"].get("summary", e["id"]))}</a></li>'
                for e in entries
            )
            navigation.append(f'<h2><a href="#{anchor}">{text(name)}</a></h2><ul>{links}</ul>')
            sections.append(
                f'<section id="{anchor}"><h2>{text(name)}</h2>{prose(description)}{"".join(map(self.section, entries))}</section>'
            )
        problems = self.problem_section()
        if problems:
            navigation.append('<h2><a href="#problems">Problems</a></h2>')
        title = text(info.get("title", "API"))
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<meta name="color-scheme" content="light dark"><title>{title}</title><style>{STYLE}</style></head><body>'
            '<a class="skip" href="#content">Skip to the operations</a>'
            f'<nav aria-label="Operations"><p class="brand">{title}</p>'
            f"<details open><summary>Operations</summary>{''.join(navigation)}</details></nav>"
            f'<main id="content"><header><h1>{title}</h1><p class="version">Version {text(info.get("version", ""))} · '
            f'<a href="/v1/openapi.json">openapi.json</a></p>{prose(info.get("description"))}</header>'
            f"{''.join(sections)}{problems}</main></body></html>\n"
        )


def render(contract, operations):
    """The page, and the Content-Security-Policy that lets its one style sheet in and nothing else."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return Page(contract, operations).render(), policy
