"""Times torchvision's views of small PIL pictures: SimCLR's and strong ones, as `gleaner::learning::views` cuts them.

    python torch_views.py --size 32 --threads 2 [--seconds 2] [--view simclr|strong]

`--threads` are processes, as a DataLoader has workers: Python threads would wait for each other. Prints `<view> <n>
views/s`, a line a view. Nothing is collected or batched, which is in torchvision's favour.
"""

import argparse
import multiprocessing
import random
import time

import numpy as np
import torch
from PIL import Image, ImageEnhance, ImageOps
from torchvision import transforms

MEAN, STD = (0.49, 0.48, 0.45), (0.25, 0.24, 0.26)


def tiles(size, n=64):
    """Waves of a few colours with some noise."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:size, :size]
    pictures = []
    for _ in range(n):
        speed = rng.uniform(0.02, 0.35, (3, 2))
        phase = rng.uniform(0, 6, 3)
        waves = [128 + 100 * np.sin(x * a + y * b + p) for (a, b), p in zip(speed, phase)]
        levels = np.stack(waves, -1) + rng.uniform(-20, 20, (size, size, 3))
        pictures.append(Image.fromarray(levels.clip(0, 255).astype(np.uint8)))
    return pictures


def simclr(size):
    return transforms.Compose([
        transforms.RandomResizedCrop(size, (0.2, 1.0)),
        transforms.RandomHorizontalFlip(),
        transforms.RandomApply([transforms.ColorJitter(0.4, 0.4, 0.4, 0.1)], 0.8),
        transforms.RandomGrayscale(0.2),
        transforms.ToTensor(),
        transforms.Normalize(MEAN, STD),
    ])


def affine(picture, *matrix):
    return picture.transform(picture.size, Image.AFFINE, matrix)


def enhance(kind):
    return lambda picture: kind(picture).enhance(random.uniform(0.05, 0.95))


def operators(size):
    """The fourteen of METHOD 1, each with a random magnitude."""
    tenth = lambda: random.uniform(-0.1, 0.1)
    return [
        lambda p: p,
        ImageOps.autocontrast,
        ImageOps.equalize,
        lambda p: p.rotate(random.uniform(-30, 30)),
        lambda p: ImageOps.solarize(p, int(random.uniform(0, 256))),
        enhance(ImageEnhance.Color),
        enhance(ImageEnhance.Contrast),
        enhance(ImageEnhance.Brightness),
        enhance(ImageEnhance.Sharpness),
        lambda p: affine(p, 1, tenth(), 0, 0, 1, 0),
        lambda p: affine(p, 1, 0, 0, tenth(), 1, 0),
        lambda p: affine(p, 1, 0, tenth() * size, 0, 1, 0),
        lambda p: affine(p, 1, 0, 0, 0, 1, tenth() * size),
        lambda p: ImageOps.posterize(p, int(random.uniform(4, 8))),
    ]


def strong(size):
    all_operators = operators(size)
    longest = {32: 16, 96: 32, 224: 75}.get(size, max(round(size / 3), 1))
    to_numbers = transforms.Compose([transforms.ToTensor(), transforms.Normalize(MEAN, STD)])

    def view(picture):
        if random.random() < 0.5:
            picture = ImageOps.mirror(picture)
        for operator in random.choices(all_operators, k=4):
            picture = operator(picture)
        numbers = to_numbers(picture)
        half = random.randint(1, longest) // 2
        y, x = random.randrange(size), random.randrange(size)
        numbers[:, max(y - half, 0):y + half, max(x - half, 0):x + half] = 0
        return numbers

    return view


def views_per_second(job):
    kind, size, seconds, seed = job
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    random.seed(seed)
    pictures, view = tiles(size), {"simclr": simclr, "strong": strong}[kind](size)
    for picture in pictures:
        view(picture)
    n, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        for picture in pictures:
            view(picture)
        n += len(pictures)
    return n / (time.perf_counter() - started)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=32)
    parser.add_argument("--threads", "--processes", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--view", choices=("simclr", "strong"))
    args = parser.parse_args()
    with multiprocessing.get_context("fork").Pool(args.threads) as pool:
        for kind in (args.view,) if args.view else ("simclr", "strong"):
            jobs = [(kind, args.size, args.seconds, seed) for seed in range(args.threads)]
            print(f"{kind} {sum(pool.map(views_per_second, jobs, chunksize=1)):.1f} views/s", flush=True)


if __name__ == "__main__":
    main()
