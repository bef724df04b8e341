"""pymoo's NSGA-II, NSGA-III and MOEA/D on the problems of bench/directed.ts, for it to stand beside.

Reads points of the Pareto front, a JSON list, from standard input, and prints a JSON object: the inverted generational distance from
them to the feasible individuals of the last population of each seed 1..SEEDS (infinite ones as null), at pymoo's defaults for
populations and directions of the sizes that bench/directed.ts has.
Needs a virtual environment with `pip install pymoo`; run as `python directed.py ALGORITHM PROBLEM EVALUATIONS SEEDS < FRONT.json`.
"""

import json
import sys
import time
from importlib.metadata import version

import numpy as np
from pymoo.algorithms.moo.moead import MOEAD
from pymoo.algorithms.moo.nsga2 import NSGA2
from pymoo.algorithms.moo.nsga3 import NSGA3
from pymoo.indicators.igd import IGD
from pymoo.optimize import minimize
from pymoo.problems import get_problem
from pymoo.util.ref_dirs import get_reference_directions

PROBLEMS = {
    "bnh": lambda: get_problem("bnh"),
    "osy": lambda: get_problem("osy"),
    "tnk": lambda: get_problem("tnk"),
    "c1dtlz1": lambda: get_problem("c1dtlz1", n_var=7, n_obj=3),
    "dtlz1": lambda: get_problem("dtlz1", n_var=7, n_obj=3),
    "dtlz2": lambda: get_problem("dtlz2", n_var=12, n_obj=3),
    "dtlz2of5": lambda: get_problem("dtlz2", n_var=14, n_obj=5),
}
PARTITIONS = {2: 99, 3: 12, 5: 4}

algorithm, name, evaluations, seeds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
distance = IGD(np.array(json.load(sys.stdin)))
distances, seconds = [], []
for seed in range(1, seeds + 1):
    problem = PROBLEMS[name]()
    directions = get_reference_directions("das-dennis", problem.n_obj, n_partitions=PARTITIONS[problem.n_obj])
    population = 4 * -(-len(directions) // 4)
    made = {
        "nsga2": lambda: NSGA2(pop_size=population),
        "nsga3": lambda: NSGA3(directions, pop_size=population),
        "moead": lambda: MOEAD(directions),
    }[algorithm]()
    begin = time.perf_counter()
    last = minimize(problem, made, ("n_eval", evaluations), seed=seed).pop
    seconds.append(time.perf_counter() - begin)
    feasible = last.get("F")[last.get("CV")[:, 0] <= 0]
    distances.append(float(distance(feasible)) if len(feasible) > 0 else None)
print(json.dumps({"distances": distances, "seconds": seconds, "version": version("pymoo")}))
