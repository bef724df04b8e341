"""What training.py and stand_in.py are told, and how they tell what came of it."""
import argparse
import json
import math
import os
import resource
import sys

parser = argparse.ArgumentParser(description='Trains a small classifier and prints JSON lines.')
parser.add_argument('--batch-size', type=int, default=32)
parser.add_argument('--workers', type=int, default=0, help='loader processes of each rank')
parser.add_argument('--persistent-workers', action='store_true', help='loader processes outlive an epoch')
parser.add_argument('--prefetch', type=int, default=2, help='batches that each loader process is ahead')
parser.add_argument('--cache', action='store_true', help='keep decoded samples in memory')
parser.add_argument('--pin-memory', action='store_true', help='copy batches to page-locked memory')
parser.add_argument('--precision', choices=['float32', 'bfloat16', 'float16'], default='float32')
parser.add_argument('--accumulation', type=int, default=1, help='batches to one step of the optimiser')
parser.add_argument('--world-size', type=int, default=1, help='processes that train in parallel')
parser.add_argument('--compile', choices=['none', 'script', 'compile'], default='none')
parser.add_argument('--threads', type=int, default=1)
parser.add_argument('--epochs', type=int, default=3, help='at full fidelity')
parser.add_argument('--samples', type=int, default=1024)
parser.add_argument('--learning-rate', type=float, default=0.03)

fidelity = float(os.environ.get('PARETUNE_FIDELITY', '1'))
seed = int(os.environ.get('PARETUNE_SEED', '1'))

# An exit code that the tuner takes for CompileFailed.
CANNOT_COMPILE = 77


def arguments():
    options = parser.parse_args()
    options.epochs = max(1, math.ceil(options.epochs * fidelity))
    return options


def tell(**fields):
    """One JSON line, at once: a pruner waits for it."""
    print(json.dumps(fields), flush=True)


def peak_rss_bytes(children):
    """Peak of this process, and for each of its children at a time that of the largest one that has ended."""
    unit = 1 if sys.platform == 'darwin' else 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return unit * (own + children * child)
