"""Trains a convolutional network in PyTorch on small synthetic pictures, which are kept compressed and decoded by the loader."""
import sys
import tempfile
import time
import zlib
from contextlib import nullcontext

import torch
import torch.distributed as dist
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torch.utils.data.distributed import DistributedSampler

from arguments import CANNOT_COMPILE, arguments, peak_rss_bytes, seed, tell

SIDE = 16
CLASSES = 4


class Pictures(Dataset):
    """Noise with one bright quarter, which is the class."""

    def __init__(self, count, cache):
        generator = torch.Generator().manual_seed(seed)
        self.labels = torch.randint(CLASSES, (count,), generator=generator).tolist()
        self.files = []
        self.cache = {} if cache else None
        half = SIDE // 2
        for label in self.labels:
            picture = torch.randint(160, (3, SIDE, SIDE), dtype=torch.uint8, generator=generator)
            top, left = (label // 2) * half, (label % 2) * half
            picture[:, top:top + half, left:left + half] += 15
            self.files.append(zlib.compress(picture.numpy().tobytes()))

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        if self.cache is not None and index in self.cache:
            return self.cache[index], self.labels[index]
        pixels = torch.frombuffer(bytearray(zlib.decompress(self.files[index])), dtype=torch.uint8)
        picture = (pixels.reshape(3, SIDE, SIDE).float() / 255 - 0.32) / 0.18
        if self.cache is not None:
            self.cache[index] = picture
        return picture, self.labels[index]


def network():
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(32 * (SIDE // 4) ** 2, CLASSES),
    )  # fmt: skip


def compiled(model, options, device, mixed):
    """The model as it is run, once forwards and once backwards so that what is compiled lazily is compiled now."""
    try:
        run = {'none': lambda m: m, 'script': torch.jit.script, 'compile': lambda m: torch.compile(m)}[options.compile](model)
        with mixed:
            total = run(torch.zeros(options.batch_size, 3, SIDE, SIDE, device=device)).sum()
        total.backward()
        model.zero_grad(set_to_none=True)
        return run
    except Exception as error:
        if options.compile == 'none':
            raise
        print(f'cannot compile: {error}', file=sys.stderr)
        raise SystemExit(CANNOT_COMPILE) from error


def train(rank, options, rendezvous):
    torch.manual_seed(seed)
    torch.set_num_threads(options.threads)
    device = torch.device('cuda', rank % torch.cuda.device_count()) if torch.cuda.is_available() else torch.device('cpu')
    precision = getattr(torch, options.precision)
    if precision == torch.float16 and device.type == 'cpu':
        raise SystemExit('expected a GPU for float16, got a CPU')
    is_parallel = options.world_size > 1
    if is_parallel:
        dist.init_process_group('gloo', f'file://{rendezvous}', rank=rank, world_size=options.world_size)
    model = network().to(device)
    mixed = nullcontext() if precision == torch.float32 else torch.autocast(device.type, dtype=precision)
    run = compiled(model, options, device, mixed)
    if is_parallel:
        run = nn.parallel.DistributedDataParallel(run)
    pictures = Pictures(options.samples, options.cache)
    sampler = DistributedSampler(pictures, seed=seed) if is_parallel else None
    ahead = {'persistent_workers': options.persistent_workers, 'prefetch_factor': options.prefetch}
    loader = DataLoader(
        pictures,
        batch_size=options.batch_size,
        shuffle=sampler is None,
        sampler=sampler,
        num_workers=options.workers,
        pin_memory=options.pin_memory,
        **(ahead if options.workers > 0 else {}),
    )
    optimizer = torch.optim.SGD(model.parameters(), lr=options.learning_rate, momentum=0.9)
    scaler = torch.cuda.amp.GradScaler(enabled=precision == torch.float16)
    criterion = nn.CrossEntropyLoss()
    began = time.perf_counter()
    seen = 0
    for epoch in range(options.epochs):
        if sampler:
            sampler.set_epoch(epoch)
        losses = []
        for batch, (inputs, labels) in enumerate(loader, 1):
            inputs = inputs.to(device, non_blocking=options.pin_memory)
            labels = labels.to(device, non_blocking=options.pin_memory)
            with mixed:
                loss = criterion(run(inputs), labels)
            scaler.scale(loss / options.accumulation).backward()
            if batch % options.accumulation == 0 or batch == len(loader):
                scaler.step(optimizer)
                scaler.update()
                optimizer.zero_grad(set_to_none=True)
            losses.append(loss.detach())
            seen += len(labels) * options.world_size
        mean = torch.stack(losses).mean().cpu()
        if is_parallel:
            dist.all_reduce(mean)
            mean /= options.world_size
        rate = seen / (time.perf_counter() - began)
        if rank == 0:
            tell(step=epoch + 1, loss=mean.item(), samplesPerSecond=rate)
    del loader
    if rank == 0:
        memory = options.world_size * peak_rss_bytes(options.workers)
        tell(samplesPerSecond=rate, loss=mean.item(), peakRssBytes=memory)
        tell(machine={'torch': torch.__version__, 'device': device.type})
    if is_parallel:
        dist.destroy_process_group()


if __name__ == '__main__':
    chosen = arguments()
    if chosen.world_size == 1:
        train(0, chosen, None)
    else:
        with tempfile.TemporaryDirectory() as folder:
            torch.multiprocessing.spawn(train, (chosen, f'{folder}/rendezvous'), nprocs=chosen.world_size)
