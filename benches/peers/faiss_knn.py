"""The k nearest rows of all random unit rows with FAISS's exact index (IndexFlatIP): the peer of benches/neighbors.rs.

Prints `<n> s, <n> GFLOP/s`, counting every ordered pair's multiplications and additions.
"""

import argparse
import time

import faiss
import numpy as np


def main():
    parser = argparse.ArgumentParser()
    for name, value in [("rows", 50_000), ("dim", 512), ("k", 20), ("threads", 2)]:
        parser.add_argument(f"--{name}", type=int, default=value)
    args = parser.parse_args()
    faiss.omp_set_num_threads(args.threads)
    rows = np.random.default_rng(0).standard_normal((args.rows, args.dim), dtype=np.float32)
    faiss.normalize_L2(rows)
    index = faiss.IndexFlatIP(args.dim)
    start = time.perf_counter()
    index.add(rows)
    # The nearest of each row is itself.
    index.search(rows, args.k + 1)
    seconds = time.perf_counter() - start
    rate = 2 * args.rows**2 * args.dim / seconds / 1e9
    print(f"faiss {faiss.__version__}: {seconds:.2f} s, {rate:.1f} GFLOP/s")


if __name__ == "__main__":
    main()
