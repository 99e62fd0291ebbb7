"""Reference values for intervals, tests and calibration: written from the definitions, not from the fast algorithms of lib.

    python -m venv oracle && oracle/bin/pip install scikit-learn==1.9.1 scipy==1.17.1
    oracle/bin/python test/oracles/evidence.py && npx prettier --write test/oracles/evidence.json
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy import optimize, stats
from sklearn.calibration import _sigmoid_calibration
from sklearn.isotonic import IsotonicRegression

from metrics import plain


def patients(rng, count, shift):
    """Images of 1 to 4 a patient, of both labels within some; two models that share the patient's effect; ties."""
    rows = []
    for patient in range(count):
        effect = rng.normal()
        usual = int(rng.random() < 0.45)
        for _ in range(rng.integers(1, 5)):
            label = usual if rng.random() < 0.8 else 1 - usual
            both = effect + 0.7 * rng.normal()
            rows.append((label, f"p{patient}", 1.2 * label + both + 0.8 * rng.normal(), shift * label + both + 0.8 * rng.normal()))
    labels, groups, one, other = zip(*rows)
    return {"labels": np.array(labels), "groups": list(groups), "baseline": np.round(one, 1), "candidate": np.round(other, 2)}


def components(labels, scores):
    """V10 of the positives and V01 of the negatives, pair by pair (DeLong et al. 1988)."""
    x, y = scores[labels == 1], scores[labels == 0]
    won = (x[:, None] > y[None, :]) + 0.5 * (x[:, None] == y[None, :])
    return won.mean(axis=1), won.mean(axis=0)


def delong(labels, one, other):
    """Covariance by np.cov of the structural components: no groups."""
    (a10, a01), (b10, b01) = components(labels, one), components(labels, other)
    covariance = np.cov(a10, b10) / len(a10) + np.cov(a01, b01) / len(a01)
    aucs = np.array([a10.mean(), b10.mean()])
    return comparison(aucs, covariance)


def obuchowski(labels, groups, one, other):
    """Obuchowski 1997, equations for S10, S01 and S11, cluster by cluster."""
    groups = np.array(groups)
    names = np.unique(groups)
    m, n = (labels == 1).sum(), (labels == 0).sum()
    aucs, xs, ys = [], [], []
    for scores in (one, other):
        v10, v01 = components(labels, scores)
        auc = v10.mean()
        aucs.append(auc)
        at10, at01 = groups[labels == 1], groups[labels == 0]
        xs.append(np.array([v10[at10 == g].sum() - (at10 == g).sum() * auc for g in names]))
        ys.append(np.array([v01[at01 == g].sum() - (at01 == g).sum() * auc for g in names]))
    i10 = len(np.unique(groups[labels == 1]))
    i01 = len(np.unique(groups[labels == 0]))
    i = len(names)
    covariance = np.empty((2, 2))
    for r in range(2):
        for s in range(2):
            s10 = i10 / ((i10 - 1) * m) * (xs[r] * xs[s]).sum()
            s01 = i01 / ((i01 - 1) * n) * (ys[r] * ys[s]).sum()
            s11 = i / (i - 1) * (xs[r] * ys[s]).sum()
            s11_back = i / (i - 1) * (xs[s] * ys[r]).sum()
            covariance[r, s] = s10 / m + s01 / n + (s11 + s11_back) / (m * n)
    return comparison(np.array(aucs), covariance)


def comparison(aucs, covariance):
    error = np.sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
    difference = aucs[1] - aucs[0]
    return {
        "aucs": aucs,
        "standardErrors": np.sqrt(np.diag(covariance)),
        "difference": difference,
        "standardError": error,
        "correlation": covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1]),
        "pValue": 2 * stats.norm.sf(abs(difference / error)),
    }


def mcnemar(b, c):
    n, k = b + c, min(b, c)
    exact = stats.binomtest(b, n).pvalue if n else 1.0
    mid = 2 * stats.binom.cdf(k, n, 0.5) - stats.binom.pmf(k, n, 0.5)
    return {"onlyBaselineRight": b, "onlyCandidateRight": c, "exactP": exact, "midP": min(1, mid)}


def platt_loss(labels, logits):
    """Platt 1999, with his targets."""
    positives, negatives = (labels == 1).sum(), (labels == 0).sum()
    target = np.where(labels == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))

    def loss(line):
        z = line[0] * logits + line[1]
        return (np.logaddexp(0, z) - target * z).sum()

    return loss


def calibration(rng):
    n = 300
    logits = np.round(rng.normal(size=n) * 3, 1)
    labels = (rng.random(n) < 1 / (1 + np.exp(-logits / 2.2))).astype(int)
    loss = lambda log_t: np.logaddexp(0, -(2 * labels - 1) * logits / np.exp(log_t)).sum()
    temperature = np.exp(optimize.minimize_scalar(loss, bounds=(-3, 3), method="bounded", options={"xatol": 1e-12}).x)
    platt = optimize.minimize(platt_loss(labels, logits), [1, 0], method="BFGS", options={"gtol": 1e-12}).x
    a, b = _sigmoid_calibration(logits, labels)
    assert np.allclose([-a, -b], platt, atol=1e-3)  # scikit-learn's stops earlier, and has the signs the other way round
    isotonic = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(logits, labels)
    fresh = np.round(np.linspace(-11, 11, 60), 3)
    return {"labels": labels, "logits": logits, "temperature": temperature, "platt": platt, "fresh": fresh, "isotonic": isotonic.predict(fresh)}


def bca(rng):
    values = np.round(rng.exponential(size=25), 3)
    interval = stats.bootstrap((values,), np.mean, n_resamples=50_000, method="BCa", rng=rng).confidence_interval
    return {"values": values, "low": interval.low, "high": interval.high}


def newcombe(auc, m, n, z):
    """Newcombe 2006, method 5: roots of (auc - theta)^2 = z^2 variance(theta)."""

    def gap(theta):
        factor = 1 + ((m + n) / 2 - 1) * ((1 - theta) / (2 - theta) + theta / (1 + theta))
        return (auc - theta) ** 2 - z**2 * theta * (1 - theta) * factor / (m * n)

    inside = min(max(auc, 1e-9), 1 - 1e-9)
    low = 0.0 if auc == 0 else optimize.brentq(gap, 0, inside, xtol=1e-15)
    high = 1.0 if auc == 1 else optimize.brentq(gap, inside, 1, xtol=1e-15)
    return {"auc": auc, "positives": m, "negatives": n, "low": low, "high": high}


def cross_validated(rng):
    """LeDell et al. 2015: images independent, folds of one size, mean squared influence curve over n."""
    folds, curves = [], []
    for _ in range(5):
        labels = np.array([1] * 30 + [0] * 50)
        scores = np.round(rng.normal(size=80) + 1.3 * labels, 2)
        v10, v01 = components(labels, scores)
        auc = v10.mean()
        curves += list((v10 - auc) * 80 / 30) + list((v01 - auc) * 80 / 50)
        folds.append({"labels": labels, "scores": scores, "auc": auc})
    n = len(curves)
    return {
        "folds": folds,
        "auc": np.mean([fold["auc"] for fold in folds]),
        "standardError": np.sqrt(np.mean(np.square(curves)) / n),
    }


def main():
    rng = np.random.default_rng(20240607)
    paired = []
    for count, shift in [(60, 1.9), (150, 1.2), (25, 0.2)]:
        data = patients(rng, count, shift)
        labels, groups, one, other = data["labels"], data["groups"], data["baseline"], data["candidate"]
        paired.append({**data, "delong": delong(labels, one, other), "obuchowski": obuchowski(labels, groups, one, other)})
    deviates = [-37.0, -20.0, -8.0, -3.1, -3.0, -2.9, -1.0, -1e-8, 0.0, 0.5, 1.959963984540054, 3.0, 3.2, 7.5]
    shares = [1e-300, 1e-20, 1e-6, 0.001, 0.025, 0.2, 0.5, 0.8, 0.975, 0.999999]
    out = {
        "madeWith": {"scikit-learn": sklearn.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
        "normal": {"x": deviates, "cdf": stats.norm.cdf(deviates), "share": shares, "quantile": stats.norm.ppf(shares)},
        "paired": paired,
        "mcnemar": [mcnemar(b, c) for b, c in [(0, 0), (0, 5), (3, 3), (12, 4), (59, 16), (800, 900)]],
        "calibration": calibration(rng),
        "bca": bca(rng),
        "newcombe": [newcombe(a, m, n, 1.959963984540054) for a, m, n in [(1, 20, 30), (0, 8, 8), (0.87, 40, 60), (0.5, 5, 200)]],
        "crossValidated": cross_validated(rng),
    }
    Path(__file__).with_name("evidence.json").write_text(json.dumps(plain(out), allow_nan=False))


if __name__ == "__main__":
    main()
