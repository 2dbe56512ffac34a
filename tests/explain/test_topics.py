"""Every topic: its checks hold, and the command line prints it."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from gluon_course import explain
from gluon_course.base.errors import ConfigError
from gluon_course.cli.explain import explain as command

TOPICS = [topic.name for topic in explain.list_topics()]


@pytest.mark.parametrize("name", TOPICS)
def test_checks_of_every_topic_hold(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(command, [name, "--out", str(tmp_path / "pictures")])
    assert result.exit_code == 0, result.output
    assert "  yes " in result.output
    for line in result.output.splitlines():
        assert len(line) <= 80 or line.startswith("picture  ")  # of any path
        if line.startswith("picture  "):
            assert (tmp_path / "pictures" / line.rpartition("/")[2]).stat().st_size


def test_a_topic_has_the_name_of_its_file():
    for topic in explain.list_topics():
        file = topic.answer.__module__.rpartition(".")[2]
        assert topic.name == file.replace("_", "-")


def test_asking_one_topic_loads_no_other():
    code = (
        "import sys; from gluon_course import explain; explain.get_topic('axes');"
        "sys.exit(any(f'gluon_course.explain.{name}' in sys.modules"
        " for name in ('softmax', 'trees', 'k_fold')))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_list_names_every_topic():
    result = CliRunner().invoke(command, [])
    assert all(f"\n{name} " in result.output for name in TOPICS)


def test_a_check_that_fails_is_said_and_ends_with_status_1(monkeypatch):
    answer = explain.Answer("It is so.", [explain.Check("1 is 2", False, "1, 2")])
    topic = explain.Topic("odd", "Is it so?", "", lambda: answer)
    monkeypatch.setattr(explain, "get_topic", lambda name: topic)
    result = CliRunner().invoke(command, ["odd"])
    assert result.exit_code == 1
    assert "NO  1 is 2 (1, 2)" in result.output


def test_unknown_topic_suggests_the_nearest():
    with pytest.raises(ConfigError) as error:
        explain.get_topic("brodcasting")
    assert "broadcasting" in str(error.value)
