"""v2:2.2 数据预处理

Text:     chapter_preliminaries/pandas
Run:      gluon-course run v2:pandas
Expected: the missing numbers of rooms become the mean (published 3 2 4 3); the missing
          alleys get a column of their own: Alley_Pave, Alley_nan
Vary:     the rows, in the file
"""
# Not named pandas.py: Python would take it for the package when it is run.

import io

import pandas as pd
from mxnet import nd

from gluon_course import cli, explain
from gluon_course.base.files import write_bytes
from gluon_course.base.run import RunOptions

CSV = """NumRooms,Alley,Price
NA,Pave,120000
2,NA,105000
4,NA,180000
NA,NA,140000
"""


def main(run=RunOptions()):
    # 读取数据集: one house a line, NA where a value is missing
    path = run.path("house_tiny.csv")
    if path is None:
        path = io.StringIO(CSV)
    else:
        write_bytes(path, CSV.encode())
    houses = pd.read_csv(path)

    # 处理缺失值: numbers by their mean, names by a column for "missing"
    inputs, price = houses[["NumRooms", "Alley"]], houses["Price"]
    inputs = inputs.fillna(inputs.mean(numeric_only=True))
    inputs = pd.get_dummies(inputs, dummy_na=True, dtype=float)

    # 转换为张量格式: all numbers now, so it is an array
    X, y = nd.array(inputs.values), nd.array(price.values)
    rooms = X[:, 0].asnumpy().tolist()
    return {
        "missing": int(houses.isna().values.sum()),
        **{f"rooms_{i}": each for i, each in enumerate(rooms, 1)},
        "columns": list(inputs.columns),
        "X": X,
        "y": y,
        # as section 3.16 treats its features: mean 0 and variance 1
        "standardized": explain.keepdims.standardize(X, axis=0),
    }


if __name__ == "__main__":
    cli.run_script(__file__)
