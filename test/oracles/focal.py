"""What Optax and JAX say of the focal loss: the values that test/training/loss.test.ts holds lib/training/loss.ts against.

    python -m venv oracle && oracle/bin/pip install optax==0.2.8 jax==0.10.2
    oracle/bin/python test/oracles/focal.py && npx prettier --write test/oracles/focal.json
"""

import json
from pathlib import Path

import jax
import jax.numpy as jnp
import optax

jax.config.update("jax_enable_x64", True)

logits = jnp.array([-30.0, -4.0, -1.5, -0.2, 0.0, 0.7, 2.5, 6.0, 30.0] * 2)
labels = jnp.array([0.0] * 9 + [1.0] * 9)


def loss(x, gamma, alpha):
    return jnp.mean(optax.losses.sigmoid_focal_loss(x, labels, alpha=alpha, gamma=gamma))


cases = []
for gamma in [0.0, 0.5, 1.0, 2.0, 5.0]:
    for alpha in [None, 0.25]:
        value, gradient = jax.value_and_grad(loss)(logits, gamma, alpha)
        weights = [1, 1] if alpha is None else [1 - alpha, alpha]
        cases.append(
            {"gamma": gamma, "classWeights": weights, "value": float(value), "gradient": [float(g) for g in gradient]}
        )

written = {
    "versions": {"optax": optax.__version__, "jax": jax.__version__},
    "logits": [float(x) for x in logits],
    "labels": [int(y) for y in labels],
    "cases": cases,
}
Path(__file__).with_suffix(".json").write_text(json.dumps(written, indent=2) + "\n")
