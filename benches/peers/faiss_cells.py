"""The k nearest rows of all rows around fifty middles with FAISS's inverted file or its graph: a peer of benches/neighbors.rs --cells.

As many cells (or as wide a search) as find 0.98 of the true neighbours of 1,000 rows; choosing that is not timed, making the index is.
Prints `<n> s, recall <n>, <n> rows/s`.
"""

import argparse
import time

import faiss
import numpy as np


def main():
    parser = argparse.ArgumentParser()
    for name, value in [("rows", 250_000), ("dim", 64), ("k", 20), ("threads", 2)]:
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--graph", action="store_true", help="HNSW in place of an inverted file")
    args = parser.parse_args()
    faiss.omp_set_num_threads(args.threads)
    rng = np.random.default_rng(0)
    middles = rng.standard_normal((50, args.dim), dtype=np.float32)
    rows = middles[rng.integers(0, 50, args.rows)] + 0.8 * rng.standard_normal((args.rows, args.dim), dtype=np.float32)
    faiss.normalize_L2(rows)
    tried = rng.choice(args.rows, 1000, replace=False)
    exact = faiss.IndexFlatIP(args.dim)
    exact.add(rows)
    least = exact.search(rows[tried], args.k + 1)[0][:, -1]

    start = time.perf_counter()
    if args.graph:
        index = faiss.IndexHNSWFlat(args.dim, 16, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = 100
        index.add(rows)
    else:
        cells = max(1, args.rows // 400)
        quantizer = faiss.IndexFlatIP(args.dim)
        index = faiss.IndexIVFFlat(quantizer, args.dim, cells, faiss.METRIC_INNER_PRODUCT)
        index.train(rows)
        index.add(rows)
    seconds = time.perf_counter() - start

    def recall_at(width):
        if args.graph:
            index.hnsw.efSearch = width
        else:
            index.nprobe = width
        found = index.search(rows[tried], args.k + 1)[0]
        return (found >= least[:, None] - 1e-6).sum() / (1000 * (args.k + 1))

    width = 1
    while recall_at(width) < 0.98:
        width = max(width + 1, width * 5 // 4)
    recall = recall_at(width)
    start = time.perf_counter()
    # The nearest of each row is itself.
    index.search(rows, args.k + 1)
    seconds += time.perf_counter() - start
    kind = "graph" if args.graph else "cells"
    print(f"faiss {faiss.__version__}, {kind}, width {width}: {seconds:.2f} s, recall {recall:.4f}, {args.rows / seconds:.0f} rows/s")


if __name__ == "__main__":
    main()
