"""Two models cross-validated on the same folds: the mean gain in AUC and its variance, from the textbook formulas.

Obuchowski 1997 (doi:10.2307/2533958) in each fold, with every pair of images compared one by one; folds share no group, so
variances of the difference add up, divided by the square of their number. compareCrossValidatedAucs is held against it.

    python -m venv oracle && oracle/bin/pip install numpy scipy
    oracle/bin/python test/oracles/pairedFolds.py && npx prettier --write test/oracles/pairedFolds.json
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.stats import norm


def kernel(fractured, intact):
    """1 where the fractured image has the higher score, one half for a tie."""
    return (fractured[:, None] > intact[None, :]) + 0.5 * (fractured[:, None] == intact[None, :])


def covariance(labels, groups, one, other):
    """AUCs of two models on one fold, and the covariance of these."""
    names = sorted(set(groups))
    x, y = labels == 1, labels == 0
    m, n = x.sum(), y.sum()
    psi = [kernel(scores[x], scores[y]) for scores in (one, other)]
    auc = [each.mean() for each in psi]
    sums_x = [[(p.mean(1) - a)[groups[x] == g].sum() for g in names] for p, a in zip(psi, auc)]
    sums_y = [[(p.mean(0) - a)[groups[y] == g].sum() for g in names] for p, a in zip(psi, auc)]
    with_x, with_y, all_groups = len(set(groups[x])), len(set(groups[y])), len(names)
    s10 = with_x / ((with_x - 1) * m) * np.dot(sums_x[0], sums_x[1])
    s01 = with_y / ((with_y - 1) * n) * np.dot(sums_y[0], sums_y[1])
    s11 = all_groups / (all_groups - 1) * (np.dot(sums_x[0], sums_y[1]) + np.dot(sums_x[1], sums_y[0])) / 2
    return auc, s10 / m + s01 / n + 2 * s11 / (m * n)


def fold(rng, k):
    """Some 25 patients of 1 to 4 images, of both classes; scores in halves, so that many tie."""
    labels, groups, baseline, candidate = [], [], [], []
    for patient in range(int(rng.integers(20, 30))):
        nature = rng.normal()
        for _ in range(int(rng.integers(1, 5))):
            label = int(rng.random() < 0.4)
            seen = 1.2 * label + 0.6 * nature + rng.normal()
            labels.append(label)
            groups.append(f"{k}/{patient}")
            baseline.append(round(2 * (seen + 0.8 * rng.normal())) / 2)
            candidate.append(round(2 * (seen + 0.4 * rng.normal())) / 2)
    return {"labels": labels, "groups": groups, "baseline": baseline, "candidate": candidate}


def main():
    rng = np.random.default_rng(3)
    folds = [fold(rng, k) for k in range(5)]
    gains, variances = [], []
    for each in folds:
        labels, groups, *scores = (np.array(each[key]) for key in ("labels", "groups", "baseline", "candidate"))
        auc, shared = covariance(labels, groups, *scores)
        own = [covariance(labels, groups, s, s)[1] for s in scores]
        gains.append(auc[1] - auc[0])
        variances.append(own[0] + own[1] - 2 * shared)
    gain, error = np.mean(gains), np.sqrt(np.sum(variances)) / len(folds)
    low, high = norm.interval(0.95, gain, error)
    result = {
        "madeWith": {"numpy": np.__version__, "scipy": scipy.__version__},
        "folds": folds,
        "gain": gain,
        "standardError": error,
        "low": low,
        "high": high,
        "pValue": 2 * norm.sf(abs(gain) / error),
    }
    Path(__file__).with_suffix(".json").write_text(json.dumps(result))


main()
