"""Evaluations that pycma and SciPy's differential evolution take, for bench/search/convergence.ts to stand beside.

Takes one argument, a JSON object: peer ("cma" or "scipy"), function (a name below), low and high (its box), optimum, targets (above
the optimum), seeds, most (evaluations), population, and sigma0 (cma). Prints a JSON object: version, and by seed and target the number
of the evaluation that reached it, null where none did. Searches the unit cube, as ours does.
Needs a virtual environment with `pip install cma scipy`; run as `python convergence.py JSON`.
"""

import json
import sys
import warnings
from importlib.metadata import version

import numpy as np

A = np.array([[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]])
C = np.array([1, 1.2, 3, 3.2])
P = 1e-4 * np.array(
    [
        [1312, 1696, 5569, 124, 8283, 5886],
        [2329, 4135, 8307, 3736, 1004, 9991],
        [2348, 1451, 3522, 2883, 3047, 6650],
        [4047, 8828, 8732, 5743, 1091, 381],
    ]
)


def ackley(x):
    waves = np.exp(np.mean(np.cos(2 * np.pi * x)))
    return 20 - 20 * np.exp(-0.2 * np.sqrt(np.mean(x**2))) + np.e - waves


def branin(x):
    bowl = (x[1] - 5.1 / (4 * np.pi**2) * x[0] ** 2 + 5 / np.pi * x[0] - 6) ** 2
    return bowl + 10 * (1 - 1 / (8 * np.pi)) * np.cos(x[0]) + 10


FUNCTIONS = {
    "sphere": lambda x: np.sum(x**2),
    "rosenbrock": lambda x: np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2),
    "rastrigin": lambda x: np.sum(10 + x**2 - 10 * np.cos(2 * np.pi * x)),
    "ackley": ackley,
    "branin": branin,
    "hartmann": lambda x: -np.sum(C * np.exp(-np.sum(A * (x - P) ** 2, axis=1))),
}


class Done(Exception):
    """All targets are reached, or the evaluations are used up."""


class Counted:
    """A loss over the unit cube that remembers which evaluation reached which target."""

    def __init__(self, task):
        self.function = FUNCTIONS[task["function"]]
        self.low, self.high = np.array(task["low"]), np.array(task["high"])
        self.optimum, self.targets, self.most = task["optimum"], task["targets"], task["most"]
        self.reached = [None] * len(self.targets)
        self.count = 0

    def __call__(self, place):
        if self.count == self.most:
            raise Done
        self.count += 1
        value = float(self.function(self.low + (self.high - self.low) * np.asarray(place)))
        for i, target in enumerate(self.targets):
            if self.reached[i] is None and value - self.optimum <= target:
                self.reached[i] = self.count
        if None not in self.reached:
            raise Done
        return value


def run_cma(task, seed, loss):
    import cma

    rng = np.random.default_rng(seed)
    starts = [np.full(len(task["low"]), 0.5)]
    options = {"bounds": [0, 1], "popsize": task["population"], "seed": seed, "verbose": -9, "maxfevals": task["most"]}
    cma.fmin2(
        loss,
        # The first run starts in the middle, restarts anywhere, as ours do.
        lambda: starts.pop() if starts else rng.random(len(task["low"])),
        task["sigma0"],
        options,
        restarts=99,
        bipop=True,
    )


def run_scipy(task, seed, loss):
    from scipy.optimize import differential_evolution

    n = len(task["low"])
    differential_evolution(
        loss,
        [(0, 1)] * n,
        strategy="rand1bin",
        popsize=task["population"] // n,
        mutation=task["F"],
        recombination=task["CR"],
        init="random",
        tol=0,
        maxiter=task["most"],
        polish=False,
        rng=seed,
    )


def main():
    warnings.filterwarnings("ignore")
    task = json.loads(sys.argv[1])
    run = {"cma": run_cma, "scipy": run_scipy}[task["peer"]]
    evaluations = []
    for seed in task["seeds"]:
        loss = Counted(task)
        try:
            run(task, seed, loss)
        except Done:
            pass
        evaluations.append(loss.reached)
    print(json.dumps({"version": version(task["peer"]), "evaluations": evaluations}))


main()
