"""PyTorch as a subject of the benchmark.

Trains the networks of the benchmark on one thread, as its tutorials do it: a loop over batches that
lie ready as tensors. The talk with the driver is the one of gradtwin.bench.Dialogue.

    python3 pytorch_subject.py float32|float64 FOLDER
"""

import inspect
import struct
import sys
import time
from array import array

import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(42)

PRECISION = sys.argv[1]
FOLDER = sys.argv[2]
DTYPE = getattr(torch, PRECISION)


class LastStep(nn.Module):
    """An LSTM of which only the last output goes on."""

    def __init__(self, inputs, units):
        super().__init__()
        self.lstm = nn.LSTM(inputs, units, batch_first=True)

    def forward(self, x):
        output, _ = self.lstm(x)
        return output[:, -1]


def network(name, width, depth):
    """The layers up to the last one's weights: its softmax or sigmoid is part of the loss."""
    if name == "xor-mlp":
        return nn.Sequential(nn.Linear(2, width), nn.Tanh(), nn.Linear(width, 1))
    if name == "mnist-mlp":
        layers = []
        for i in range(depth):
            layers += [nn.Linear(784 if i == 0 else width, width), nn.ReLU()]
        return nn.Sequential(*layers, nn.Linear(width, 10))
    if name == "lenet":
        return nn.Sequential(
            nn.Conv2d(1, 20, 5), nn.MaxPool2d(2),
            nn.Conv2d(20, 50, 5), nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(800, width), nn.ReLU(),
            nn.Linear(width, 10))
    if name == "lstm":
        return nn.Sequential(LastStep(28, width), nn.Linear(width, 10))
    raise ValueError("no such network: " + name)


def adam(parameters):
    """Adam as fast as this PyTorch has it, and which that is."""
    parameters = list(parameters)
    if "fused" in inspect.signature(torch.optim.Adam).parameters:
        try:
            return torch.optim.Adam(parameters, lr=1e-3, fused=True), "fused"
        except RuntimeError:
            pass  # before PyTorch 2.4 only for graphics cards
    return torch.optim.Adam(parameters, lr=1e-3), "default"


def examples(name):
    """The features [rows, width] and labels [rows, outputs] of gradtwin.bench.ExamplesFile."""
    with open(FOLDER + ("/xor.f32" if name == "xor-mlp" else "/digits.f32"), "rb") as file:
        rows, width, outputs = struct.unpack("<3i", file.read(12))
        numbers = array("f")
        numbers.frombytes(file.read())
    if sys.byteorder == "big":
        numbers.byteswap()
    everything = torch.frombuffer(numbers, dtype=torch.float32).to(DTYPE)
    features = everything[:rows * width].view(rows, width)
    labels = everything[rows * width:].view(rows, outputs)
    return features, labels


def batches(name, size):
    features, labels = examples(name)
    if name == "lenet":
        features = features.view(-1, 1, 28, 28)
    if name == "lstm":
        features = features.view(-1, 28, 28)
    if name != "xor-mlp":
        labels = labels.argmax(1)  # the classes: what the tutorials give to the loss
    count = len(features) // size
    return [(features[i * size:(i + 1) * size].clone(), labels[i * size:(i + 1) * size].clone())
            for i in range(count)]


def answer(text):
    print("answer " + text, flush=True)


def main():
    model = optimizer = loss_of = data = None
    step = 0
    for line in sys.stdin:
        words = line.split()
        if words[0] == "open":
            name, size, width, depth = words[1], int(words[2]), int(words[3]), int(words[4])
            data = batches(name, size)
            model = network(name, width, depth).to(DTYPE)
            optimizer, variant = adam(model.parameters())
            loss_of = nn.BCEWithLogitsLoss() if name == "xor-mlp" else nn.CrossEntropyLoss()
            step = 0
            answer("runtime precision " + PRECISION)
            answer("runtime pytorch " + torch.__version__)
            answer("runtime python " + sys.version.split()[0])
            answer("runtime threads " + str(torch.get_num_threads()))
            answer("runtime adam " + variant)
            answer("ready")
        else:
            steps = int(words[1])
            losses = 0.0
            start = time.perf_counter_ns()
            for _ in range(steps):
                features, labels = data[step % len(data)]
                optimizer.zero_grad()
                loss = loss_of(model(features), labels)
                loss.backward()
                optimizer.step()
                losses += loss.item()
                step += 1
            answer("ran {} {!r}".format(time.perf_counter_ns() - start, losses / steps))


main()
