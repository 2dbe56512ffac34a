"""The airfoil table: standardised columns, the rows of the text, the made-up ones."""

import numpy as np
import pytest

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions
from gluon_course.data import airfoil_noise

SAMPLE = RunOptions(sample=True)


@pytest.fixture
def put(monkeypatch, tmp_path):
    """Put a table in the place of the airfoil's file."""

    def put(text):
        path = tmp_path / "airfoil_self_noise.dat"
        path.write_text(text)
        monkeypatch.setattr("gluon_course.data.airfoil.locate", lambda name: path)
        return path

    return put


def test_columns_are_standardised_over_the_whole_file(put):
    table = np.random.RandomState(0).uniform(1, 9, (1503, 6))
    put("\n".join("\t".join(map(repr, map(float, row))) for row in table))
    features, labels = airfoil_noise()
    assert features.shape == (1500, 5) and labels.shape == (1500,)
    expected = (table - table.mean(axis=0)) / np.sqrt(
        ((table - table.mean(axis=0)) ** 2).mean(axis=0)
    )
    np.testing.assert_allclose(features.asnumpy(), expected[:1500, :5], rtol=1e-5)
    np.testing.assert_allclose(labels.asnumpy(), expected[:1500, 5], rtol=1e-5)
    every_row, _ = airfoil_noise(1503)
    assert every_row.shape == (1503, 5)


@pytest.mark.parametrize("text", ["1\t2\n3\t4\n", "a\tb\tc\td\te\tf\n", "1\t2\t3\n4\n"])
def test_another_table_is_refused_by_its_name(put, text):
    path = put(text)
    with pytest.raises(DataError, match=str(path)):
        airfoil_noise()


@pytest.mark.parametrize("num_rows", [0, 1504])
def test_rows_that_are_not_there_are_refused(num_rows):
    with pytest.raises(ConfigError, match="take 1 to 1503"):
        airfoil_noise(num_rows, SAMPLE)


def test_the_sample_is_made_up_and_repeats_by_its_seed():
    features, labels = airfoil_noise(1503, SAMPLE)
    assert features.mean(axis=0).asnumpy() == pytest.approx(0, abs=1e-5)
    assert (features**2).mean(axis=0).asnumpy() == pytest.approx(1, abs=1e-4)
    again, _ = airfoil_noise(1503, SAMPLE)
    np.testing.assert_array_equal(again.asnumpy(), features.asnumpy())
    other, _ = airfoil_noise(1503, RunOptions(sample=True, seed=1))
    assert (other.asnumpy() != features.asnumpy()).any()
    # a line explains about half of it
    X = np.column_stack((features.asnumpy(), np.ones(1503)))
    left = np.linalg.lstsq(X, labels.asnumpy(), rcond=None)[1] / 1503
    assert 0.45 < left < 0.65


def test_limit_takes_fewer_rows():
    features, labels = airfoil_noise(run=RunOptions(sample=True, limit=7))
    assert len(features) == len(labels) == 7


def test_the_real_file_has_the_text_s_rows(real_data):
    if not (real_data / "airfoil_self_noise.dat").is_file():
        pytest.skip("GLUON_COURSE_DATA does not hold the airfoil file")
    features, labels = airfoil_noise(1503)
    assert features.shape == (1503, 5)
    assert float(labels.mean().asscalar()) == pytest.approx(0, abs=1e-5)
    # least squares leaves the half of what the text's regressions end at
    X = np.column_stack((features.asnumpy(), np.ones(1503)))
    left = np.linalg.lstsq(X, labels.asnumpy(), rcond=None)[1] / 1503
    assert left / 2 == pytest.approx(0.24215, abs=1e-5)
