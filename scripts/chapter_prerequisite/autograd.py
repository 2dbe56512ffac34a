"""2.3 自动求梯度

Text:     chapter_prerequisite/autograd
Run:      gluon-course run autograd
Expected: the gradient of twice the squared norm at 0 1 2 3 is 4x (published
          0 4 8 12); that of the function with a loop and a branch is f(a) / a
          (published 1)
Vary:     --seed 1, another a; gluon-course explain gradients shows more
"""

from mxnet import autograd, nd

from gluon_course import cli, explain
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(n=4, run=RunOptions()):
    seed_everything(run.seed)
    # 简单例子: y is 2 * (x transposed times x)
    x = nd.arange(n).reshape((n, 1))
    x.attach_grad()
    with autograd.record():
        y = 2 * nd.dot(x.T, x)
    y.backward()
    facts = {f"grad_{i}": x.grad[i].asscalar() for i in range(n)}

    # 训练模式和预测模式: record() also says that this is training
    facts["is_training_before"] = autograd.is_training()
    with autograd.record():
        facts["is_training_inside"] = autograd.is_training()

    # 对Python控制流求梯度: how often b is doubled depends on a
    f = explain.gradients.control_flow
    a = nd.random.normal(shape=1)
    a.attach_grad()
    with autograd.record():
        c = f(a)
    c.backward()
    facts["a"] = a.asscalar()
    facts["a_grad"] = a.grad.asscalar()
    # equal but for the last bit: the text's a happens to divide c without a rest
    facts["is_c_over_a"] = float(abs((a.grad * a / c).asscalar() - 1) < 1e-6)
    facts["by_differences"] = explain.gradients.numeric_gradient(f, a)[0]

    # several outputs are summed before the gradient is taken
    x = nd.arange(n)
    facts["grad_of_summed"] = explain.gradients.gradient(lambda x: x * x, x)
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
