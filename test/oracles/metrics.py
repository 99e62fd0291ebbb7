"""What scikit-learn says of a few scored sets: the values that test/metrics holds lib/metrics against.

    python -m venv oracle && oracle/bin/pip install scikit-learn==1.9.1 scipy==1.17.1
    oracle/bin/python test/oracles/metrics.py && npx prettier --write test/oracles/metrics.json
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.stats import binomtest
from sklearn import metrics
from sklearn.calibration import calibration_curve


def scored_sets():
    """Labels and probabilities, rounded so that the JSON holds them exactly."""
    rng = np.random.default_rng(20240501)

    def make(n, prevalence, separation, decimals):
        labels = (rng.random(n) < prevalence).astype(int)
        logits = rng.normal(size=n) + separation * (labels - 0.5)
        return labels, np.round(1 / (1 + np.exp(-logits)), decimals)

    sets = {
        "many ties": (*make(120, 0.4, 1.5, 1), 0.5),
        "few ties": (*make(250, 0.3, 2.0, 3), 0.45),
        "rare positives": (*make(150, 0.06, 1.0, 2), 0.7),
        "no information": (*make(100, 0.5, 0.0, 4), 0.5),
    }
    labels, probs = make(60, 0.5, 3.0, 2)
    probs[:6] = [0, 1, 0, 1, 1, 0]  # sure, and for some of them wrong
    sets["sure and wrong"] = (labels, probs, 0.5)
    return sets


def expected(labels, probs, threshold):
    called = (probs >= threshold).astype(int)
    tn, fp, fn, tp = metrics.confusion_matrix(labels, called, labels=[0, 1]).ravel()
    fpr, tpr, roc_thresholds = metrics.roc_curve(labels, probs, drop_intermediate=False)
    precision, recall, pr_thresholds = metrics.precision_recall_curve(labels, probs)
    observed, mean_prob = calibration_curve(labels, probs, n_bins=10, strategy="quantile")
    return {
        "confusion": {"truePositives": tp, "falsePositives": fp, "trueNegatives": tn, "falseNegatives": fn},
        "metrics": {
            "auc": metrics.roc_auc_score(labels, probs),
            "averagePrecision": metrics.average_precision_score(labels, probs),
            "sensitivity": metrics.recall_score(labels, called),
            "specificity": metrics.recall_score(labels, called, pos_label=0),
            "ppv": metrics.precision_score(labels, called, zero_division=np.nan),
            "npv": metrics.precision_score(labels, called, pos_label=0, zero_division=np.nan),
            "f1": metrics.f1_score(labels, called),
            "accuracy": metrics.accuracy_score(labels, called),
            "balancedAccuracy": metrics.balanced_accuracy_score(labels, called),
            "brier": metrics.brier_score_loss(labels, probs),
            "logLoss": metrics.log_loss(labels, probs),
        },
        "mcc": metrics.matthews_corrcoef(labels, called),
        "roc": {"falsePositiveRate": fpr[1:], "sensitivity": tpr[1:], "threshold": roc_thresholds[1:]},
        # scikit-learn goes from the lowest threshold up and appends a made-up last point
        "pr": {"recall": recall[:-1][::-1], "precision": precision[:-1][::-1], "threshold": pr_thresholds[::-1]},
        "calibration": {"meanProb": mean_prob, "observedShare": observed},
    }


def plain(value):
    """numpy -> what JSON holds, at any depth."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return [plain(item) for item in value]
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.item() if isinstance(value, np.generic) else value


def main():
    cases = [
        {"name": name, "labels": labels, "scores": probs, "threshold": threshold, "expected": expected(labels, probs, threshold)}
        for name, (labels, probs, threshold) in scored_sets().items()
    ]
    wilson = [
        {"successes": k, "n": n, "confidence": c, "low": interval.low, "high": interval.high}
        for k, n, c in [(0, 10, 0.95), (10, 10, 0.95), (3, 17, 0.9), (45, 60, 0.95), (1, 400, 0.99)]
        for interval in [binomtest(k, n).proportion_ci(c, method="wilson")]
    ]
    out = {
        "madeWith": {"scikit-learn": sklearn.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
        "cases": [plain(case) for case in cases],
        "wilson": wilson,
    }
    Path(__file__).with_name("metrics.json").write_text(json.dumps(out, allow_nan=False))


if __name__ == "__main__":
    main()
