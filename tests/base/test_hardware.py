"""The line that says what a measurement ran on."""

import datetime

import mxnet as mx

from gluon_course.base.hardware import described, processor


def test_the_line_names_machine_versions_and_date():
    before = datetime.date.today().isoformat()
    line = described()
    after = datetime.date.today().isoformat()
    assert processor() in line and " cores" in line
    assert f"MXNet {mx.__version__}" in line
    assert line.endswith((before, after))


def test_the_processor_is_read_where_linux_says_it(tmp_path):
    file = tmp_path / "cpuinfo"
    file.write_text("processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\n")
    assert processor(file) == "Some CPU @ 2 GHz"
    assert processor(tmp_path / "none") != ""
