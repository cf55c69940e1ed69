"""One query at a time against random unit rows with FAISS's exact index (IndexFlatIP): the peer of benches/search.rs.

Prints `<n> ms, <n> queries/s`, the median of all queries.
"""

import argparse
import statistics
import time

import faiss
import numpy as np


def unit_rows(rng, n, d):
    rows = rng.standard_normal((n, d), dtype=np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def main():
    parser = argparse.ArgumentParser()
    for name, value in [("rows", 100_000), ("dim", 384), ("k", 20), ("threads", 2), ("queries", 50)]:
        parser.add_argument(f"--{name}", type=int, default=value)
    args = parser.parse_args()
    faiss.omp_set_num_threads(args.threads)
    rng = np.random.default_rng(0)
    index = faiss.IndexFlatIP(args.dim)
    index.add(unit_rows(rng, args.rows, args.dim))
    times = []
    for query in unit_rows(rng, args.queries + 5, args.dim):
        start = time.perf_counter()
        index.search(query[None], args.k)
        times.append(time.perf_counter() - start)
    # The first ones find threads that were not started yet.
    median = statistics.median(times[5:])
    print(f"faiss {faiss.__version__}: {1e3 * median:.2f} ms, {1 / median:.1f} queries/s")


if __name__ == "__main__":
    main()
