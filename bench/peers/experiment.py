"""What an experiment's summary should say, worked out again from its runs: by docs/experiments.md and the papers, with SciPy, scikit-posthocs and pymoo.

    python experiment.py OUT [FILE...] [--facts FACTS.json] [--figures FIGURES.json] [--methodology]

OUT is the folder of `paretune experiment`, FILE are the Kernel Tuner caches that it was run on. FACTS tells what cannot be read off files:
{problem: {losses, costsMs (by row), optimum, front, reference}}, null for a failure and for what is not known. Prints the largest differences between
`summary.json` and this, figure by figure, as JSON; relative where a figure is above 0.01, and in parts of their width for intervals, whose
draws are others. With --methodology the scores by time are those of autotuning_methodology (methodology.py beside this). FIGURES gets
what was worked out. Needs `pip install scipy scikit-posthocs statsmodels pymoo`, and autotuning_methodology for --methodology.
"""

import argparse
import gzip
import itertools
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import scikit_posthocs
from pymoo.indicators.hv import HV
from pymoo.indicators.igd_plus import IGDPlus
from scipy import stats
from scipy.special import gammaln
from statsmodels.stats.multitest import multipletests

RNG = np.random.default_rng(1)
GAPS = 10 ** -np.linspace(0, 3, 31)


def cache_of(file):
    """Times and costs of a Kernel Tuner cache, by row: configurations in lexicographic order of their parameters' values."""
    text = gzip.open(file, "rt").read() if str(file).endswith(".gz") else Path(file).read_text()
    cache = json.loads(text)
    names = cache["tune_params_keys"]
    place = {name: {value: i for i, value in enumerate(cache["tune_params"][name])} for name in names}
    rows = sorted(cache["cache"].values(), key=lambda row: [place[name][row[name]] for name in names])
    objective = cache.get("objective", "time")
    values = [row[objective] if isinstance(row[objective], (int, float)) else np.nan for row in rows]
    parts = ("compile_time", "verification_time", "benchmark_time", "framework_time")
    return np.array(values, float), np.array([sum(row.get(part) or 0 for part in parts) for row in rows], float)


def array(values):
    return None if values is None else np.array([np.nan if value is None else value for value in values], float)


def expected_random(losses, k):
    """Mean of the best of k of all rows drawn without replacement; where none of them succeeds, the median of what does."""
    known = np.sort(losses[~np.isnan(losses)])
    n, j = len(losses), np.arange(len(known) + 1)
    with np.errstate(invalid="ignore"):
        logs = gammaln(n - j + 1) - gammaln(n - j - k + 1) - gammaln(n + 1) + gammaln(n - k + 1)
    none_of_best = np.where(n - j >= k, np.exp(logs), 0)
    return np.sum(known * -np.diff(none_of_best)) + none_of_best[-1] * np.median(known)


def simulated_random(losses, most, draws=4000):
    """The same by drawing: means and standard errors."""
    filled = np.where(np.isnan(losses), np.inf, losses)
    best = np.array([np.minimum.accumulate(filled[RNG.permutation(len(losses))[:most]]) for _ in range(draws)])
    best[np.isinf(best)] = np.nanmedian(losses)
    return best.mean(0), best.std(0, ddof=1) / np.sqrt(draws)


def places(parts, length):
    """Indices of the first evaluation at or after each part of the budget, parts being exact hundredths."""
    return np.array([max(1, -(-round(100 * part) * length // 100)) - 1 for part in parts])


class Run:
    """A run as a loss (or minus a hypervolume) after each evaluation of a grid."""

    def __init__(self, line, evaluations, losses, start):
        self.line, self.at, self.losses = line, np.array(evaluations, float), np.array(losses, float)
        self.start = start

    def after(self, grid, at=None):
        index = np.searchsorted(self.at if at is None else at, np.asarray(grid, float), side="right")
        return np.concatenate([[self.start], self.losses])[index]

    def reaches(self, target):
        hits = np.flatnonzero(self.losses <= target)
        return self.at[hits[0]] if len(hits) else None


class Problem:
    def __init__(self, summary, lines, facts):
        self.summary, self.facts, self.lines = summary, facts, lines
        budget = summary["budget"]
        self.key = next((key for key in ("trials", "fullTrials", "distinct") if key in budget), None)
        last = budget[self.key] if self.key else max(1, max(line["evaluations"] for line in lines))
        count = min(1000, int(last))
        self.grid = np.array([int(np.floor((i + 1) * last / count + 0.5)) for i in range(count)])
        self.several = len(summary["objectives"]) > 1
        self.sign = -1 if self.several or summary["objectives"][0]["direction"] == "maximize" else 1
        self.population = array(facts.get("losses"))
        self.noisy = bool(facts.get("noisy"))
        self.reference = None
        self.checks = {}
        if self.several:
            self.measure_fronts()
        else:
            self.measure_losses()
        found = min([self.start] + [loss for run in self.runs for loss in run.losses])
        self.optimum = found if self.known is None else min(self.known, found) if self.several else self.known
        if self.population is not None:
            self.random = np.array([expected_random(self.population, min(k, len(self.population))) for k in self.grid])
        else:
            mine = [run.after(self.grid) for run in self.runs if run.line["agent"] == "random"]
            self.random = np.mean(mine, axis=0) if mine else np.full(count, self.start)
        possible = self.random - self.optimum
        # Where random search is at the optimum there is nothing to gain.
        self.counts = possible > 1e-12 * abs(self.start - self.optimum)
        self.possible = np.where(self.counts, possible, 1)

    def measure_losses(self):
        known, facts = self.population, self.facts
        self.known = facts.get("optimum") if known is None else np.nanmin(known)
        first = [line["advances"][0][2] for line in self.lines if line["advances"]]
        self.start = np.nanmedian(known) if known is not None else np.median(first) if first else 0
        self.runs = []
        for line in self.lines:
            steps = [(advance[0], advance[2]) for advance in line["advances"]]
            if known is not None and not self.noisy:
                steps = self.replayed(line)
            self.runs.append(Run(line, [at for at, _ in steps], [loss for _, loss in steps], self.start))

    def replayed(self, line):
        """Where the best becomes better, from the proposals alone; that the advances say the same is checked too."""
        seen, best, steps, elapsed, seconds, failed = set(), np.inf, [], 0.0, [], 0
        costs = array(self.facts.get("costsMs"))
        for trial, row in enumerate(line["proposals"], 1):
            seen.add(row)
            elapsed += costs[row]
            failed += np.isnan(self.population[row])
            if self.population[row] < best:
                best = self.population[row]
                steps.append((trial if self.key == "trials" else len(seen), best))
                seconds.append(elapsed / 1000)
        spent = len(line["proposals"]) if self.key == "trials" else len(seen)
        theirs = np.array([[*advance] for advance in line["advances"]]).reshape(-1, 3)
        mine = np.array([[at, s, loss] for (at, loss), s in zip(steps, seconds)]).reshape(-1, 3)
        alike = theirs.shape == mine.shape
        self.note("advances", off(theirs, mine) if alike else np.inf, line)
        self.note("spent", max(abs(line["evaluations"] - spent), abs(line["failed"] - failed), off(line["seconds"], elapsed / 1000)), line)
        return steps

    def note(self, figure, value, line):
        where = f"{line['agent']}, seed {line['seed']}"
        if value >= self.checks.get(figure, (-1, ""))[0]:
            self.checks[figure] = (float(value), where)

    def measure_fronts(self):
        facts = self.facts
        fronts = [[advance[2:] for advance in line["advances"]] for line in self.lines]
        if facts.get("reference") is not None:
            self.reference = np.array(facts["reference"], float)
        else:
            points = np.array([point for front in fronts for point in non_dominated(front)])
            low, high = points.min(0), points.max(0)
            self.reference = high + 0.1 * (high - low)
        volume = HV(ref_point=self.reference)
        self.front = None if facts.get("front") is None else np.array(facts["front"], float)
        self.known = None if self.front is None else -volume(self.front)
        self.start = 0
        self.runs = []
        for line, front in zip(self.lines, fronts):
            losses = [-volume(np.array(front[: i + 1], float)) for i in range(len(front))]
            self.runs.append(Run(line, [advance[0] for advance in line["advances"]], losses, 0))

    def of(self, agent):
        return [run for run in self.runs if run.line["agent"] == agent]

    def gains(self, run):
        return np.where(self.counts, (self.random - run.after(self.grid)) / self.possible, np.nan)

    def score(self, run):
        gains = self.gains(run)
        return 0.0 if np.all(np.isnan(gains)) else float(np.nanmean(gains))

    def target(self, part):
        if self.optimum == 0:
            return self.start * (1 - part)
        return self.optimum / part if self.optimum > 0 else self.optimum * part

    def hits(self, run):
        """The part of the 31 targets that was hit by each evaluation of the grid."""
        way = (run.losses - self.optimum) / (self.start - self.optimum)
        first = [np.flatnonzero(way <= gap) for gap in GAPS]
        reached = [run.at[steps[0]] if len(steps) else None for steps in first]
        return np.mean([self.grid >= at if at is not None else np.zeros(len(self.grid), bool) for at in reached], axis=0)


def non_dominated(points):
    points = np.array(points, float)
    return [p for p in points if not any(np.all(q <= p) and np.any(q < p) for q in points)]


def interval(groups, statistic, draws=2000):
    """Percentile bootstrap, each group resampled by itself."""
    groups = [np.array(group, float) for group in groups]
    values = [statistic([group[RNG.integers(0, len(group), len(group))] for group in groups]) for _ in range(draws)]
    return np.quantile(values, [0.025, 0.975])


def six(value):
    """Six digits, as in summaries."""
    return float(f"{value:.6g}")


def off(a, b):
    """Largest difference, relative above 0.01."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    if a.shape != b.shape:
        return np.inf
    if a.size == 0:
        return 0.0
    return float(np.max(np.where(np.isnan(a) & np.isnan(b), 0, np.abs(a - b) / np.maximum(np.abs(b), 0.01))))


def on_problem(problem, agent, told, figures, differ):
    runs = problem.of(agent)
    at = {"where": f"{problem.summary['name']}, {agent}"}
    scores = [problem.score(run) for run in runs]
    curves = np.array([problem.sign * run.after(problem.grid) for run in runs])
    shown = np.searchsorted(problem.grid, problem.summary["evaluations"])
    differ("curve", told["curve"]["mean"], curves.mean(0)[shown], **at)
    differ("scores by seed", told["scores"], scores, **at)
    differ("mean score", told["score"]["value"], np.mean(scores), **at)
    differ("~score interval", told["score"], interval([scores], lambda g: g[0].mean()), **at)
    differ("failed part", told["failedPart"], sum(r.line["failed"] for r in runs) / sum(len(r.line["proposals"]) for r in runs), **at)
    seconds = problem.summary["seconds"]
    by_time = [problem.sign * run.after(seconds, np.array([a[1] for a in run.line["advances"]]) if len(run.at) == len(run.line["advances"]) else None) for run in runs]
    differ("curve by time", told["timeCurve"], np.mean(by_time, axis=0) if seconds else [], **at)
    mine = {"scores": scores, "score": np.mean(scores), "milestones": [], "targets": []}
    for place, milestone in zip(places([0.1, 0.25, 0.5, 1], len(problem.grid)), told["milestones"]):
        values = curves[:, place]
        mean, median = float(values.mean()), float(np.median(values))
        differ("milestone evaluations", milestone["evaluations"], problem.grid[place], **at)
        differ("milestone mean", milestone["mean"]["value"], mean, **at)
        differ("milestone median", milestone["median"]["value"], median, **at)
        differ("~milestone mean interval", milestone["mean"], interval([values], lambda g: g[0].mean(), 1000), **at)
        mine["milestones"].append({"evaluations": int(problem.grid[place]), "mean": mean, "median": median})
    for target in told["targets"]:
        value = problem.target(target["part"])
        reached = [run.reaches(value) for run in runs]
        hits = [r for r in reached if r is not None]
        missed = [run.line["evaluations"] for run, r in zip(runs, reached) if r is None]
        expected = (sum(hits) + sum(missed)) / len(hits) if hits else None
        half = None
        if hits:
            survival = stats.ecdf(stats.CensoredData(uncensored=hits, right=missed)).sf
            low = np.flatnonzero(survival.probabilities <= 0.5 + 1e-12)
            half = float(survival.quantiles[low[0]]) if len(low) else None
        differ("target", target["value"], problem.sign * value, **at)
        differ("target hits", target["hits"], len(hits), **at)
        differ("expected evaluations", target["expectedEvaluations"], expected, **at)
        differ("median evaluations", target["medianEvaluations"], half, **at)
        mine["targets"].append({"value": problem.sign * value, "hits": len(hits), "expectedEvaluations": expected, "medianEvaluations": half})
    if problem.several and problem.front is not None:
        distances = [IGDPlus(problem.front)(np.array(non_dominated([a[2:] for a in r.line["advances"]]))) for r in runs]
        mine["igdPlus"] = float(np.mean(distances))
        differ("IGD+", told["igdPlus"]["value"], mine["igdPlus"], **at)
    if told["best"] is not None:
        value = min(run.losses[-1] for run in runs if len(run.losses))
        differ("best", told["best"]["value"], problem.sign * value, **at)
    figures.append({"agent": agent, **mine})
    return scores


def overall(summary, problems, scores, figures, differ):
    """`scores[agent][problem]` are those of seeds."""
    agents, told = summary["agents"], summary["overall"]
    parts = np.array(told["parts"])
    differ("parts", parts, np.arange(1, 51) / 50)
    means = np.array([[np.mean(each) for each in scores[agent]] for agent in agents]).T
    ranks = stats.rankdata(np.vectorize(six)(-means), axis=1)
    n, k = ranks.shape
    figures["agents"] = []
    for a, (agent, own) in enumerate(zip(agents, told["agents"])):
        strata, flat = scores[agent], np.concatenate(scores[agent])
        with np.errstate(all="ignore"):
            gains = [np.nanmean([p.gains(run)[places(parts, len(p.grid))] for run in p.of(agent)], axis=0) for p in problems]
            curve = np.nan_to_num(np.nanmean(gains, axis=0), nan=0)
        ecdf = np.mean([np.mean([p.hits(run)[places(parts, len(p.grid))] for run in p.of(agent)], axis=0) for p in problems], axis=0)
        mean, middle = float(np.mean([np.mean(each) for each in strata])), float(stats.trim_mean(flat, 0.25))
        at = {"where": agent}
        differ("overall gain curve", own["curve"]["mean"], curve, **at)
        differ("ECDF of targets", own["hits"], ecdf, **at)
        differ("overall score", own["score"]["value"], mean, **at)
        differ("interquartile mean", own["interquartileMean"]["value"], middle, **at)
        differ("mean rank", own["meanRank"], ranks[:, a].mean(), **at)
        differ("~overall score interval", own["score"], interval(strata, lambda g: np.mean([each.mean() for each in g])), **at)
        differ("~interquartile mean interval", own["interquartileMean"], interval(strata, lambda g: stats.trim_mean(np.concatenate(g), 0.25)), **at)
        figures["agents"].append({"agent": agent, "score": mean, "interquartileMean": middle, "meanRank": float(ranks[:, a].mean()), "curve": curve.tolist(), "hits": ecdf.tolist()})
    if told["friedman"] is not None and k > 2:
        figures["friedman"] = friedman(agents, means, ranks, told["friedman"], differ)
    pairs = list(itertools.combinations(range(k), 2))
    tests = [paired(means[:, a] - means[:, b]) for a, b in pairs]
    adjusted = multipletests([p for p, _ in tests], method="holm")[1] if tests else []
    figures["pairs"] = []
    for (a, b), own, (p_value, effect), holm in zip(pairs, told["pairs"], tests, adjusted):
        at = {"where": f"{agents[a]}, {agents[b]}"}
        above = lambda x, y: stats.mannwhitneyu(x, y).statistic / (len(x) * len(y))
        first, second = [[np.array([six(v) for v in each]) for each in scores[agents[i]]] for i in (a, b)]
        improvement = float(np.mean([above(x, y) for x, y in zip(first, second)]))
        wins = lambda x, y: np.mean((x[:, None] > y) + 0.5 * (x[:, None] == y))
        low_high = interval(first + second, lambda g: np.mean([wins(x, y) for x, y in zip(g[:n], g[n:])]), 500)
        names = 0 if (own["a"], own["b"]) == (agents[a], agents[b]) else np.inf
        differ("names of pairs", names, 0, **at)
        differ("difference of a pair", own["difference"], np.mean(means[:, a] - means[:, b]), **at)
        differ("Wilcoxon p-value", own["pValue"], p_value, **at)
        differ("Holm p-value", own["adjustedPValue"], holm, **at)
        differ("rank-biserial effect", own["effect"], effect, **at)
        differ("probability of improvement", own["improvement"]["value"], improvement, **at)
        differ("~improvement interval", own["improvement"], low_high, **at)
        figures["pairs"].append({"a": agents[a], "b": agents[b], "pValue": float(p_value), "adjustedPValue": float(holm), "effect": float(effect), "improvement": improvement})


def friedman(agents, means, ranks, told, differ):
    n, k = ranks.shape
    chi, p_value = stats.friedmanchisquare(*np.vectorize(six)(means).T)
    f = (n - 1) * chi / (n * (k - 1) - chi) if n * (k - 1) - chi > 1e-9 else None
    f_p = float(stats.f.sf(f, k - 1, (k - 1) * (n - 1))) if f is not None else 0.0
    critical = stats.studentized_range.ppf(0.95, k, np.inf) / np.sqrt(2) * np.sqrt(k * (k + 1) / (6 * n))
    differ("Friedman chi-square", told["chiSquare"], chi)
    differ("Friedman p-value", told["chiSquarePValue"], p_value)
    differ("Iman-Davenport F", told["f"], f)
    differ("Iman-Davenport p-value", told["fPValue"], f_p)
    differ("critical difference", told["criticalDifference"], critical)
    # Whoever shares a group is not told apart by the test of each pair, and who shares none is.
    p_values = scikit_posthocs.posthoc_nemenyi_friedman(pd.DataFrame(-np.vectorize(six)(means), columns=agents))
    together = {(a, b) for group in told["groups"] for a in group for b in group}
    differ("Nemenyi groups", sum((p_values.loc[a, b] > 0.05) != ((a, b) in together) for a, b in itertools.combinations(agents, 2)), 0)
    return {"chiSquare": float(chi), "chiSquarePValue": float(p_value), "f": f, "fPValue": f_p, "criticalDifference": float(critical)}


def paired(differences):
    """Wilcoxon's test with Pratt's zeros by all assignments of signs, and the effect of Kerby 2014."""
    rounded = np.array([six(d) if abs(d) > 1e-12 else 0.0 for d in differences])
    ranks = stats.rankdata(np.abs(rounded))
    effect = np.sum(np.sign(rounded) * ranks) / np.sum(ranks)
    if not np.any(rounded):
        return 1.0, 0.0
    if len(rounded) < 2:
        return 1.0, effect
    method = stats.PermutationMethod(n_resamples=np.inf)
    return stats.wilcoxon(rounded, zero_method="pratt", method=method).pvalue, effect


def by_time(summary, problems, differ):
    """Scores by time, by autotuning_methodology."""
    mine = [p for p in problems if p.population is not None and p.facts.get("costsMs") is not None and p.summary["agents"][0]["timeScore"] is not None]
    if not mine:
        return
    plain = lambda values: [None if np.isnan(v) else float(v) for v in values]
    costs = [array(p.facts["costsMs"]) for p in mine]
    # The package stumbles over a first row that failed; their order is of no account.
    order = lambda p: np.argsort(np.isnan(p.population), kind="stable")
    # The package knows positive times only. Its score does not change where all are shifted.
    shifted = lambda p: p.population - min(0, np.nanmin(p.population) - 1)
    runs = lambda p, cost, agent: [{"losses": plain(shifted(p)[r.line["proposals"]]), "costsMs": plain(cost[r.line["proposals"]])} for r in p.of(agent)]
    task = {"cutoff": 0.95, "start": 0.01, "points": 1000, "bags": 0, "problems": [
        {"losses": plain(shifted(p)[order(p)]), "costsMs": plain(cost[order(p)]), "runs": {agent: runs(p, cost, agent) for agent in summary["agents"]}}
        for p, cost in zip(mine, costs)
    ]}
    script = Path(__file__).with_name("methodology.py")
    done = subprocess.run([sys.executable, str(script)], input=json.dumps(task), stdout=subprocess.PIPE, text=True, check=True)
    answers = json.loads(done.stdout)
    for p, answer in zip(mine, answers["problems"]):
        for own in p.summary["agents"]:
            differ("score by time", own["timeScore"], np.mean(answer["performance"][own["agent"]]), where=f"{p.summary['name']}, {own['agent']}")
    for own in summary["overall"]["agents"]:
        differ("overall score by time", own["timeScore"], answers["scores"][own["agent"]], where=own["agent"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--facts", type=Path)
    parser.add_argument("--figures", type=Path)
    parser.add_argument("--methodology", action="store_true")
    asked = parser.parse_args()
    summary = json.loads((asked.out / "summary.json").read_text())
    lines = [json.loads(line) for line in (asked.out / "results.jsonl").read_text().splitlines()]
    facts = json.loads(asked.facts.read_text()) if asked.facts else {}
    for file in asked.files:
        values, costs = cache_of(file)
        name = f"{file.parent.name}/{file.name.removesuffix('.gz').removesuffix('.json')}"
        facts[name] = {"values": values, "costsMs": costs}

    most = {}

    def differ(figure, told, mine, where=""):
        if figure.startswith("~~"):
            size = told
        elif figure.startswith("~"):
            low, high = mine
            size = max(abs(told["low"] - low), abs(told["high"] - high)) / max(high - low, 1e-3 * abs(low), 1e-9)
        elif told is None or mine is None:
            size = 0.0 if told is None and mine is None else np.inf
        else:
            size = off(told, mine)
        before = most.get(figure, {"of": 0, "largest": -1})
        worse = {"largest": size, "where": where} if size > before["largest"] else {}
        most[figure] = {**before, **worse, "of": before["of"] + np.size(mine)}

    problems, scores, figures = [], {agent: [] for agent in summary["agents"]}, {"problems": []}
    for told in summary["problems"]:
        own = facts.get(told["name"], {})
        if "values" in own:
            sign = -1 if told["objectives"][0]["direction"] == "maximize" else 1
            own = {**own, "losses": sign * own["values"]}
        problem = Problem(told, [line for line in lines if line["problem"] == told["name"]], own)
        problems.append(problem)
        at = {"where": told["name"]}
        differ("optimum", told["optimum"], problem.sign * problem.optimum, **at)
        differ("optimum is known", told["optimumIsKnown"], problem.known is not None, **at)
        if problem.reference is not None:
            differ("reference", told["reference"], problem.reference, **at)
        shown = np.searchsorted(problem.grid, told["evaluations"])
        differ("grid of evaluations", told["evaluations"], problem.grid[shown], **at)
        differ("random curve", told["randomCurve"], problem.sign * problem.random[shown], **at)
        for figure, (value, where) in problem.checks.items():
            differ(f"{figure} of runs", value, 0, where=f"{told['name']}, {where}")
        if problem.population is not None:
            means, errors = simulated_random(problem.population, min(problem.grid[-1], len(problem.population)))
            at_grid = np.minimum(problem.grid, len(problem.population)) - 1
            z = np.abs(problem.random - means[at_grid]) / np.maximum(errors[at_grid], 1e-12 + 1e-9 * abs(problem.random))
            differ("~~random curve by simulation, in standard errors", float(z.max()), 0, **at)
        figures["problems"].append({"name": told["name"], "optimum": float(problem.sign * problem.optimum), "random": (problem.sign * problem.random).tolist(), "agents": []})
        for own in told["agents"]:
            scores[own["agent"]].append(on_problem(problem, own["agent"], own, figures["problems"][-1]["agents"], differ))
    overall(summary, problems, scores, figures, differ)
    if asked.methodology:
        by_time(summary, problems, differ)
    if asked.figures:
        asked.figures.write_text(json.dumps(figures))
    json.dump(most, sys.stdout)


main()
