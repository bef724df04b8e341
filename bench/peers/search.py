"""What Optuna's samplers and pymoo's algorithms cost, for bench/search/overhead.ts to stand beside: ask + tell in microseconds a trial.

Reads from standard input a JSON object {"names", "parameters", "marks", "seconds", "cpu", "seed"}; prints {"us": {name: [at each mark, or null]},
"skipped": {name: why}}. The figure at n is the mean over trials n/2 to n (whole generations of pymoo); a run that takes longer than
`seconds` is broken off. The made-up loss is the one of overhead.ts, and is measured too.
pymoo's GA and NSGA-II are its mixed-variable ones; its DE and CMA-ES, which have none, run on [0, 1]^d, rounded to values.
Needs a virtual environment with `pip install optuna pymoo`; CmaEsSampler needs cmaes, GPSampler torch and scipy: they are skipped without.
"""

import json
import sys
import time
import warnings

import optuna
from optuna_samplers import SAMPLERS, distribution, value

warnings.filterwarnings("ignore")
given = json.load(sys.stdin)
PARAMETERS = {parameter["name"]: parameter for parameter in given["parameters"]}
MARKS, SECONDS, SEED = given["marks"], given["seconds"], given["seed"]
now = time.process_time if given["cpu"] else time.perf_counter


def loss_of(config):
    return sum(
        (chosen == "wasm" or chosen is True) if isinstance(chosen, (bool, str)) else abs(chosen - 8) / 8
        for chosen in config.values()
    )


def losses_of(config, objectives):
    """Like those of overhead.ts: for two objectives, distances from two levels."""
    return [loss_of(config)] if objectives == 1 else [abs(loss_of(config) - 5 * m) for m in range(objectives)]


def figures(step):
    """`step` runs one or more trials and answers how many in all."""
    starts, found, done = [None] * len(MARKS), [None] * len(MARKS), 0
    began = time.perf_counter()
    while time.perf_counter() - began < SECONDS:
        for i, mark in enumerate(MARKS):
            if starts[i] is None and done >= mark // 2:
                starts[i] = (done, now())
            if found[i] is None and done >= mark and done > starts[i][0]:
                found[i] = 1e6 * (now() - starts[i][1]) / (done - starts[i][0])
        if None not in found:
            break
        done = step()
    return found


def of_optuna(name, objectives=1):
    distributions = {key: distribution(parameter) for key, parameter in PARAMETERS.items()}
    study = optuna.create_study(sampler=SAMPLERS[name](SEED), directions=["minimize"] * objectives)
    done = 0

    def step():
        nonlocal done
        trial = study.ask(distributions)
        config = {key: value(PARAMETERS[key], chosen) for key, chosen in trial.params.items()}
        study.tell(trial, losses_of(config, objectives))
        done += 1
        return done

    return figures(step)


def of_pymoo(make, objectives=1, is_mixed=False):
    import numpy as np
    from pymoo.core.problem import Problem
    from pymoo.core.variable import Binary, Choice, Integer, Real
    from pymoo.problems.static import StaticProblem

    def variable(parameter):
        kind = parameter["kind"]
        if kind == "flag":
            return Binary()
        if kind == "choice":
            return Choice(options=parameter["values"])
        if kind == "ordinal":
            return Integer(bounds=(0, len(parameter["values"]) - 1))
        return (Integer if kind == "integer" else Real)(bounds=(parameter["low"], parameter["high"]))

    def rounded(parameter, place):
        kind = parameter["kind"]
        if kind in ("choice", "ordinal", "flag"):
            values = parameter.get("values", [False, True])
            return values[min(int(place * len(values)), len(values) - 1)]
        chosen = parameter["low"] + place * (parameter["high"] - parameter["low"])
        return round(chosen) if kind == "integer" else chosen

    if is_mixed:
        problem = Problem(vars={key: variable(parameter) for key, parameter in PARAMETERS.items()}, n_obj=objectives)
    else:
        problem = Problem(n_var=len(PARAMETERS), n_obj=objectives, xl=0.0, xu=1.0)

    def config_of(x):
        if is_mixed:
            return {
                key: bool(x[key]) if parameter["kind"] == "flag" else value(parameter, x[key])
                for key, parameter in PARAMETERS.items()
            }
        return {key: rounded(parameter, place) for (key, parameter), place in zip(PARAMETERS.items(), x)}

    algorithm = make()
    algorithm.setup(problem, termination=("n_eval", 2 * max(MARKS)), seed=SEED, verbose=False)

    def step():
        infills = algorithm.ask()
        losses = np.array([losses_of(config_of(x), objectives) for x in infills.get("X")], dtype=float)
        algorithm.evaluator.eval(StaticProblem(problem, F=losses), infills)
        algorithm.tell(infills=infills)
        return algorithm.evaluator.n_eval

    return figures(step)


def genetic():
    from pymoo.core.mixed import MixedVariableGA

    return MixedVariableGA()


def nsga2():
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.core.mixed import MixedVariableDuplicateElimination, MixedVariableMating, MixedVariableSampling

    once = MixedVariableDuplicateElimination()
    mating = MixedVariableMating(eliminate_duplicates=once)
    return NSGA2(sampling=MixedVariableSampling(), mating=mating, eliminate_duplicates=once)


def differential_evolution():
    from pymoo.algorithms.soo.nonconvex.de import DE

    return DE()


def cma_es():
    from pymoo.algorithms.soo.nonconvex.cmaes import CMAES

    return CMAES()


PEERS = {
    "Optuna RandomSampler": lambda: of_optuna("RandomSampler"),
    "Optuna TPESampler": lambda: of_optuna("TPESampler"),
    "Optuna TPESampler, 2 objectives": lambda: of_optuna("TPESampler", 2),
    "Optuna NSGAIISampler": lambda: of_optuna("NSGAIISampler"),
    "Optuna NSGAIISampler, 2 objectives": lambda: of_optuna("NSGAIISampler", 2),
    "Optuna CmaEsSampler": lambda: of_optuna("CmaEsSampler"),
    "Optuna GPSampler": lambda: of_optuna("GPSampler"),
    "pymoo GA": lambda: of_pymoo(genetic, is_mixed=True),
    "pymoo NSGA2, 2 objectives": lambda: of_pymoo(nsga2, 2, is_mixed=True),
    "pymoo DE": lambda: of_pymoo(differential_evolution),
    "pymoo CMAES": lambda: of_pymoo(cma_es),
}

us, skipped = {}, {}
for name in given["names"]:
    try:
        us[name] = PEERS[name]()
    except ImportError as error:
        skipped[name] = str(error).strip().split("\n")[0]
print(json.dumps({"us": us, "skipped": skipped}))
