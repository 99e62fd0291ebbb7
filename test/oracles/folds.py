"""How even scikit-learn's StratifiedGroupKFold makes folds, on sets of the kinds met here; groupFolds is held against it.

    python -m venv oracle && oracle/bin/pip install scikit-learn==1.9.1
    oracle/bin/python test/oracles/folds.py && npx prettier --write test/oracles/folds.json
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.model_selection import StratifiedGroupKFold

SHUFFLES = 20


def patients(rng, count, most):
    """Of 1 to `most` images, mostly of one class."""
    usual = rng.random(count) < 0.3
    sizes = rng.integers(1, most + 1, count)
    fractured = [int((rng.random(n) < (0.85 if u else 0.1)).sum()) for n, u in zip(sizes, usual)]
    return [[f, int(n) - f] for f, n in zip(fractured, sizes)]


def blocks(rng):
    """As FracAtlas is grouped: 65 blocks of up to 50, of which some are of one class."""
    sizes = rng.integers(2, 51, 65)
    shares = rng.choice([0, 0.1, 0.3, 0.6, 1], 65, p=[0.1, 0.35, 0.3, 0.15, 0.1])
    return [[int(rng.binomial(n, s)), 0] for n, s in zip(sizes, shares)], sizes


def fold_counts(groups, folds, seed):
    """Fractured and intact images of each fold."""
    labels = [label for f, i in groups for label in [1] * f + [0] * i]
    names = [g for g, (f, i) in enumerate(groups) for _ in range(f + i)]
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    return [
        [int(np.array(labels)[test].sum()), int((1 - np.array(labels)[test]).sum())]
        for _, test in splitter.split(labels, labels, names)
    ]


def main():
    rng = np.random.default_rng(1)
    atlas, sizes = blocks(rng)
    sets = {
        "200 patients of 1 to 5 images": patients(rng, 200, 5),
        "40 patients of 1 to 12 images": patients(rng, 40, 12),
        "65 blocks of up to 50 images": [[f, int(n) - f] for (f, _), n in zip(atlas, sizes)],
    }
    result = {
        "madeWith": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
        "sets": [
            {
                "name": name,
                "groups": groups,
                "folds": 5,
                "counts": [fold_counts(groups, 5, seed) for seed in range(SHUFFLES)],
            }
            for name, groups in sets.items()
        ],
    }
    Path(__file__).with_suffix(".json").write_text(json.dumps(result))


main()
