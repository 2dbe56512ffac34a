"""``gluon-course export`` of a translator in fewer bits, judged on its own pairs."""

import json
import math

import pytest
from mxnet import init, nd

from gluon_course import models, text, train
from gluon_course.base.run import RunOptions
from gluon_course.cli.runs.judging import samples_of
from gluon_course.cli.runs.trained import one_training


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A run on generated pairs, hardly trained."""
    run = RunOptions(
        out=tmp_path_factory.mktemp("runs") / "mt",
        sample=True,
        limit=64,
        progress=False,
    )
    train_iter = text.fr_en_small(32, run=run)
    info = train_iter.info
    net = models.get_model(
        "gru_attention",
        vocab_size=len(info.vocab),
        target_vocab_size=len(info.target_vocab),
        embed_size=8,
        num_hiddens=8,
        num_steps=info.shape[0],
    )
    task = train.Translation(info.target_vocab.index("<bos>"))
    trainer = train.Trainer(
        net, task, "adam", {"learning_rate": 0.01}, init=init.Xavier(), run=run
    )
    trainer.fit(train_iter, num_epochs=1)
    return run.out


def test_the_perplexity_is_that_of_the_net_on_unseen_pairs(folder):
    trained = one_training(folder)
    samples = samples_of(trained, 32)
    net, _ = trained.net()
    parts = {"encoder": net.encoding(), "step": net.stepping()}
    _, test_iter = text.number_pairs(200)
    task = train.Translation(test_iter.info.target_vocab.index("<bos>"))
    (batch,) = list(test_iter)
    head, *_ = task.forward(nd, net, *batch)
    # the head is the mean over the tokens, times the sentences
    want = math.exp(head.asscalar() / len(batch[0]))
    assert samples.judge.measure(parts) == pytest.approx(want, rel=1e-5)
    assert "200 sentences" in samples.judge.title


def test_int8_is_judged_and_translates(folder, cli, tmp_path):
    answer = cli("export", folder, "--to", "int8", "--out", "small", "--max-drop", 1)
    assert answer.status == 0, answer.err
    assert "step: perplexity" in answer.out
    meta = json.loads((tmp_path / "small/step/model.json").read_text())
    judged = meta["reduced"]["judged"]
    assert judged["after"] == pytest.approx(judged["before"], rel=0.1)
    answer = cli("predict small --text ninety --json")
    assert answer.status == 0, answer.err
    assert json.loads(answer.out)["translations"][0]["text"] == "ninety"


def test_other_pairs_than_those_of_the_run_are_refused(folder, cli, tmp_path):
    config = json.loads((folder / "config.json").read_text())
    config["data"]["target_vocab"] = config["data"]["target_vocab"][:-1]
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "config.json").write_text(json.dumps(config))
    (copy / "checkpoints").symlink_to(folder / "checkpoints")
    answer = cli("export", copy, "--to", "int8")
    assert answer.status == 2
    assert "have other words now" in " ".join(answer.err.split())
    assert not (copy / "export-int8").exists()
