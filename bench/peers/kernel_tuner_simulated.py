"""Time of Kernel Tuner's simulation mode on a cache file, for bench/experiments.ts.

kernel_tuner_simulated.py FILE STRATEGY EVALUATIONS RUNS: prints JSON {"evaluations", "seconds"}, the seconds of all runs together, that of
building the search space included, which each call of tune_kernel does. Only first visits count as evaluations.
Needs a virtual environment with `pip install kernel_tuner`.
"""

import gzip
import json
import logging
import os
import sys
import tempfile
import time

from kernel_tuner import tune_kernel

logging.disable(logging.CRITICAL)
path, strategy, evaluations, runs = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
with gzip.open(path) if path.endswith(".gz") else open(path) as file:
    data = json.load(file)
keys = data["tune_params_keys"]
known = {tuple(record[key] for key in keys) for record in data["cache"].values()}


def is_known(params):
    return tuple(params[key] for key in keys) in known


with tempfile.TemporaryDirectory() as folder:
    cache = os.path.join(folder, "cache.json")
    with open(cache, "w") as file:
        json.dump(data, file)
    answers = sys.stdout
    sys.stdout = sys.stderr

    def run():
        tune_kernel(
            data["kernel_name"] or "kernel",
            "__global__ void kernel() {}",
            data.get("problem_size") or 1,
            [],
            {key: data["tune_params"][key] for key in keys},
            restrictions=is_known,
            cache=cache,
            simulation_mode=True,
            strategy=strategy,
            strategy_options={"max_fevals": evaluations},
            quiet=True,
            lang="CUDA",
        )

    run()
    began = time.perf_counter()
    for _ in range(runs):
        run()
    print(json.dumps({"evaluations": evaluations, "seconds": time.perf_counter() - began}), file=answers)
