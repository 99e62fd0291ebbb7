"""Which settings the next trial of a sweep has; see driver.py."""

import json
from collections import deque

import optuna
import ray
from ray.tune.search import Searcher
from ray.tune.search.optuna import OptunaSearch


class NumberedSearch(Searcher):
    """Trials that an earlier sweep left, then new ones: points that are given (grid, random), or Optuna's."""

    def __init__(self, job, desk):
        super().__init__(metric="value", mode="max")
        self.desk = desk
        self.left, self.points = deque(trial["trial"] for trial in job["left"]), deque(job["points"])
        self.next, self.count = job["next"], job["count"]
        self.optuna = OptunaTpe(job) if job["search"]["kind"] == "tpe" else None

    def suggest(self, trial_id):
        if self.left:
            if self.optuna:
                self.optuna.suggest(trial_id)  # has its settings first in the queue
            return {"trial": self.left.popleft()}
        if self.next >= self.count:
            return Searcher.FINISHED
        params = self.optuna.suggest(trial_id) if self.optuna else self.points.popleft()
        trial, self.next = self.next, self.next + 1
        ray.get(self.desk.emit.remote({"type": "start", "trial": trial, "params": params}))
        return {"trial": trial}

    def on_trial_complete(self, trial_id, result=None, error=False):
        if self.optuna:
            self.optuna.complete(trial_id, result, error)


class OptunaTpe:
    """Optuna's TPE by way of Ray Tune: first what trials that an earlier sweep left have, then new settings.

    A choice is named by its JSON, so that it may be a list too.
    """

    def __init__(self, job):
        seed = job["seed"] + job["next"]  # a resumed sweep draws on, not the same again
        sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=job["search"]["startupTrials"])
        self.choices = {key for key, dimension in job["space"].items() if dimension["kind"] == "choice"}
        space = {key: distribution(dimension) for key, dimension in job["space"].items()}
        left = [self.named(trial["params"]) for trial in job["left"]]
        self.search = OptunaSearch(
            space=space, sampler=sampler, points_to_evaluate=left or None, metric="best", mode="max"
        )
        for trial in job["reported"]:
            if trial["isEnded"]:
                best = max(epoch["value"] for epoch in trial["epochs"])
                self.search.add_evaluated_point(self.named(trial["params"]), best)

    def suggest(self, trial_id):
        named = self.search.suggest(trial_id).items()
        return {key: json.loads(value) if key in self.choices else value for key, value in named}

    def complete(self, trial_id, result, error):
        self.search.on_trial_complete(trial_id, result, error)

    def named(self, params):
        return {key: json.dumps(value) if key in self.choices else value for key, value in params.items()}


def distribution(dimension):
    if dimension["kind"] == "choice":
        return optuna.distributions.CategoricalDistribution([json.dumps(value) for value in dimension["values"]])
    low, high = dimension["low"], dimension["high"]
    if dimension["kind"] == "integer":
        return optuna.distributions.IntDistribution(int(low), int(high))
    return optuna.distributions.FloatDistribution(low, high, log=dimension["kind"] == "logUniform")
