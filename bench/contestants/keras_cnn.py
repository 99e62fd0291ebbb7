"""Keras as a contestant: createCnn's architecture layer for layer, `fit` and `predict` on float32 arrays in memory."""

import pathlib
import time

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from serve import given_options, measure, peak_rss, serve

workload = given_options()
folder, size, batch = pathlib.Path(workload["folder"]), workload["size"], workload["batch"]
keras.utils.set_random_seed(workload["seed"])

labels = np.fromfile(folder / "labels.bin", np.uint8).astype(np.float32)  # [n]
images = np.fromfile(folder / "images.bin", np.uint8).reshape(-1, size, size, 1).astype(np.float32) / 255
single = images[:1]

model = keras.Sequential([keras.Input((size, size, 1))])
for channels in workload["filters"]:
    model.add(layers.Conv2D(channels, 3, padding="same", use_bias=False))
    model.add(layers.BatchNormalization(momentum=0.9, epsilon=1e-3))
    model.add(layers.MaxPooling2D())
    model.add(layers.ReLU())
model.add(layers.GlobalAveragePooling2D())
for units in workload["denseUnits"]:
    model.add(layers.Dense(units, activation="relu"))
    model.add(layers.Dropout(workload["dropout"]))
model.add(layers.Dense(1))
model.compile(
    keras.optimizers.Adam(workload["learningRate"]),
    keras.losses.BinaryCrossentropy(from_logits=True),
    jit_compile=False,  # Keras's "auto" takes XLA here, which is several times slower on CPUs
)
compiled = tf.function(lambda x: model(x, training=False))


def size_of(weights):
    return int(sum(np.prod(weight.shape) for weight in weights))


def read_weights():
    values, start = np.fromfile(folder / "weights.bin", np.float32), 0
    for layer in model.layers:
        arrays = []
        for weight in layer.weights:
            count = int(np.prod(weight.shape))
            arrays.append(values[start : start + count].reshape(weight.shape))
            start += count
        layer.set_weights(arrays)
    return {}


def train():
    model.fit(images, labels, batch_size=batch, epochs=1, verbose=0)
    return len(images)


def latency(calls, how):
    call = {"function": lambda: compiled(single).numpy(), "predict": lambda: model.predict(single, verbose=0)}[how]
    samples = []
    for _ in range(calls):
        start = time.perf_counter()
        call()
        samples.append((time.perf_counter() - start) * 1e3)
    return {"samplesMs": samples}


serve(
    {
        "identity": lambda: {
            "tensorflow": tf.__version__,
            "keras": keras.__version__,
            "parameters": size_of(model.trainable_weights),
            "statistics": size_of(model.non_trainable_weights),
        },
        "readWeights": read_weights,
        "logits": lambda: {"logits": model.predict(images, batch_size=64, verbose=0)[:, 0].tolist()},
        "train": lambda: measure(train),
        "predict": lambda: measure(lambda: len(model.predict(images, batch_size=64, verbose=0))),
        "latency": latency,
        "peakRss": peak_rss,
    }
)
