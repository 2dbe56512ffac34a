"""Scripts as cells: nothing is lost, nothing is added, and names mean the same."""

import ast

import pytest

from gluon_course.base.chapters import list_sections
from gluon_course.base.errors import ConfigError
from gluon_course.notebooks.code import Part, read_code

SECTIONS = list_sections()
SCRIPT = '''
"""1.1 标题"""
import math

from gluon_course import cli, data
from gluon_course.base.run import RunOptions

LIMIT = 3  # of something
NAMES = ("a", "b")


# what a helper does
@property
def helper(x):
    return x


def main(num_epochs=5, lr=0.1, name="a", run=RunOptions()):
    """Words."""
    # 读取数据
    train_iter = data.load(run)
    # still the same data
    size = len(train_iter)

    # 训练模型: in a few lines
    for epoch in range(num_epochs):
        # 不是标题
        print(epoch)

    return {
        "size": size,
    }


if __name__ == "__main__":
    cli.run_script(__file__)
'''


@pytest.fixture
def read(tmp_path):
    def read(source):
        file = tmp_path / "script.py"
        file.write_text(source.lstrip(), encoding="utf-8")
        return read_code(file)

    return read


def test_main_is_taken_apart_at_its_paragraphs(read):
    code = read(SCRIPT)
    assert code.imports == "import math\n\nfrom gluon_course import data"
    assert code.settings == {"num_epochs": "5", "lr": "0.1", "name": "'a'"}
    assert code.definitions == (
        Part('LIMIT = 3  # of something\nNAMES = ("a", "b")'),
        Part("# what a helper does\n@property\ndef helper(x):\n    return x"),
    )
    assert code.parts == (
        Part("train_iter = data.load(run)", "读取数据"),
        Part("# still the same data\nsize = len(train_iter)"),
        Part(
            "# in a few lines\nfor epoch in range(num_epochs):\n"
            "    # 不是标题\n    print(epoch)",
            "训练模型",
        ),
        Part('result = {\n    "size": size,\n}'),
    )


def test_a_result_that_has_its_name_already_is_not_named_again(read):
    code = read("def main(run=None):\n    result = 1\n\n    return result\n")
    assert code.parts == (Part("result = 1"),)


def test_a_return_within_with_names_the_result(read):
    code = read(
        "def main(run=None):\n    with open('x') as f:\n        return f.read()"
    )
    assert code.parts == (Part("with open('x') as f:\n    result = f.read()"),)


def test_a_main_that_returns_early_stays_a_function(read):
    source = (
        "from gluon_course import RunOptions\n\n"
        "def main(k=1, run=RunOptions()):\n    if k:\n        return 1\n    return 2\n"
    )
    code = read(source)
    assert code.imports == "from gluon_course import RunOptions"
    assert code.definitions[0].code.startswith("def main(k=1")
    assert code.parts == (Part("result = main(k=k, run=run)"),)


@pytest.mark.parametrize("source", ["x = 1", "def main(:", "def other(): pass"])
def test_what_is_no_script_is_refused(read, source):
    with pytest.raises(ConfigError, match="cannot become a notebook"):
        read(source)


def flattened(file):
    """The statements of a script as a notebook runs them: a slow second opinion."""
    tree = ast.parse(file.read_text("utf-8"))
    kept, main = [], None
    for node in tree.body[1:]:
        if isinstance(node, ast.FunctionDef) and node.name == "main":
            main = node
        elif not isinstance(node, (ast.Import, ast.ImportFrom, ast.If)):
            kept.append(node)

    class Naming(ast.NodeTransformer):
        def visit_Return(self, node):
            target = [ast.Name("result", ast.Store())]
            return ast.copy_location(ast.Assign(target, node.value), node)

        def visit_FunctionDef(self, node):
            return node

        def visit_ClassDef(self, node):
            return node

    body = [Naming().visit(each) for each in main.body]
    kept += [each for each in body if ast.unparse(each) != "result = result"]
    return "\n".join(ast.unparse(each) for each in kept)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda each: each.name)
def test_cells_of_a_script_are_its_statements(section):
    code = read_code(section.file)
    cells = "\n".join(each.code for each in (*code.definitions, *code.parts))
    assert ast.dump(ast.parse(cells)) == ast.dump(ast.parse(flattened(section.file)))


@pytest.mark.parametrize("section", SECTIONS, ids=lambda each: each.name)
def test_names_of_a_script_mean_the_same_without_its_function(section):
    tree = ast.parse(section.file.read_text("utf-8"))
    main = next(n for n in tree.body if getattr(n, "name", "") == "main")
    outer = {
        (alias.asname or alias.name).split(".")[0]
        for node in tree.body
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    outer |= {node.name for node in tree.body if hasattr(node, "name")} - {"main"}
    inner = {
        node.id
        for node in ast.walk(main)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    inner |= {each.arg for each in main.args.args}
    # what a cell sets would be another thing for the functions that use that name
    assert not inner & (outer | {"notebooks"})
    own = {each.arg for each in main.args.args}
    assert not own & {"sample", "limit", "seed", "device", "out"}
