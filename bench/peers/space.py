"""Kernel Tuner's search space construction, for bench/space.ts to stand beside.

Prints a JSON object: seconds of the first construction in this process (T1 file read and parsed, every valid
configuration materialised; imports not), and the number of valid configurations.
Needs a virtual environment with `pip install kernel_tuner`; run as `python space.py FILE.json`.
"""

import json
import sys
import time
from importlib.metadata import version

from kernel_tuner.searchspace import Searchspace

begin = time.perf_counter()
with open(sys.argv[1]) as file:
    declared = json.load(file)["ConfigurationSpace"]
# The values of T1 files are Python expressions; these are files that the reader trusts.
tune_params = {parameter["Name"]: list(eval(parameter["Values"])) for parameter in declared["TuningParameters"]}
restrictions = [condition["Expression"] for condition in declared["Conditions"]]
space = Searchspace(tune_params, restrictions, max_threads=1 << 30)
seconds = time.perf_counter() - begin
print(json.dumps({"seconds": seconds, "valid": space.size, "version": version("kernel_tuner")}))
