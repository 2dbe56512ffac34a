"""``gluon-course notebook``: files that are written, kept, and refused."""

import json

import pytest

pytest.importorskip("jupytext")


def test_a_notebook_is_written_and_begins_with_what_was_given(cli, tmp_path):
    answer = cli("notebook", "lenet", "--sample", "--epochs", "2", "--seed", "3")
    assert answer.status == 0, answer.err
    assert "jupyter lab lenet.ipynb" in answer.out
    made = json.loads((tmp_path / "lenet.ipynb").read_text("utf-8"))
    tagged = [each for each in made["cells"] if each["metadata"].get("tags")]
    options = "".join(tagged[0]["source"])
    assert "num_epochs = 2\n" in options and "seed = 3\n" in options
    assert "lr = 0.9\n" in options and "sample = True " in options


def test_a_file_that_was_changed_stays(cli, tmp_path):
    file = tmp_path / "lenet.ipynb"
    assert cli("notebook", "lenet").status == 0
    assert "(unchanged)" in cli("notebook", "lenet").out
    assert cli("notebook", "5.5", "--lr", "0.5").status == 0  # nobody changed it
    changed = json.loads(file.read_text("utf-8"))
    changed["cells"][0]["source"] = ["mine"]
    file.write_text(json.dumps(changed), "utf-8")
    before = file.read_bytes()
    answer = cli("notebook", "lenet")
    assert answer.status == 2 and "--force" in answer.err
    assert file.read_bytes() == before
    assert cli("notebook", "lenet", "--force").status == 0
    assert file.read_bytes() != before


def test_a_script_in_the_percent_format(cli, tmp_path):
    answer = cli("notebook", "mlp", "--to", "py", "--out", "a/mine.py")
    assert answer.status == 0, answer.err
    text = (tmp_path / "a" / "mine.py").read_text("utf-8")
    assert "# %% [markdown]" in text
    compile(text, "mine.py", "exec")


def test_slides_are_written_beside(cli, tmp_path):
    answer = cli("notebook", "ndarray", "--slides")
    assert answer.status == 0, answer.err
    page = (tmp_path / "ndarray.slides.html").read_text("utf-8")
    assert "Reveal.initialize" in page


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["lenett"], "'lenet'"),
        (["lenet", "--lrr", "1"], "--lr"),
        (["lenet", "--to", "pdf"], "'pdf' is not one of"),
        (["lenet", "--out", "."], "is a folder"),
        (["--slides"], "Name the section"),
    ],
)
def test_mistakes(cli, tmp_path, words, says):
    answer = cli("notebook", *words)
    assert answer.status == 2
    assert says in " ".join(answer.err.split())
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_named_with_its_extra(cli, monkeypatch):
    from gluon_course.base import packages

    monkeypatch.setattr(packages, "_is_there", lambda name: name != "jupytext")
    answer = cli("notebook", "lenet")
    assert answer.status == 2
    assert "need jupytext" in answer.err and "[cpu,notebook]" in answer.err
