"""Charts of the site hold the numbers of the records, at the places of their values."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

pytest.importorskip("sphinx")
pytest.importorskip("myst_parser")

from course import charts, curves, drawings, results

from gluon_course.results import Figure, Verdict, published, rows_of
from gluon_course.results.measured import read_measured

DOCS = Path(__file__).resolve().parents[2] / "docs"
LENET = "chapter_convolutional-neural-networks/lenet"
SIDES = ("ours", "PyTorch")


@pytest.fixture(scope="module")
def lenet():
    """The strips of LeNet, and the values of its record by figure."""
    file = DOCS / "results" / f"{LENET}.json"
    runs = json.loads(file.read_text("utf-8"))["runs"]
    wanted = {
        name: [each["figures"][name] for each in runs if not each["differs"]]
        for name in ("train_loss", "train_acc", "test_acc")
    }
    rows = results.drawn(rows_of(LENET, read_measured(file)))
    return drawings.strips(rows, charts.LIGHT), wanted


def named(panel, name):
    return [each for each in panel.get_children() if each.get_gid() == name]


def test_dots_lines_and_bands_are_those_of_the_record(lenet):
    picture, wanted = lenet
    assert len(picture.axes) == len(wanted)
    for panel, (name, values) in zip(picture.axes, wanted.items()):
        figure = published(LENET)[name]
        dots = [float(each.get_offsets()[0, 0]) for each in named(panel, "ours")]
        lines = [float(each.get_xdata()[0]) for each in named(panel, "published")]
        (band,) = named(panel, "accepted")
        assert sorted(dots) == pytest.approx(sorted(values))
        assert lines == pytest.approx(list(figure.values.values()))
        ends = band.get_x(), band.get_x() + band.get_width()
        assert ends == pytest.approx((figure.low, figure.high))


def test_dots_of_the_file_stand_where_their_values_are():
    figure = Figure(LENET, "test_acc", {"2021-02-17": 0.5}, "accuracy", (0.4, 0.6))
    values = [0.45, 0.5, 0.62]
    file = charts.svg(drawings.strips([("a", figure, values)], charts.DARK))
    tree, tag = ElementTree.fromstring(file), "{http://www.w3.org/2000/svg}"
    groups = [each for each in tree.iter(f"{tag}g") if each.get("id") == "ours"]
    places = [float(next(each.iter(f"{tag}use")).get("x")) for each in groups]
    (band,) = [each for each in tree.iter(f"{tag}g") if each.get("id") == "accepted"]
    path = next(band.iter(f"{tag}path")).get("d")
    corners = [float(x) for x in re.findall(r"[ML] ([\d.]+) ", path)]
    left, right = min(corners), max(corners)
    shares = [(each - left) / (right - left) for each in places]
    assert shares == pytest.approx([0.25, 0.5, 1.1], abs=1e-3)


def test_a_value_outside_has_another_colour():
    figure = Figure(LENET, "test_acc", {"2021-02-17": 0.5}, "accuracy", (0.4, 0.6))
    (panel,) = drawings.strips([("a", figure, [0.5, 0.7])], charts.LIGHT).axes
    colors = [tuple(each.get_facecolor()[0]) for each in named(panel, "ours")]
    assert colors[0] != colors[1]


@pytest.mark.parametrize(
    ("value", "wanted"), [(0.4, -1), (0.5, 0), (0.6, 1), (0.55, 0.5), (0.9, 4)]
)
def test_a_position_counts_half_widths_from_the_middle(value, wanted):
    figure = Figure(LENET, "test_acc", {"2021-02-17": 0.5}, "accuracy", (0.4, 0.6))
    assert drawings.position(figure, value) == pytest.approx(wanted)


def test_an_exact_figure_is_met_or_missed():
    figure = Figure(LENET, "count", {"2021-02-17": 7.0}, "value", (7.0, 7.0))
    assert drawings.position(figure, 7) == 0
    assert drawings.position(figure, 6) == -float("inf")


def test_the_overview_keeps_what_is_far_away_at_its_edge():
    figure = Figure(LENET, "test_acc", {"2021-02-17": 0.5}, "accuracy", (0.4, 0.6))
    lines = [("a", [(figure, 0.5)]), ("b", [(figure, 0.55), (figure, 0.1)])]
    (panel,) = drawings.overview(lines, charts.LIGHT).axes
    dots = [each.get_offsets()[0] for each in named(panel, "ours")]
    assert [float(x) for x, _ in dots] == pytest.approx([0, 0.5, -drawings.FARTHEST])
    assert [float(y) for _, y in dots] == [0, 1, 1]
    assert [each.get_text() for each in panel.get_yticklabels()] == ["a", "b"]


def test_seconds_and_infinite_losses_are_not_drawn():
    seconds = Figure(LENET, "epoch_s", {"2021-02-17": 2.0}, "seconds")
    loss = Figure(LENET, "train_loss", {"2021-02-17": 0.5}, "loss")
    rows = [(seconds, [Verdict(seconds, 3.0)])]
    rows += [(loss, [Verdict(loss, float("nan")), Verdict(loss, 0.6)])]
    assert results.drawn(rows) == [("训练损失", loss, [0.6])]


def test_curves_are_those_of_the_record():
    rows = {
        "course": [{"test_acc": 0.1}, {"test_acc": 0.4}],
        "torch": [{"test_acc": 0.2}, {"test_acc": 0.3}],
    }
    (panel, _) = drawings.two_curves(
        [("net", "test_acc", rows)] * 2, charts.LIGHT, SIDES
    ).axes
    for side, values in (("course", [0.1, 0.4]), ("torch", [0.2, 0.3])):
        (line,) = named(panel, side)
        assert list(line.get_xdata()) == [1, 2]
        assert list(line.get_ydata()) == values
    assert panel.get_title() == "net"


@pytest.mark.parametrize("file", sorted(curves.FOLDER.glob("*.json")))
def test_a_recorded_curve_belongs_to_a_section_with_its_page(file):
    record = json.loads(file.read_text("utf-8"))
    page = DOCS / f"{record['section']}.md"
    assert page.stem == file.stem and "```{curves}" in page.read_text("utf-8")
    assert set(record["curves"]) == {"course", "torch"}
    lengths = {len(rows) for rows in record["curves"].values()}
    assert lengths == {record["settings"]["num_epochs"]}


def test_a_chart_of_a_page_is_there_for_both_themes(tmp_path, monkeypatch):
    monkeypatch.setattr(charts.places, "GENERATED", tmp_path / "generated")
    figure = Figure(LENET, "test_acc", {"2021-02-17": 0.5}, "accuracy")
    made = charts.chart(
        "one", lambda palette: drawings.strips([("a", figure, [0.5])], palette), "alt"
    )
    shown = [(each["classes"], each["alt"]) for each in made.children]
    assert shown == [(["only-light"], "alt"), (["only-dark"], "alt")]
    light, dark = sorted(
        (file.read_text("utf-8") for file in (tmp_path / "generated").iterdir()),
        key=lambda text: charts.DARK.band in text,
    )
    assert charts.LIGHT.band in light and charts.DARK.band in dark
