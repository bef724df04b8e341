"""What the package autotuning_methodology makes of populations and runs, for bench/methodology.ts to stand beside.

Reads {cutoff, start, points, bags, problems: [{losses, costsMs, runs: {strategy: [{losses, costsMs}]}}]} from standard input, null
standing for a failure, and prints its budgets, random baselines, curves and scores as JSON. Needs a virtual environment with
`pip install autotuning_methodology` (its figures here are of 1.1.0); run as `python methodology.py < PROBLEMS.json`.

The package averages isotonic regressions over random parts of the evaluations. `curves` and `scores` are its own with the regression over
all evaluations in the place of that average; `bagged` tells the mean and the standard deviation of `bags` scores as it ships.
"""

import json
import sys
import tempfile
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
from autotuning_methodology.baseline import RandomSearchCalculatedBaseline
from autotuning_methodology.caching import ResultsDescription
from autotuning_methodology.curves import StochasticOptimizationAlgorithm
from autotuning_methodology.report_experiments import get_strategies_aggregated_performance
from autotuning_methodology.runner import write_results
from autotuning_methodology.searchspace_statistics import SearchspaceStatistics

TIME, LOSS = "total", "loss"
FAILED = "RuntimeFailedConfig"
CONFIDENCE = 0.95


class Unbagged(StochasticOptimizationAlgorithm):
    """The regression over all evaluations."""

    def _get_prediction_interval_bagging(self, x_1d, y_1d, x_test_1d, confidence_level, num_repeats):
        fit = self.get_isotonic_curve(x_1d, y_1d, x_test_1d, ymin=y_1d.min(), ymax=y_1d.max())
        return np.stack([fit, fit, fit], axis=1)


def results_of(columns):
    """Evaluations as T4 results. The package takes them as seconds; all times are in milliseconds throughout, and nothing else depends on it."""
    return [
        {
            "times": {TIME: float(cost)},
            "measurements": [{"name": LOSS, "value": FAILED if loss is None else float(loss)}],
            "invalidity": "runtime" if loss is None else "correct",
        }
        for loss, cost in zip(columns["losses"], columns["costsMs"])
    ]


def statistics_of(problem, folder):
    path = folder / "space.json"
    path.write_text(json.dumps({"schema_version": "1.0.0", "metadata": {}, "results": results_of(problem)}))
    return SearchspaceStatistics("problem", "device", True, [TIME], [LOSS], path, full_validate=False)


def description_of(strategy, runs, folder):
    description = ResultsDescription(folder / strategy, "problem", "device", strategy, strategy, True, [TIME], [LOSS], True)
    write_results([results_of(run) for run in runs], description)
    return description


def main():
    task = json.load(sys.stdin)
    strategies = list(task["problems"][0]["runs"])
    answers, plain, shipped = [], [], []
    for problem in task["problems"]:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            statistics = statistics_of(problem, folder)
            descriptions = [description_of(each, problem["runs"][each], folder) for each in strategies]
            curves = [Unbagged(each) for each in descriptions]
            bagged = [StochasticOptimizationAlgorithm(each) for each in descriptions]
        first, last, begin, end = statistics.cutoff_point_fevals_time_start_end(task["start"], task["cutoff"])
        evaluations = np.arange(first, last + 1)
        times = np.linspace(begin, end, num=task["points"])
        baseline = RandomSearchCalculatedBaseline(statistics)
        plain.append((baseline, curves, statistics, times, evaluations))
        shipped.append((baseline, bagged, statistics, times, evaluations))
        distribution = statistics.objective_performances_total_sorted
        found = [each.get_curve_over_time(times, distribution, CONFIDENCE, return_split=False)[2] for each in curves]
        answers.append(
            {
                "target": statistics.objective_performance_at_cutoff_point(task["cutoff"]),
                "startEvaluations": int(first),
                "evaluations": int(last),
                "startMs": begin,
                "ms": end,
                "randomOverEvaluations": baseline.get_curve_over_fevals(evaluations).tolist(),
                "randomOverTime": baseline.get_curve_over_time(times).tolist(),
                "curves": dict(zip(strategies, [each.tolist() for each in found])),
                "performance": dict(
                    zip(strategies, [each.tolist() for each in baseline.get_standardised_curves(times, found, "time")])
                ),
            }
        )

    def scores(aggregation):
        performances, _, _, _ = get_strategies_aggregated_performance(aggregation, CONFIDENCE)
        return [float(np.mean(performance)) for performance in performances]

    bags = []
    for seed in range(task["bags"]):
        np.random.seed(seed)
        bags.append(scores(shipped))
    json.dump(
        {
            "package": f"autotuning_methodology {version('autotuning_methodology')}",
            "problems": answers,
            "scores": dict(zip(strategies, scores(plain))),
            "bagged": {
                each: {"mean": float(np.mean(column)), "std": float(np.std(column))}
                for each, column in zip(strategies, zip(*bags))
            },
        },
        sys.stdout,
    )


warnings.simplefilter("ignore")
main()
