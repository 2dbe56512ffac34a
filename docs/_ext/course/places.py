"""Where the facts of a page lie: its section, results, outputs, script."""

from __future__ import annotations

from pathlib import Path

from gluon_course.base.chapters import Section, list_sections

DOCS = Path(__file__).resolve().parents[2]
ROOT = DOCS.parent
GENERATED = DOCS / "_generated"

_SECTIONS: dict[str, Section] = {}


def sections() -> dict[str, Section]:
    """Page (``chapter_.../SLUG``, the path of the script) to section."""
    if not _SECTIONS:
        for each in list_sections(ROOT / "scripts"):
            _SECTIONS[f"{each.folder}/{each.file.stem}"] = each
    return _SECTIONS


def section_of(page: str) -> Section | None:
    """The section whose page that is."""
    return sections().get(page)


def named(text: str, page: str) -> str:
    """The page that a directive names: its own where it names none, else by slug."""
    if not text:
        return page
    if text in sections():
        return text
    folder = page.rpartition("/")[0]
    near = [each for each in sections() if each.endswith("/" + text)]
    return next((each for each in near if each.startswith(folder)), (near or [text])[0])


def results_file(page: str) -> Path:
    """Measured figures of a page's section."""
    return DOCS / "results" / f"{page}.json"


def output_file(page: str) -> Path:
    """What the section's command printed."""
    return DOCS / "outputs" / f"{page}.txt"
