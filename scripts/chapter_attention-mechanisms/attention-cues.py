"""v2:10.1 注意力提示

Text:     chapter_attention-mechanisms/attention-cues
Run:      gluon-course run v2:attention-cues
Expected: the weights of 10 queries for 10 keys, where each query attends to its own key
          only: a diagonal; weights.png
Vary:     --size 20
"""

from mxnet import nd

from gluon_course import cli, viz
from gluon_course.base.run import RunOptions


def main(size=10, run=RunOptions()):
    # 注意力的可视化
    attention_weights = nd.eye(size)
    viz.show_heatmaps(
        [attention_weights], "Keys", "Queries", path=run.path("weights.png")
    )
    if run.progress:
        print("weights", attention_weights.shape)
    return {"sum_of_a_row": float(attention_weights[0].sum().asscalar())}


if __name__ == "__main__":
    cli.run_script(__file__)
