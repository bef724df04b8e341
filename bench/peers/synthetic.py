"""Losses and constraints of multi-objective problems by pymoo, for test/experiments/problems/synthetic/pymoo.test.ts to compare with.

Prints a JSON object with a list of cases: what `syntheticProblem` is told, and at POINTS points the losses with the constraints behind.
Variable j of point k is at ((37 (j + 1) (k + 2) + 11) mod 101) / 100 of its range; a flag is set where that is above 1/2.
Needs a virtual environment with `pip install pymoo`; run as `python synthetic.py > test/fixtures/pymoo.json`.
"""

import json
from importlib.metadata import version

import numpy as np
from pymoo.problems import get_problem
from pymoo.problems.many.cdtlz import C1DTLZ1, C2DTLZ2
from pymoo.problems.multi.srn import SRN
from pymoo.problems.multi.welded_beam import WeldedBeam
from pymoo.problems.multi.zdt import ZDT5

POINTS = 4

cases = [({"synthetic": name}, get_problem(name)) for name in ("zdt1", "zdt2", "zdt3", "zdt4", "zdt6", "bnh", "osy", "tnk")]
cases += [({"synthetic": "zdt1", "variables": 5}, get_problem("zdt1", n_var=5))]
cases += [({"synthetic": "zdt5"}, ZDT5(normalize=False)), ({"synthetic": "zdt5", "variables": 4}, ZDT5(m=4, normalize=False))]
cases += [({"synthetic": "srn"}, SRN()), ({"synthetic": "welded-beam"}, WeldedBeam())]
for i in range(1, 8):
    for objectives, variables in ((2, 6), (3, 12), (5, 14)):
        spec = {"synthetic": f"dtlz{i}", "objectives": objectives, "variables": variables}
        cases.append((spec, get_problem(f"dtlz{i}", n_var=variables, n_obj=objectives)))
for i in range(1, 10):
    for objectives, position, distance in ((2, 4, 20), (3, 4, 10), (5, 8, 6)):
        spec = {"synthetic": f"wfg{i}", "objectives": objectives, "position": position, "distance": distance}
        cases.append((spec, get_problem(f"wfg{i}", n_var=position + distance, n_obj=objectives, k=position)))
for objectives in (2, 3, 5):
    cases.append(({"synthetic": "c1dtlz1", "objectives": objectives}, C1DTLZ1(n_var=objectives + 4, n_obj=objectives)))
    cases.append(({"synthetic": "c2dtlz2", "objectives": objectives}, C2DTLZ2(n_var=objectives + 9, n_obj=objectives)))


def point(problem, k):
    part = np.array([((37 * (j + 1) * (k + 2) + 11) % 101) / 100 for j in range(problem.n_var)])
    return part > 0.5 if isinstance(problem, ZDT5) else problem.xl + part * (problem.xu - problem.xl)


def values(problem, k):
    x = point(problem, k)
    answers = problem.evaluate(x[None, :], return_values_of=["F", "G"])
    return [float(value) for answer in answers if answer is not None for value in np.ravel(answer)]


rows = [{"spec": spec, "values": [values(problem, k) for k in range(POINTS)]} for spec, problem in cases]
print(json.dumps({"command": "python bench/peers/synthetic.py", "version": version("pymoo"), "cases": rows}))
