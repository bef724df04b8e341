"""pymoo's NSGA-II and SMS-EMOA on the problems of bench/fronts.ts, for it to stand beside.

Prints a JSON object: the hypervolume (reference point 1.1 in each objective) and the inverted generational distance (to
pymoo's own reference front) of the last population of each seed 1..SEEDS, both at pymoo's defaults.
Needs a virtual environment with `pip install pymoo`; run as `python fronts.py ALGORITHM PROBLEM EVALUATIONS SEEDS`.
"""

import json
import sys
import time
from importlib.metadata import version

import numpy as np
from pymoo.algorithms.moo.nsga2 import NSGA2
from pymoo.algorithms.moo.sms import SMSEMOA
from pymoo.indicators.hv import HV
from pymoo.indicators.igd import IGD
from pymoo.optimize import minimize
from pymoo.problems import get_problem

ALGORITHMS = {"nsga2": NSGA2, "sms-emoa": SMSEMOA}

algorithm, name, evaluations, seeds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
problem = get_problem("dtlz2", n_var=12, n_obj=3) if name == "dtlz2" else get_problem(name)
front = problem.pareto_front()
volume = HV(ref_point=np.full(problem.n_obj, 1.1))
distance = IGD(front)
hypervolumes, distances, seconds = [], [], []
for seed in range(1, seeds + 1):
    begin = time.perf_counter()
    result = minimize(problem, ALGORITHMS[algorithm](pop_size=100), ("n_eval", evaluations), seed=seed)
    seconds.append(time.perf_counter() - begin)
    hypervolumes.append(float(volume(result.F)))
    distances.append(float(distance(result.F)))
print(
    json.dumps(
        {
            "hypervolumes": hypervolumes,
            "distances": distances,
            "seconds": seconds,
            "front": len(front),
            "version": version("pymoo"),
        }
    )
)
