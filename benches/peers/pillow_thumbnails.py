"""Thumbnails of a folder of photos with Pillow, decoded at a reduced size where JPEG allows and turned upright: the peer of
benches/import.rs, which makes tiles and hashes besides.

    python pillow_thumbnails.py FOLDER --side 256 --processes 2

Prints `<n> images/s`. Files that Pillow can not read are not counted.
"""

import argparse
import multiprocessing
import pathlib
import time

from PIL import Image, ImageOps


def is_made(job):
    path, side = job
    try:
        with Image.open(path) as image:
            image.draft("RGB", (side, side))
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((side, side))
        return True
    except (OSError, ValueError):
        return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--side", type=int, default=256)
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    jobs = [(path, args.side) for path in sorted(args.folder.rglob("*")) if path.is_file()]
    with multiprocessing.Pool(args.processes) as pool:
        # Processes that are not started yet are not Pillow's fault.
        pool.map(is_made, jobs[:8])
        start = time.perf_counter()
        n_made = sum(pool.imap_unordered(is_made, jobs, chunksize=16))
        seconds = time.perf_counter() - start
    print(f"{n_made} of {len(jobs)} thumbnails in {seconds:.2f} s, {n_made / seconds:.1f} images/s")


if __name__ == "__main__":
    main()
