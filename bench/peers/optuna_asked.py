"""An Optuna sampler that answers on a pipe, for bench/peers/asked.ts to make an agent of.

A first line of JSON says {"sampler", "seed", "parameters", ...}. Then each line asks for a configuration, and the next one tells what
became of it: {"loss": number}, or {"loss": null} where it failed or is not valid. Optuna is told of these as pruned trials without a value,
which its TPE takes for the worst (it passes over failed ones, and would propose them again) and its NSGA-II passes over.
Needs a virtual environment with `pip install optuna`.
"""

import json
import sys

import optuna
from optuna.trial import TrialState
from optuna_samplers import SAMPLERS, distribution, value

first = json.loads(sys.stdin.readline())
parameters = {parameter["name"]: parameter for parameter in first["parameters"]}
distributions = {name: distribution(parameter) for name, parameter in parameters.items()}
study = optuna.create_study(sampler=SAMPLERS[first["sampler"]](first["seed"]))
for _ in sys.stdin:
    trial = study.ask(distributions)
    config = {name: value(parameters[name], chosen) for name, chosen in trial.params.items()}
    print(json.dumps(config), flush=True)
    loss = json.loads(sys.stdin.readline())["loss"]
    if loss is None:
        study.tell(trial, state=TrialState.PRUNED)
    else:
        study.tell(trial, loss)
