"""Reference values for confident learning: cleanlab, by the authors of the method.

    python -m venv oracle && oracle/bin/pip install cleanlab==2.9.0 scikit-learn==1.9.1 scipy==1.17.1
    oracle/bin/python test/oracles/labelNoise.py && npx prettier --write test/oracles/labelNoise.json
"""

import json
from pathlib import Path

import cleanlab
import numpy as np
from cleanlab.count import compute_confident_joint, get_confident_thresholds
from cleanlab.filter import find_label_issues


def case(rng, n, prevalence, separation, shift, noise):
    """A model of some strength, perhaps miscalibrated by a shift of its logits, on labels of which some are turned round."""
    truth = (rng.random(n) < prevalence).astype(int)
    probs = np.round(1 / (1 + np.exp(-(separation * (truth - 0.5) + shift + rng.normal(size=n)))), 3)
    labels = np.where(rng.random(n) < noise, 1 - truth, truth)
    both = np.column_stack([1 - probs, probs])
    issues = find_label_issues(
        labels, both, filter_by="confident_learning", return_indices_ranked_by="normalized_margin", n_jobs=1
    )
    return {
        "labels": labels.tolist(),
        "probs": probs.tolist(),
        "thresholds": get_confident_thresholds(labels, both).tolist(),
        "confidentJoint": compute_confident_joint(labels, both, calibrate=False).tolist(),
        "calibratedJoint": compute_confident_joint(labels, both, calibrate=True).tolist(),  # rounded by cleanlab
        "candidates": sorted(issues.tolist()),
        "margins": [round(float(2 * both[i, labels[i]] - 1), 3) for i in issues],
    }


if __name__ == "__main__":
    rng = np.random.default_rng(20261126)
    cases = [
        case(rng, 150, 0.5, 4.0, 0.0, 0.05),
        case(rng, 200, 0.3, 2.0, 0.0, 0.15),
        case(rng, 120, 0.4, 2.0, 2.0, 0.1),  # says fractured too often
        case(rng, 120, 0.1, 2.0, -2.0, 0.1),  # rare, and says so too seldom
        case(rng, 80, 0.5, 0.0, 0.0, 0.0),  # knows nothing
    ]
    file = Path(__file__).with_name("labelNoise.json")
    file.write_text(json.dumps({"madeWith": {"cleanlab": cleanlab.__version__}, "cases": cases}))
