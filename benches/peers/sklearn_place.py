"""What scikit-learn makes of new rows beside a clustering: the peer of benches/placing.rs.

KNeighborsClassifier (20 neighbours) and LogisticRegression on the clusters as labels; LocalOutlierFactor (20 neighbours,
novelty, contamination 0.06: what ours turns away of known classes, about) says what fits none. Rows and labels come from the
folder that the benchmark writes. Prints a line a method: accuracy over all held-out rows / over those that fit, the share of
the held-out ones and of the unknown class that do not fit, and seconds.
"""

import argparse
import pathlib
import time

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier, LocalOutlierFactor


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--dim", type=int, required=True)
    args = parser.parse_args()
    read = lambda name: np.fromfile(args.folder / f"{name}.f32", dtype="<f4").reshape(-1, args.dim)
    rows, new, unknown = read("rows"), read("new"), read("unknown")
    clusters = np.fromfile(args.folder / "clusters.u32", dtype="<u4").astype(int)
    truth = np.fromfile(args.folder / "truth.u32", dtype="<u4").astype(int)
    fits = LocalOutlierFactor(n_neighbors=20, novelty=True, contamination=0.06).fit(rows)
    is_known, is_unknown = fits.predict(new) == 1, fits.predict(unknown) == -1
    for model in (KNeighborsClassifier(20, weights="distance"), LogisticRegression(C=25.0, max_iter=300)):
        start = time.perf_counter()
        right = model.fit(rows, clusters).predict(new) == truth
        seconds = time.perf_counter() - start
        print(
            f"  scikit-learn {sklearn.__version__} {type(model).__name__}: {right.mean():.3f} / {right[is_known].mean():.3f},"
            f" none {1 - is_known.mean():.3f}, of unknown {is_unknown.mean():.3f}, {seconds:.2f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
