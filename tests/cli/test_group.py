"""The command itself: help, version, unknown commands, what is imported when."""

import re

import pytest

from gluon_course import __version__
from gluon_course.cli.group import TABLE
from gluon_course.cli.printing.terminal import columns


def test_help_lists_every_command_once(cli):
    out = cli("--help").out
    for name in TABLE:
        assert len(re.findall(rf"^  {name} +\S", out, re.MULTILINE)) == 1
    assert max(map(columns, out.splitlines())) <= 80


def test_without_arguments_the_help_is_shown(cli):
    answer = cli()
    assert answer.status == 0
    assert answer.out == cli("--help").out


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_command_has_help_with_examples(cli, name):
    answer = cli(name, "--help")
    assert answer.status == 0
    assert f"  gluon-course {name} " in answer.out
    assert max(map(columns, answer.out.splitlines())) <= 80


def test_version(cli):
    assert cli("--version").out == f"gluon-course {__version__}\n"


@pytest.mark.parametrize(
    ("typed", "meant"), [("rnu", "run"), ("sweeep", "sweep"), ("exprot", "export")]
)
def test_an_unknown_command_suggests_the_nearest(cli, typed, meant):
    answer = cli(typed, "lenet")
    assert answer.status == 2
    assert f"'{meant}'" in answer.err


def test_an_unknown_option_is_a_mistake(cli):
    assert cli("--verison").status == 2
