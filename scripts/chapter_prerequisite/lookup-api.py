"""2.4 查阅文档

Text:     chapter_prerequisite/lookup-api
Run:      gluon-course run lookup-api
Expected: the distributions that nd.random can draw from, what the help of
          ones_like says first, an array of ones in the shape of another
Vary:     --function zeros_like, the help of another function of nd
"""

from mxnet import nd

from gluon_course import cli
from gluon_course.base.errors import ConfigError
from gluon_course.base.registry import nearest
from gluon_course.base.run import RunOptions


def main(function="ones_like", run=RunOptions()):
    # 查找模块里的所有函数和类: dir lists them
    own = {each: getattr(nd.random, each) for each in dir(nd.random)}
    distributions = [
        name
        for name, each in own.items()
        if callable(each) and each.__module__ == nd.random.__name__
    ]
    distributions = [name for name in distributions if name[0] != "_"]

    # 查找特定函数和类的使用: as help(nd.ones_like)
    functions = [each for each in dir(nd) if callable(getattr(nd, each))]
    if function not in functions:
        raise ConfigError(
            f"nd has no function {function!r}", nearest(function, functions)
        )
    text = (getattr(nd, function).__doc__ or "").strip()
    if run.progress:
        print(text + "\n")

    # trying it out is the third way to look something up
    x = nd.array([[0, 0, 0], [2, 2, 2]])
    return {
        "distributions": distributions,
        "help": text.partition("\n")[0],
        "ones": nd.ones_like(x),
    }


if __name__ == "__main__":
    cli.run_script(__file__)
