"""Reference values for ridge logistic regression: scikit-learn's optimum of the same objective, by another algorithm.

    python -m venv oracle && oracle/bin/pip install scikit-learn==1.9.1 scipy==1.17.1
    oracle/bin/python test/oracles/baselines.py && npx prettier --write test/oracles/baselines.json
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression


def make(rng, n, width, noise):
    """Features of which one repeats another and one is rare, rounded so that the JSON holds them exactly."""
    rows = np.round(rng.normal(size=(n, width)), 2)
    if width > 2:
        rows[:, 1] = rows[:, 0]
        rows[:, 2] = rng.random(n) < 0.05
    truth = rng.normal(size=width)
    labels = (rows @ truth + noise * rng.normal(size=n) > 0.5).astype(int)
    return rows, labels


def case(rng, n, width, noise, l2):
    rows, labels = make(rng, n, width, noise)
    model = LogisticRegression(C=1 / l2, tol=1e-12, max_iter=100_000, solver="lbfgs").fit(rows, labels)
    return {
        "rows": rows.tolist(),
        "labels": labels.tolist(),
        "l2": l2,
        "intercept": model.intercept_[0],
        "weights": model.coef_[0].tolist(),
    }


if __name__ == "__main__":
    rng = np.random.default_rng(20261125)
    cases = [
        case(rng, 60, 1, 1.0, 1.0),
        case(rng, 80, 4, 2.0, 0.1),
        case(rng, 80, 4, 2.0, 1000.0),
        case(rng, 30, 40, 1.0, 1.0),  # more features than images
        case(rng, 50, 3, 0.0, 0.01),  # classes that a line tells apart
    ]
    file = Path(__file__).with_name("baselines.json")
    file.write_text(json.dumps({"madeWith": {"scikit-learn": sklearn.__version__}, "logistic": cases}))
