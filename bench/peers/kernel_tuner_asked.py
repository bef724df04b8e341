"""A strategy of Kernel Tuner that answers on a pipe, for bench/peers/asked.ts to make an agent of.

A first line of JSON says {"strategy", "seed", "trials", "parameters", "configs"}, the last being all valid configurations. Then each line
asks for a configuration, and the next one tells what became of it: {"loss": number}, or {"loss": null} where it failed. Its defaults are
those of the strategy; like in Kernel Tuner's simulation mode a configuration counts when it comes up first.
Needs a virtual environment with `pip install kernel_tuner`.
"""

import importlib
import json
import os
import random
import sys

import numpy as np
from kernel_tuner.interface import Options
from kernel_tuner.searchspace import Searchspace
from kernel_tuner.util import RuntimeFailedConfig, StopCriterionReached, TuningBudget

first = json.loads(sys.stdin.readline())
# Strategies print now and then; what is asked for goes out here alone.
answers = os.fdopen(os.dup(1), "w")
sys.stdout = sys.stderr
random.seed(first["seed"])
np.random.seed(first["seed"] % 2**32)
names = [parameter["name"] for parameter in first["parameters"]]
tune_params = {parameter["name"]: parameter.get("values", [False, True]) for parameter in first["parameters"]}


class Runner:
    """What strategies measure with."""

    def __init__(self):
        self.known = {}

    def add_strategy_time(self, _):
        pass

    def run(self, configs, tuning_options):
        return [None if tuning_options.budget.is_done() else self.measured(tuple(config), tuning_options) for config in configs]

    def measured(self, config, tuning_options):
        if config not in self.known:
            if not sys.stdin.readline():
                sys.exit(0)
            result = dict(zip(names, config))
            print(json.dumps(result), file=answers, flush=True)
            loss = json.loads(sys.stdin.readline())["loss"]
            if loss is None:
                result["__error__"] = RuntimeFailedConfig()
            else:
                result["time"] = loss
            self.known[config] = result
            tuning_options.budget.add_evaluations(1)
        return self.known[config]


space = Searchspace(
    None,
    None,
    None,
    from_cache={"tune_params": tune_params, "cache": {str(i): config for i, config in enumerate(first["configs"])}},
)
options = Options(
    {
        "strategy_options": Options({"max_fevals": first["trials"]}),
        "objective": ["time"],
        "objective_higher_is_better": [False],
        "budget": TuningBudget(max_fevals=first["trials"]),
        "tune_params": tune_params,
        "verbose": False,
    }
)
strategy = importlib.import_module(f"kernel_tuner.strategies.{first['strategy']}")
try:
    strategy.tune(space, Runner(), options)
except StopCriterionReached:
    pass
