"""Optuna's samplers, and our parameters as its distributions: what the other peers of search strategies share."""

import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

optuna.logging.set_verbosity(optuna.logging.ERROR)


def distribution(parameter):
    """An ordinal one becomes the index of its value, so that the sampler knows of the order."""
    kind = parameter["kind"]
    is_log = parameter.get("scale") == "log"
    if kind == "real":
        return FloatDistribution(parameter["low"], parameter["high"], log=is_log, step=parameter.get("step"))
    if kind == "integer":
        step = parameter.get("step", 1)
        return IntDistribution(parameter["low"], parameter["high"], log=is_log, step=step)
    if kind == "ordinal":
        return IntDistribution(0, len(parameter["values"]) - 1)
    return CategoricalDistribution([False, True] if kind == "flag" else parameter["values"])


def value(parameter, chosen):
    """What a number of `distribution` means."""
    return parameter["values"][chosen] if parameter["kind"] == "ordinal" else chosen


# With their defaults; TPE is multivariate by default for one objective.
SAMPLERS = {
    "RandomSampler": lambda seed: optuna.samplers.RandomSampler(seed=seed),
    "TPESampler": lambda seed: optuna.samplers.TPESampler(seed=seed, multivariate=True),
    "NSGAIISampler": lambda seed: optuna.samplers.NSGAIISampler(seed=seed),
    "CmaEsSampler": lambda seed: optuna.samplers.CmaEsSampler(seed=seed),
    "GPSampler": lambda seed: optuna.samplers.GPSampler(seed=seed),
}
