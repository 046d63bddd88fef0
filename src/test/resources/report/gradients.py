"""Recomputes the gradients of an exported comparison with NumPy and prints how far both sides are.

A third implementation, which shares nothing with the other two but the definition of a network of
dense layers: the arrays and the conventions come from the manifest. Prints one line of JSON: the
largest difference of each side relative to the largest gradient of its block, and the loss.

Usage: python3 gradients.py FOLDER
"""

import json
import pathlib
import sys

import numpy

FORWARD = {
    "identity": lambda z: z,
    "tanh": numpy.tanh,
    "sigmoid": lambda z: 1 / (1 + numpy.exp(-z)),
}
# by the output y = f(z)
DERIVATIVE = {
    "identity": lambda y: numpy.ones_like(y),
    "tanh": lambda y: 1 - y * y,
    "sigmoid": lambda y: y * (1 - y),
}


def main(folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    arrays = {
        (a["role"], a["layer"], a["key"]): numpy.load(folder / a["file"]) for a in manifest["arrays"]
    }
    for array in manifest["arrays"]:
        assert list(arrays[array["role"], array["layer"], array["key"]].shape) == array["shape"]
    layers = manifest["layers"]
    assert layers[-1]["loss"]["type"] == "meanSquaredError", layers[-1]

    x = arrays["input", None, None]
    labels = arrays["labels", None, None]
    inputs, outputs = [], []
    for i, layer in enumerate(layers):
        inputs.append(x)
        z = x @ arrays["parameter", i, "W"]
        if layer["bias"]:
            z = z + arrays["parameter", i, "b"]
        x = FORWARD[layer["activation"]["type"]](z)
        outputs.append(x)

    loss = numpy.mean((x - labels) ** 2)
    dy = 2 * (x - labels) / labels.size
    gradients = {}
    for i in reversed(range(len(layers))):
        dz = dy * DERIVATIVE[layers[i]["activation"]["type"]](outputs[i])
        gradients[i, "W"] = inputs[i].T @ dz
        if layers[i]["bias"]:
            gradients[i, "b"] = dz.sum(axis=0)
        dy = dz @ arrays["parameter", i, "W"].T

    def distance(side):
        return max(
            float(numpy.max(numpy.abs(arrays[side, i, key] - own)) / numpy.max(numpy.abs(own)))
            for (i, key), own in gradients.items()
        )

    print(json.dumps({"dl4j": distance("dl4j"), "twin": distance("twin"), "loss": float(loss)}))


main(pathlib.Path(sys.argv[1]))
