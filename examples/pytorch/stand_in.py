"""Does in plain Python the kinds of work that training.py does: the same arguments, pictures, loader processes, queues, caches, mixed
precision, accumulation, ranks, compilation and threads, but a classifier of one layer. What it measures says nothing about PyTorch."""
import math
import mmap
import multiprocessing
import operator
import platform
import queue
import random
import struct
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor

from arguments import arguments, peak_rss_bytes, seed, tell

SIDE = 16
CLASSES = 4
BLOCK = 4
FEATURES = 3 * (SIDE // BLOCK) ** 2
MOMENTUM = 0.9


def made_pictures(count):
    """Noise with one bright quarter, which is the class; compressed."""
    generator = random.Random(seed)
    noise = bytes(value % 160 for value in range(256))
    brighter = bytes(min(255, value + 15) for value in range(256))
    files, labels = [], []
    half = SIDE // 2
    for _ in range(count):
        label = generator.randrange(CLASSES)
        picture = bytearray(generator.randbytes(3 * SIDE * SIDE).translate(noise))
        for channel in range(3):
            for row in range(label // 2 * half, label // 2 * half + half):
                at = (channel * SIDE + row) * SIDE + label % 2 * half
                picture[at:at + half] = picture[at:at + half].translate(brighter)
        files.append(zlib.compress(bytes(picture)))
        labels.append(label)
    return files, labels


class Pictures:
    def __init__(self, files, labels, cache):
        self.files, self.labels = files, labels
        self.cache = {} if cache else None

    def batch(self, indices):
        return [self.decoded(index) for index in indices], [self.labels[index] for index in indices]

    def decoded(self, index):
        if self.cache is not None and index in self.cache:
            return self.cache[index]
        pixels = zlib.decompress(self.files[index])
        rows = range(0, 3 * SIDE * SIDE, SIDE * BLOCK)
        features = []
        for top in rows:
            for left in range(top, top + SIDE, BLOCK):
                total = sum(sum(pixels[at:at + BLOCK]) for at in range(left, left + SIDE * BLOCK, SIDE))
                features.append((total / (BLOCK * BLOCK * 255) - 0.32) / 0.05)
        if self.cache is not None:
            self.cache[index] = features
        return features


def load(pictures, tasks, results):
    """What a loader process does."""
    for number, indices in iter(tasks.get, None):
        results.put((number, pictures.batch(indices)))


class Loader:
    """Batches in order, decoded here or by processes that are so many batches ahead."""

    def __init__(self, pictures, options):
        self.pictures, self.options = pictures, options
        self.processes = []

    def epoch(self, batches):
        if self.options.workers == 0:
            yield from map(self.pictures.batch, batches)
            return
        if not self.processes:
            self.start()
        waiting, asked = {}, 0
        for number in range(len(batches)):
            while asked < min(len(batches), number + self.options.workers * self.options.prefetch):
                self.tasks.put((asked, batches[asked]))
                asked += 1
            while number not in waiting:
                came, batch = self.results.get()
                waiting[came] = batch
            yield waiting.pop(number)
        if not self.options.persistent_workers:
            self.stop()

    def start(self):
        self.tasks, self.results = multiprocessing.Queue(), multiprocessing.Queue()
        parts = (self.pictures, self.tasks, self.results)
        self.processes = [
            multiprocessing.Process(target=load, args=parts, daemon=True) for _ in range(self.options.workers)
        ]
        for process in self.processes:
            process.start()

    def stop(self):
        for _ in self.processes:
            self.tasks.put(None)
        for process in self.processes:
            process.join()
        self.processes = []


def pinned(batches):
    """A thread copies each batch to a block of memory of its own, one ahead."""
    ready = queue.Queue(maxsize=1)

    def copy():
        for inputs, labels in batches:
            block = mmap.mmap(-1, 8 * FEATURES * len(inputs))
            for row in inputs:
                block.write(struct.pack(f'{FEATURES}d', *row))
            ready.put((block, labels))
        ready.put(None)

    threading.Thread(target=copy, daemon=True).start()
    for block, labels in iter(ready.get, None):
        yield list(struct.iter_unpack(f'{FEATURES}d', block)), labels


def plain_product(weights, row):
    total = 0.0
    for weight, value in zip(weights, row):
        total += weight * value
    return total


def mapped_product(weights, row):
    return sum(map(operator.mul, weights, row))


def unrolled_product():
    terms = ' + '.join(f'w[{i}] * x[{i}]' for i in range(FEATURES))
    names = {}
    exec(compile(f'def product(w, x):\n    return {terms}', 'unrolled', 'exec'), names)
    return names['product']


def rounding(precision):
    """Weights as they are after a passage through so many bits."""
    if precision == 'bfloat16':
        return lambda row: [struct.unpack('>f', struct.pack('>f', value)[:2] + b'\0\0')[0] for value in row]
    code = {'float16': 'e', 'float32': 'f'}[precision] * FEATURES
    return lambda row: struct.unpack(code, struct.pack(code, *row))


def gradient(product, weights, inputs, labels):
    """Of the softmax's cross-entropy: its sum, and the sums of its derivatives."""
    total = 0.0
    slopes = [[0.0] * FEATURES for _ in range(CLASSES)]
    for row, label in zip(inputs, labels):
        scores = [product(line, row) for line in weights]
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        scale = sum(powers)
        total += math.log(scale) - (scores[label] - top)
        for line, (slope, power) in enumerate(zip(slopes, powers)):
            error = power / scale - (line == label)
            for i, value in enumerate(row):
                slope[i] += error * value
    return total, slopes


def averaged(values, rank, pipes):
    """The mean over all ranks, by way of rank 0."""
    if not pipes:
        return values
    if rank > 0:
        pipes[0].send(values)
        return pipes[0].recv()
    rows = [values, *(pipe.recv() for pipe in pipes)]
    mean = [sum(column) / len(rows) for column in zip(*rows)]
    for pipe in pipes:
        pipe.send(mean)
    return mean


def train(rank, options, files, labels, pipes):
    product = {'none': plain_product, 'script': mapped_product}.get(options.compile) or unrolled_product()
    rounded = rounding(options.precision)
    loader = Loader(Pictures(files, labels, options.cache), options)
    threads = ThreadPoolExecutor(options.threads) if options.threads > 1 else None
    weights = [[0.0] * FEATURES for _ in range(CLASSES)]
    speeds = [[0.0] * FEATURES for _ in range(CLASSES)]
    began = time.perf_counter()
    seen = 0
    for epoch in range(options.epochs):
        order = list(range(len(files)))
        random.Random(seed + epoch).shuffle(order)
        order = order[rank::options.world_size]
        batches = [order[at:at + options.batch_size] for at in range(0, len(order), options.batch_size)]
        loaded = loader.epoch(batches)
        losses, gathered, count = 0.0, None, 0
        for number, (inputs, answers) in enumerate(pinned(loaded) if options.pin_memory else loaded, 1):
            near = [rounded(line) for line in weights]
            parts = [(inputs[i::options.threads], answers[i::options.threads]) for i in range(options.threads)]
            work = [(product, near, *part) for part in parts]
            done = list(threads.map(lambda args: gradient(*args), work)) if threads else [gradient(*work[0])]
            gathered = [*(gathered or []), *(slopes for _, slopes in done)]
            losses += sum(total for total, _ in done)
            count += len(answers)
            seen += len(answers) * options.world_size
            if number % options.accumulation and number < len(batches):
                continue
            slopes = [sum(column) / count for column in zip(*([x for line in part for x in line] for part in gathered))]
            slopes = averaged(slopes, rank, pipes)
            for i, slope in enumerate(slopes):
                line, feature = divmod(i, FEATURES)
                speeds[line][feature] = MOMENTUM * speeds[line][feature] + slope
                weights[line][feature] -= options.learning_rate * speeds[line][feature]
            gathered, count = None, 0
        (mean,) = averaged([losses / len(order)], rank, pipes)
        rate = seen / (time.perf_counter() - began)
        if rank == 0:
            tell(step=epoch + 1, loss=mean, samplesPerSecond=rate)
    loader.stop()
    if rank == 0:
        memory = options.world_size * peak_rss_bytes(options.workers)
        tell(samplesPerSecond=rate, loss=mean, peakRssBytes=memory)
        tell(machine={'python': platform.python_version()})


if __name__ == '__main__':
    chosen = arguments()
    parts = (chosen, *made_pictures(chosen.samples))
    ends = [multiprocessing.Pipe() for _ in range(chosen.world_size - 1)]
    others = [
        multiprocessing.Process(target=train, args=(rank, *parts, [far])) for rank, (_, far) in enumerate(ends, 1)
    ]
    for other in others:
        other.start()
    train(0, *parts, [near for near, _ in ends])
    for other in others:
        other.join()
