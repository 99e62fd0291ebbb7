"""Takes the C library and headers out of TensorFlow's wheel, and the CUDA libraries out of NVIDIA's.

usage: unpackTensorflow.py FOLDER_OF_WHEELS TARGET
"""

import pathlib
import re
import shutil
import sys
import zipfile

LIBRARY = re.compile(r"tensorflow/(libtensorflow_(?:cc|framework)\.so\.2)$")
# All that tfjs-node's binding includes, directly or through another header.
HEADER = re.compile(r"tensorflow/include/((?:tensorflow|tsl|xla/tsl)/(?:c|core/platform|platform)/.*\.h)$")
# The wheel's RUNPATH is $ORIGIN/../nvidia/*/lib, which holds for TARGET/lib as well.
CUDA = re.compile(r"(nvidia/.*)$")


def target_of(name: str) -> str | None:
    if match := LIBRARY.match(name):
        return f"lib/{match[1]}"
    if match := HEADER.match(name):
        return f"include/{match[1]}"
    return name if CUDA.match(name) and not name.endswith("/") else None


def main(wheels: pathlib.Path, target: pathlib.Path) -> None:
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if (place := target_of(name)) is None:
                    continue
                file = target / place
                file.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as source, file.open("wb") as copy:
                    shutil.copyfileobj(source, copy, 1 << 20)
        wheel.unlink()  # what is unpacked needs no second copy on disk


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
