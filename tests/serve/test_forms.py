"""Every form of an export is served: symbol, int8, bf16 and ONNX say the same."""

import asyncio

import numpy as np
import pytest

pytest.importorskip("fastapi")
import httpx
from mxnet import gluon, init, nd

from gluon_course import export
from gluon_course.base.seeds import seed_everything
from gluon_course.serve import Limits

INFO = {"class_names": ["a", "b", "c"], "notice": "a toy"}


@pytest.fixture(scope="module")
def net():
    seed_everything(0)
    net = gluon.nn.HybridSequential()
    net.add(gluon.nn.Conv2D(4, 3, activation="relu"), gluon.nn.MaxPool2D(4))
    net.add(gluon.nn.Dense(3))
    net.initialize(init.Xavier())
    net(nd.zeros((1, 1, 28, 28)))
    return net


def symbol(net, folder):
    return export.export_model(net, folder, (1, 28, 28), info=INFO)


def onnx(net, folder):
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    return export.export_onnx(net, folder, (1, 28, 28), info=INFO)


def int8(net, folder):
    X = nd.array(np.random.RandomState(0).uniform(size=(16, 1, 28, 28)))
    loader = gluon.data.DataLoader(gluon.data.ArrayDataset(X, nd.zeros(16)), 8)
    return export.export_int8(net, folder, (1, 28, 28), loader, info=INFO)


def bf16(net, folder):
    return export.export_bf16(net, folder, (1, 28, 28), info=INFO)


@pytest.mark.parametrize("write", [symbol, onnx, int8, bf16])
def test_a_form_is_served_alone_and_in_a_batch(net, write, tmp_path, make_app, png):
    folder = write(net, tmp_path / "export")
    app = make_app(folder, Limits(delay_ms=60_000))
    pictures = [png(28 + i, 28, 1) for i in range(4)]

    async def work():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as each:
            form = (await each.get("/model")).json()["form"]
            posts = [each.post("/predict", files={"picture": p}) for p in pictures]
            together = await asyncio.gather(*posts)
            alone = [
                await each.post("/predict", files={"picture": p}) for p in pictures
            ]
            return form, together, alone

    form, together, alone = asyncio.run(work())
    assert form == write.__name__
    for first, second in zip(together, alone):
        assert first.status_code == second.status_code == 200, first.text
        for a, b in zip(first.json()["answers"], second.json()["answers"]):
            assert a["probability"] == pytest.approx(b["probability"], abs=0.02)
    assert "batch_size_sum 8.0" in app.state.measures.text().decode()
