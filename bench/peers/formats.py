"""What Kernel Tuner makes of files that we wrote, for bench/formats.ts to stand beside.

Checks T4 results against the schema that Kernel Tuner ships, and searches a cache file in simulation mode: all of it by
brute force, and a part of it at random. Prints a JSON object.
Needs a virtual environment with `pip install kernel_tuner`; run as `python formats.py CACHE.json RESULTS.json`.
"""

import contextlib
import json
import sys
from importlib.metadata import version

import jsonschema
from constraint import FunctionConstraint
from kernel_tuner import tune_kernel, util
from kernel_tuner.file_utils import output_file_schema

cache_file, results_file = sys.argv[1:]
schema_version, schema = output_file_schema("results")
with open(results_file) as file:
    results = json.load(file)
jsonschema.validate(results, schema)
# The schema asks for little: none of its fields may be without a meaning there.
known = schema["properties"]["results"]["items"]["properties"]
unknown = {field for result in results["results"] for field in result if field not in known}

with open(cache_file) as file:
    cache = json.load(file)
names = cache["tune_params_keys"]


def simulated(strategy, **options):
    # Without this restriction brute force would ask for what was never measured.
    recorded = {tuple(entry[name] for name in names) for entry in cache["cache"].values()}
    with contextlib.redirect_stdout(sys.stderr):
        found, environment = tune_kernel(
            cache["kernel_name"],
            "",
            cache["problem_size"],
            [],
            cache["tune_params"],
            restrictions=[FunctionConstraint(lambda *config: config in recorded)],
            strategy=strategy,
            strategy_options=options,
            objective=cache["objective"],
            objective_higher_is_better=False,
            cache=cache_file,
            simulation_mode=True,
            quiet=True,
        )
    measured = [result for result in found if "__error__" not in result]
    best = util.get_best_config(measured, cache["objective"])
    return {
        "evaluations": len(found),
        "failures": len(found) - len(measured),
        "best": best[cache["objective"]],
        "config": [best[name] for name in names],
        "simulated_ms": environment["simulated_time"],
    }


answer = {
    "kernel_tuner": version("kernel_tuner"),
    "schema": schema_version,
    "results": len(results["results"]),
    "unknown": sorted(unknown),
    "brute_force": simulated("brute_force"),
    "random_sample": simulated("random_sample", max_fevals=20, fraction=1),
}
print(json.dumps(answer))
