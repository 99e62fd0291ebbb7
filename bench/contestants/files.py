"""Pillow and tf.data as contestants: image files -> [size, size] bytes, letterboxed, contrast stretched as the project does."""

import json
import os
import pathlib

import numpy as np

from serve import given_options, measure, serve

options = given_options()
folder, size, how = pathlib.Path(options["folder"]), options["size"], options["how"]
low, high = options["intensityPercentiles"]  # these become black and white
manifest = json.loads((folder / "manifest.json").read_text())
files = [str(pathlib.Path(manifest["root"]) / radiograph["path"]) for radiograph in manifest["radiographs"]]


def pillow(file, shrinks_on_load):
    from PIL import Image

    image = Image.open(file)
    # `draft` lets the JPEG decoder leave out colour, as the project does, and pixels, down to the size asked for;
    # twice the result's size is what `thumbnail` itself asks for.
    image.draft("L", (2 * size, 2 * size) if shrinks_on_load else image.size)
    image = image.convert("L")
    image.thumbnail((size, size), Image.Resampling.LANCZOS)
    values = np.asarray(image, np.float32)  # [height, width]
    black, white = np.percentile(values, [low, high])
    values = np.clip((values - black) / max(white - black, 1e-2), 0, 1)
    out = np.zeros((size, size), np.uint8)
    top, left = (size - values.shape[0]) // 2, (size - values.shape[1]) // 2
    out[top : top + values.shape[0], left : left + values.shape[1]] = np.rint(values * 255)
    return out


def tf_data(stretches):
    import tensorflow as tf

    def standardize(file):
        image = tf.io.decode_image(tf.io.read_file(file), channels=1, expand_animations=False)  # [height, width, 1]
        if not stretches:
            image = tf.image.resize_with_pad(image, size, size, "lanczos3", antialias=True)
            return tf.cast(tf.clip_by_value(tf.round(image), 0, 255), tf.uint8)
        # resize_with_pad pads first and stretches bars too, so its two halves are called by themselves.
        shape = tf.cast(tf.shape(image)[:2], tf.float32)
        fitted = tf.maximum(1, tf.cast(tf.round(shape * size / tf.reduce_max(shape)), tf.int32))
        image = tf.image.resize(image, fitted, "lanczos3", antialias=True)
        ordered = tf.sort(tf.reshape(image, [-1]))
        last = tf.cast(tf.size(ordered) - 1, tf.float32)
        black, white = (ordered[tf.cast(tf.round(percent / 100 * last), tf.int32)] for percent in (low, high))
        image = tf.clip_by_value((image - black) / tf.maximum(white - black, 1e-2), 0, 1)
        top, left = (size - fitted[0]) // 2, (size - fitted[1]) // 2
        return tf.cast(tf.round(tf.image.pad_to_bounding_box(image, top, left, size, size) * 255), tf.uint8)

    # Not AUTOTUNE: it starts anew with each round, and some 200 files are over before it has found what cores tell at once.
    cores = len(os.sched_getaffinity(0))
    return tf.data.Dataset.from_tensor_slices(files).map(standardize, num_parallel_calls=cores).batch(32).prefetch(2)


if how.startswith("tfdata"):
    pipeline = tf_data(stretches=how == "tfdataStretched")
    run = lambda: np.concatenate(list(pipeline.as_numpy_iterator()))[..., 0]
else:
    run = lambda: np.stack([pillow(file, shrinks_on_load=how == "pilThumbnail") for file in files])


def pixels(file):
    run().tofile(file)
    return {}


serve({"standardize": lambda: measure(lambda: len(run())), "pixels": pixels})
