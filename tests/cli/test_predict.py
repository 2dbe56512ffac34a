"""``gluon-course predict``: probabilities, several pictures, unreadable ones."""

import json
import shutil

import numpy as np
import pytest
from PIL import Image


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """Three digits of the sample as PNG, a large photograph-like JPEG, a text file."""
    from gluon_course.data import sample_digits

    folder = tmp_path_factory.mktemp("pictures")
    _, (X, y) = sample_digits()
    for i in range(3):
        Image.fromarray(X[i, :, :, 0]).save(folder / f"digit-{i}.png")
    noise = np.random.RandomState(0).randint(0, 255, (90, 200, 3), np.uint8)
    Image.fromarray(noise).save(folder / "photo.jpg")
    (folder / "broken.png").write_text("no picture")
    return folder, X[:3], y[:3]


def test_json_holds_the_probabilities_that_the_net_computes(trained, pictures, cli):
    from mxnet import nd

    from gluon_course.cli.runs.trained import one_training

    run, _ = trained
    folder, X, _ = pictures
    files = [folder / f"digit-{i}.png" for i in range(3)]
    answer = cli("predict", run, *files, "--json", "--top", 10)
    assert answer.status == 0, answer.err
    content = json.loads(answer.out)
    assert "not Fashion-MNIST" in content["notice"]
    net, _ = one_training(run).net()
    pixels = nd.array(X.transpose(0, 3, 1, 2) / np.float32(255))
    wanted = nd.softmax(net(pixels)).asnumpy()
    for i, each in enumerate(content["pictures"]):
        assert each["image"] == str(files[i])
        found = {row["class"]: row["probability"] for row in each["classes"]}
        for k in range(10):
            assert found[str(k)] == pytest.approx(wanted[i, k], abs=2e-6)
        values = [row["probability"] for row in each["classes"]]
        assert values == sorted(values, reverse=True)


def test_the_table_shows_the_most_probable_classes_with_bars(trained, pictures, cli):
    run, _ = trained
    answer = cli("predict", run, pictures[0] / "digit-0.png", "--top", 2)
    lines = answer.out.splitlines()
    assert lines[0].endswith("digit-0.png")
    assert lines[1].split() == ["class", "probability"]
    first, second = (line.split() for line in lines[3:5])
    assert float(first[1]) >= float(second[1])
    assert set(first[3]) == {"#"}
    assert abs(len(first[3]) - float(first[1]) / 5) <= 1


def test_an_export_folder_and_another_size_of_picture(trained, pictures, cli):
    run, _ = trained
    assert cli("predict", run / "export", pictures[0] / "photo.jpg").status == 0


def test_unreadable_pictures_are_named_and_the_others_answered(trained, pictures, cli):
    run, _ = trained
    folder, _, _ = pictures
    names = ("digit-0.png", "broken.png", "none.png", "digit-1.png")
    answer = cli("predict", run, *(folder / name for name in names), "--top", 1)
    assert answer.status == 2
    assert "digit-0.png" in answer.out and "digit-1.png" in answer.out
    assert "broken.png" in answer.err and "none.png" in answer.err
    assert "digit" not in answer.err and "broken" not in answer.out
    alone = cli("predict", run, folder / "digit-1.png", "--top", 1)
    assert alone.out.splitlines()[3] in answer.out


def test_folders_that_hold_no_model_are_mistakes(trained, cli, toys, tmp_path):
    cli("run", "toy")
    for folder in ("missing", ".", "runs/toy"):
        answer = cli("predict", folder, "x.png")
        assert answer.status == 2
        assert answer.err.startswith("Error: ")


def test_a_damaged_export_is_refused(trained, pictures, cli, tmp_path):
    run, _ = trained
    shutil.copytree(run / "export", tmp_path / "export")
    file = tmp_path / "export/model-0000.params"
    content = bytearray(file.read_bytes())
    content[-5] ^= 1
    file.write_bytes(content)
    answer = cli("predict", "export", pictures[0] / "digit-0.png")
    assert answer.status == 2
    assert "model-0000.params" in answer.err
