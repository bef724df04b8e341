"""Values of the 24 BBOB functions by COCO, for test/experiments/problems/synthetic/bbob.test.ts to compare with.

Prints a JSON object: for dimension and instance (as in `5/7`) and each function the values at POINTS points, and the best value.
Coordinate j of point k is ((37 (j + 1) (k + 2) + 11 f) mod 101) / 10 - 5.05, so that some lie outside of [-5, 5].
Needs a virtual environment with `pip install coco-experiment`; run as `python bbob.py > test/fixtures/bbob.json`.
"""

import json
from importlib.metadata import version

import cocoex

CASES = [(2, 1), (3, 2), (5, 7), (7, 4), (10, 51), (20, 101), (40, 3)]
POINTS = 3


def point(function, dimension, k):
    return [((37 * (j + 1) * (k + 2) + 11 * function) % 101) / 10 - 5.05 for j in range(dimension)]


values = {}
for dimension, instance in CASES:
    rows = []
    for function in range(1, 25):
        problem = cocoex.BareProblem("bbob", function, dimension, instance)
        rows.append([problem(point(function, dimension, k)) for k in range(POINTS)] + [problem.best_value()])
    values[f"{dimension}/{instance}"] = rows
print(json.dumps({"command": "python bench/peers/bbob.py", "version": version("coco-experiment"), "values": values}))
