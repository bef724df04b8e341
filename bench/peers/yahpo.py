"""What YAHPO Gym's own package predicts, for the tests of surrogateProblem to stand beside.

Draws configurations from the scenario's ConfigSpace (without its fidelities, which are then set to a part of their
maximum, or left at it) and asks the package's BenchmarkSet for all targets. Prints a JSON object.
Needs a virtual environment with `pip install yahpo_gym==1.0.2`; run as
`python yahpo.py FOLDER INSTANCE,INSTANCE,... [--rows 8] [--seed 1]`, FOLDER being named as the scenario is.
"""

import argparse
import json
from importlib.metadata import version
from pathlib import Path

import numpy as np

parser = argparse.ArgumentParser()
parser.add_argument("folder", type=Path)
parser.add_argument("instances")
parser.add_argument("--rows", type=int, default=8, help="configurations for each instance")
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()

from yahpo_gym.local_config import local_config

local_config._config = {"data_path": str(options.folder.resolve().parent)}
import yahpo_gym.benchmarks.fcnet  # noqa: F401  (the package leaves this one out)
from yahpo_gym import benchmark_set

scenario = options.folder.resolve().name
random = np.random.default_rng(options.seed)
rows = []
for instance in options.instances.split(","):
    bench = benchmark_set.BenchmarkSet(scenario, instance=instance, multithread=False)
    instance_name = bench.config.instance_names
    driven, *others = bench.config.fidelity_params
    declared = {each.name: each for each in bench.config_space.get_hyperparameters()}
    space = bench.get_opt_space(drop_fidelity_params=True, seed=options.seed)
    for _ in range(options.rows):
        config = space.sample_configuration().get_dictionary()
        config = {name: getattr(value, "item", lambda: value)() for name, value in config.items()}
        chosen = {name: value for name, value in config.items() if name != instance_name}
        bounds = declared[driven]
        fidelity = 1.0
        if random.random() < 0.75:
            spent = bounds._transform(random.random())
            fidelity = max(float(spent), bounds.lower) / bounds.upper
        whole = fidelity * bounds.upper
        config[driven] = round(whole) if isinstance(bounds.upper, int) else whole
        config |= {name: declared[name].upper for name in others}
        answer = bench.objective_function(config)[0]
        rows.append(
            {
                "instance": instance,
                "config": chosen,
                "fidelity": fidelity,
                "targets": {name: float(value) for name, value in answer.items()},
            }
        )
command = f"python bench/peers/yahpo.py {options.folder} {options.instances} --rows {options.rows} --seed {options.seed}"
print(json.dumps({"command": command, "yahpo_gym": version("yahpo_gym"), "scenario": scenario, "rows": rows}))
