"""Reading the settings of a script without running it."""

import pytest

from gluon_course.base.errors import ConfigError
from gluon_course.cli.sections.script import load_main, read_header, read_settings


@pytest.fixture
def script(tmp_path):
    def write(text):
        file = tmp_path / "chapter_toys" / "toy.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    return write


def test_defaults_are_read_without_importing(script):
    file = script(
        '"""9.1 玩具"""\n'
        "raise SystemExit('imported')\n"
        "def main(num_epochs=5, lr=.5, wd=-1, sizes=(1, 2), mode=None, *, b='x',"
        " run=RunOptions()): ...\n"
    )
    found = {each.name: each.default for each in read_settings(file)}
    assert found == {
        **{"num_epochs": 5, "lr": 0.5, "wd": -1, "sizes": (1, 2), "mode": None},
        "b": "x",
    }
    assert read_header(file) == "9.1 玩具"


def test_options_are_named_as_a_user_types_them(script):
    file = script("def main(num_epochs=5, batch_size=1, num_hiddens=2, K=3): ...")
    options = [each.option for each in read_settings(file)]
    assert options == ["--epochs", "--batch-size", "--num-hiddens", "--k"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = 1", "no function main"),
        ("def main(lr): ...", "'lr' has no default"),
        ("def main(lr=1 / 3): ...", "'lr' is not a plain value"),
        ("def main(*, lr): ...", "'lr'"),
        ("def main(", "cannot be read"),
    ],
)
def test_a_script_that_cannot_be_run_says_why(script, text, says):
    with pytest.raises(ConfigError, match=says):
        read_settings(script(text))


def test_main_is_imported_when_it_is_needed(script):
    file = script("def main(lr=1, run=None):\n    return lr + 1")
    assert load_main(file)(lr=3) == 4


def test_every_script_of_the_course_can_become_a_command():
    from gluon_course.base.chapters import list_sections
    from gluon_course.cli.section import section_command
    from gluon_course.cli.sections.options import COMMON

    sections = list_sections()
    assert len(sections) >= 12
    for section in sections:
        names = [each.name for each in section_command(section).params]
        assert len(names) == len(set(names))
        assert set(COMMON) <= set(names)
