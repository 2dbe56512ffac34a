"""The page: files of the package, read once; a request can name nothing else."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from pathlib import Path

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}
INDEX = "index.html"


def page_files(folder: Path | None = None) -> dict[str, tuple[bytes, str]]:
    """Content and type of each file of the page, by name.

    Parameters
    ----------
    folder : Path, optional
        ``page`` beside this module by default.
    """
    folder = folder or Path(__file__).with_name("page")
    return {
        path.name: (path.read_bytes(), TYPES[path.suffix])
        for path in sorted(folder.glob("*"))
        if path.suffix in TYPES
    }


def docs_page(schema: Mapping) -> str:
    """The OpenAPI description as a plain page: no script, nothing from elsewhere.

    Parameters
    ----------
    schema : mapping
        Content of ``/openapi.json``.
    """
    parts = []
    for path, operations in schema["paths"].items():
        for method, each in operations.items():
            parts.append(f"<h2><code>{method.upper()} {html.escape(path)}</code></h2>")
            parts.append(f"<p>{html.escape(each.get('description', ''))}</p>")
            for kind, content in each.get("requestBody", {}).get("content", {}).items():
                parts.append(_block(f"Takes {kind}", content["schema"]))
            for status, answer in each["responses"].items():
                said = html.escape(answer.get("description", ""))
                parts.append(f"<p><strong>{status}</strong> {said}</p>")
    for name, each in schema.get("components", {}).get("schemas", {}).items():
        parts.append(_block(name, each))
    name = html.escape(schema["info"]["title"])
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{name}</title></head><body><h1>{name}</h1>"
        f"<p>{html.escape(schema['info'].get('description', ''))} The same for "
        'programs: <a href="/openapi.json">openapi.json</a></p>'
        f"{''.join(parts)}</body></html>"
    )


def _block(name: str, schema: Mapping) -> str:
    text = html.escape(json.dumps(schema, indent=2, ensure_ascii=False))
    return f"<details><summary>{html.escape(name)}</summary><pre>{text}</pre></details>"
