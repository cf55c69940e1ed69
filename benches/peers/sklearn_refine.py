"""What scikit-learn makes of some confirmed images: the peer of benches/refine.rs.

LabelSpreading (kNN kernel, 20 neighbours) and LogisticRegression on the confirmed images alone; rows, classes and the
order of asking come from the folder that the benchmark writes. Prints a line a method and number of confirmed images:
accuracy over all images / over those that are not confirmed, and seconds.
"""

import argparse
import pathlib
import time

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.semi_supervised import LabelSpreading


def spread(rows, truth, confirmed):
    labels = np.full(len(truth), -1)
    labels[confirmed] = truth[confirmed]
    return LabelSpreading(kernel="knn", n_neighbors=20).fit(rows, labels).transduction_


def regress(rows, truth, confirmed):
    # 1 / C is the penalty; rows have length 1
    model = LogisticRegression(C=25.0, max_iter=300).fit(rows[confirmed], truth[confirmed])
    return model.predict(rows)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--dim", type=int, required=True)
    parser.add_argument("--classes", type=int, required=True)
    parser.add_argument("--stops", required=True)
    args = parser.parse_args()
    rows = np.fromfile(args.folder / "rows.f32", dtype="<f4").reshape(-1, args.dim)
    truth = np.fromfile(args.folder / "truth.u32", dtype="<u4").astype(int)
    order = np.fromfile(args.folder / "order.u32", dtype="<u4").astype(int)
    for stop in map(int, args.stops.split(",")):
        confirmed = order[:stop]
        rest = order[stop:]
        for method in (spread, regress):
            start = time.perf_counter()
            found = np.array(method(rows, truth, confirmed))
            seconds = time.perf_counter() - start
            found[confirmed] = truth[confirmed]
            all_, left = (found == truth).mean(), (found == truth)[rest].mean()
            name = {"spread": "LabelSpreading", "regress": "LogisticRegression"}[method.__name__]
            print(f"  scikit-learn {sklearn.__version__} {name}, {stop}: {all_:.3f} / {left:.3f} in {seconds:.2f} s")


if __name__ == "__main__":
    main()
