"""Sections 10.1 to 10.6 at tiny size: one fact of each."""

import numpy as np

from gluon_course.results import judge


def test_10_3_trains_vectors_and_names_neighbours(run_section, tmp_path):
    facts = run_section("10.3", num_epochs=2, embed_size=8, batch_size=128)
    section = "chapter_natural-language-processing/word2vec-gluon"
    for i in (1, 2):
        name = f"masked_loss_{i}"
        assert judge(section, name, float(facts[name])).is_inside
    assert np.isfinite([facts["loss_1"], facts["loss_2"]]).all()
    assert facts["train_loss"] == facts["loss_2"]
    assert facts["tokens_kept"] < facts["tokens"]
    assert facts["query"] == "class" and len(facts["nearest"]) == 3
    assert (tmp_path / "checkpoints").is_dir()


def test_10_3_resumes_to_the_bit(run_section, load_main, tmp_path):
    from gluon_course.base.run import RunOptions

    def trained(folder, num_epochs, resume=False):
        run = RunOptions(
            device="cpu", sample=True, limit=300, out=tmp_path / folder, resume=resume
        )
        return load_main("10.3")(
            num_epochs=num_epochs, embed_size=4, batch_size=64, redraw=True, run=run
        )

    whole = trained("whole", 3)
    trained("part", 1)
    rest = trained("part", 3, resume=True)
    assert rest["loss_3"] == whole["loss_3"]
    assert rest["nearest"] == whole["nearest"]
