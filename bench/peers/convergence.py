"""Evaluations that strategies of pycma, SciPy and pymoo take, for bench/search/convergence.ts to stand beside.

Takes one argument, a JSON object: peer (a name of RUNS, at the end), function (a name below), low and high (its box), optimum, targets
(above the optimum), seeds, most (evaluations), and the peer's settings. Prints a JSON object: version, and by seed and target the number
of the evaluation that reached it, null where none did. Searches the unit cube, as ours does.
Needs a virtual environment with `pip install cma scipy pymoo`; run as `python convergence.py JSON`.
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


def run_differential_evolution(task, seed, loss):
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


def run_nelder_mead(task, seed, loss):
    from scipy.optimize import minimize

    n = len(task["low"])
    rng = np.random.default_rng(seed)
    start = np.full(n, 0.5)
    while True:
        edges = np.where(start + task["size"] <= 1, task["size"], -task["size"]) * np.eye(n)
        minimize(
            loss,
            start,
            method="Nelder-Mead",
            bounds=[(0, 1)] * n,
            options={
                "adaptive": task["coefficients"] == "adaptive",
                "initial_simplex": np.vstack([start, start + edges]),
                "xatol": task["precision"],
                "fatol": np.inf,
                "maxiter": task["most"],
                "maxfev": task["most"] + 1,
            },
        )
        # It has no restarts of its own: a simplex that has collapsed is followed by one at a random place.
        start = rng.random(n)


def run_dual_annealing(task, seed, loss):
    from scipy.optimize import dual_annealing

    dual_annealing(
        loss,
        [(0, 1)] * len(task["low"]),
        maxiter=task["most"],
        initial_temp=task["temperature"],
        visit=task["visit"],
        accept=task["accept"],
        no_local_search=not task["localSearch"],
        rng=seed,
    )


def run_basin_hopping(task, seed, loss):
    from scipy.optimize import basinhopping

    n = len(task["low"])
    rng = np.random.default_rng(seed)

    def step(place):
        return np.clip(place + rng.uniform(-step.stepsize, step.stepsize, n), 0, 1)

    # What basinhopping adapts.
    step.stepsize = task["step"]
    places = rng.random((task["start"], n))
    basinhopping(
        loss,
        places[np.argmin([loss(place) for place in places])],
        niter=task["most"],
        take_step=step,
        minimizer_kwargs={"method": "L-BFGS-B", "bounds": [(0, 1)] * n},
        rng=rng,
    )


def run_pymoo(task, seed, loss):
    from pymoo.core.problem import Problem
    from pymoo.optimize import minimize
    from pymoo.core.termination import NoTermination

    class Cube(Problem):
        def __init__(self):
            super().__init__(n_var=len(task["low"]), n_obj=1, xl=0.0, xu=1.0)

        def _evaluate(self, x, out, *args, **kwargs):
            out["F"] = np.array([[loss(place)] for place in x])

    minimize(Cube(), pymoo_algorithm(task), NoTermination(), seed=seed)


def pymoo_algorithm(task):
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.algorithms.soo.nonconvex.es import ES
    from pymoo.algorithms.soo.nonconvex.ga import GA
    from pymoo.algorithms.soo.nonconvex.pso import PSO
    from pymoo.operators.sampling.rnd import FloatRandomSampling

    random = FloatRandomSampling()
    if task["algorithm"] == "ES":
        return ES(pop_size=task["mu"], n_offsprings=task["lambda"], gamma=None, sampling=random)
    if task["algorithm"] == "PSO":
        return PSO(
            pop_size=task["population"],
            w=task["w"],
            c1=task["c"],
            c2=task["c"],
            adaptive=False,
            pertube_best=False,
            max_velocity_rate=1.0,
            sampling=random,
        )
    return {"GA": GA, "NSGA2": NSGA2}[task["algorithm"]](pop_size=task["population"], sampling=random)


RUNS = {
    "pycma": ("cma", run_cma),
    "SciPy differential_evolution": ("scipy", run_differential_evolution),
    "SciPy Nelder-Mead": ("scipy", run_nelder_mead),
    "SciPy dual_annealing": ("scipy", run_dual_annealing),
    "SciPy basinhopping": ("scipy", run_basin_hopping),
    "pymoo ES": ("pymoo", run_pymoo),
    "pymoo GA": ("pymoo", run_pymoo),
    "pymoo NSGA2": ("pymoo", run_pymoo),
    "pymoo PSO": ("pymoo", run_pymoo),
}


def main():
    warnings.filterwarnings("ignore")
    task = json.loads(sys.argv[1])
    package, run = RUNS[task["peer"]]
    evaluations = []
    for seed in task["seeds"]:
        loss = Counted(task)
        try:
            run(task, seed, loss)
        except Done:
            pass
        evaluations.append(loss.reached)
    print(json.dumps({"version": version(package), "evaluations": evaluations}))


main()
