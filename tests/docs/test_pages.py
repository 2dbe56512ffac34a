"""What the pages name is there: sections, outputs, topics, links between sources."""

import importlib
import json
import re
from pathlib import Path

import pytest

from gluon_course import explain, models, results
from gluon_course.base.chapters import list_sections

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = [
    file
    for file in sorted(DOCS.rglob("*.md"))
    if file.relative_to(DOCS).parts[0] not in ("_build", "_generated", "api")
    and file.name != "pages.md"  # shows how pages are written
]
SECTIONS = {f"{each.folder}/{each.file.stem}": each for each in list_sections()}
TOPICS_OF_THE_NOTES = range(1, 86)


def sections_pages():
    return [file for file in DOCS.glob("chapter_*/*.md") if file.name != "index.md"]


def name_of(file):
    return str(file.relative_to(DOCS).with_suffix(""))


def test_a_page_of_a_section_stands_at_the_path_of_its_script():
    assert {name_of(file) for file in sections_pages()} <= set(SECTIONS)


def test_every_chapter_has_a_page_that_lists_its_sections():
    for folder in {page.partition("/")[0] for page in SECTIONS}:
        assert "```{sections}" in (DOCS / folder / "index.md").read_text("utf-8")


@pytest.mark.parametrize("file", sections_pages(), ids=name_of)
def test_a_page_of_a_section_has_all_its_parts(file):
    text = file.read_text("utf-8")
    for block in ("section-links", "run-output", "script"):
        assert f"```{{{block}}}" in text
    assert text.count("```{mistake}") >= 3
    section = SECTIONS[name_of(file)]
    if results.published(section.name):
        assert "```{results}" in text
    assert (DOCS / "outputs" / f"{name_of(file)}.txt").is_file()


def test_models_that_are_drawn_are_registered():
    for file in PAGES:
        for name in re.findall(r"```\{model-picture\} (\S+)", file.read_text("utf-8")):
            assert name in models.list_models()


def test_topics_that_pages_name_are_there():
    known = {topic.name for topic in explain.list_topics()}
    for file in PAGES:
        text = file.read_text("utf-8")
        named = re.findall(r"gluon-course explain ([a-z-]+)", text)
        for line in re.findall(r"```\{check\} (.+)", text):
            named += line.split()
        assert set(named) <= known, file


def test_every_topic_of_the_notes_is_answered():
    text = (DOCS / "notes.md").read_text("utf-8")
    numbers = [int(each) for each in re.findall(r"^\(topic-(\d+)\)=", text, re.M)]
    assert sorted(numbers) == list(TOPICS_OF_THE_NOTES)


def test_every_answer_has_something_that_runs():
    text = (DOCS / "notes.md").read_text("utf-8")
    answers = re.split(r"^### ", text, flags=re.M)[1:]
    for answer in answers:
        title = answer.splitlines()[0]
        assert re.search(r"```(\{check\}|bash|python)", answer), title


def test_sections_in_commands_are_there():
    slugs = {each.slug for each in SECTIONS.values() if each.edition == "v1"}
    slugs |= {f"v2:{each.slug}" for each in SECTIONS.values() if each.edition == "v2"}
    for file in PAGES:
        text = file.read_text("utf-8")
        for name in re.findall(r"gluon-course run ([a-z0-9:-]+)", text):
            assert name in slugs, (file, name)


def test_names_of_the_api_are_defined_where_pages_say():
    for file in sections_pages():
        for line in re.findall(r"^:api: (.+)$", file.read_text("utf-8"), re.M):
            for name in map(str.strip, line.split(",")):
                module, _, attribute = name.rpartition(".")
                found = getattr(importlib.import_module(module), attribute, None)
                assert getattr(found, "__module__", "") == module, (file, name)


def test_links_between_sources_lead_somewhere():
    for file in PAGES:
        for target in re.findall(r"\]\(([^)#:]+\.md)\)", file.read_text("utf-8")):
            found = (file.parent / target).resolve()
            assert found.is_file() or found == DOCS / "api" / "index.md", target


def test_results_are_of_sections_and_readable():
    for file in (DOCS / "results").glob("chapter_*/*.json"):
        page = str(file.relative_to(DOCS / "results").with_suffix(""))
        assert json.loads(file.read_text("utf-8"))["section"] == SECTIONS[page].name
        assert results.read_measured(file)


def test_what_is_missing_is_said_of_sections_that_publish_figures():
    from gluon_course.results.needs import NEEDS

    known = {each.removeprefix("v2:") for each in results.sections()}
    assert set(NEEDS) <= known
