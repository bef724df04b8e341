"""What pymoo calls for hypervolumes, contributions and sorting, for bench/pareto.ts to stand beside.

Reads the tasks, a JSON list, from standard input, and prints a JSON list: for each the least time of RUNS runs, in milliseconds, and
its answer. Needs a virtual environment with `pip install pymoo`; run as `python pareto.py RUNS < TASKS.json`.
"""

import json
import sys
import time

import numpy as np
from moocore import hv_contributions
from pymoo.indicators.hv import HV
from pymoo.util.nds.non_dominated_sorting import NonDominatedSorting

COMPUTATIONS = {
    "hypervolume": lambda points, reference: HV(ref_point=reference)(points),
    "contributions": lambda points, reference: hv_contributions(points, ref=reference).min(),
    "sorting": lambda points, reference: len(NonDominatedSorting().do(points)),
}


def timed(task):
    points, reference = np.array(task["points"]), np.array(task["reference"])
    compute = COMPUTATIONS[task["name"]]
    least = float("inf")
    for _ in range(int(sys.argv[1])):
        begin = time.perf_counter()
        answer = compute(points, reference)
        least = min(least, time.perf_counter() - begin)
    return {"ms": 1000 * least, "answer": float(answer)}


print(json.dumps([timed(task) for task in json.load(sys.stdin)]))
