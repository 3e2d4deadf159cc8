#!/usr/bin/env python3
"""Draw cases and have pymcdm and spopt answer them; print cases and answers as one JSON object.

The Rust tests read this output and hold their own answers against it: `siting/tests/peers.rs`
runs it when both packages are there, and `siting/tests/data/peers.json` is one such run kept, so
that the comparison has teeth without Python, too. `bench/siting/peers` makes the environment.

Usage: compare.py [SEED]
"""

import json
import random
import sys
import warnings

warnings.filterwarnings("ignore")

import numpy as np
import pulp
import pymcdm
import spopt
from pymcdm import normalizations
from pymcdm.methods import TOPSIS, VIKOR, WSM
from pymcdm.weights.subjective import AHP
from spopt.locate import MCLP, PCenter, PMedian

NORMALISATIONS = {
    "minmax": normalizations.minmax_normalization,
    "vector": normalizations.vector_normalization,
    "max": normalizations.max_normalization,
    "sum": normalizations.sum_normalization,
}


def judgements(draw, size):
    scale = [1 / step for step in range(9, 1, -1)] + list(range(1, 10))
    matrix = [[1.0] * size for _ in range(size)]
    for first in range(size):
        for second in range(first + 1, size):
            value = float(draw.choice(scale))
            matrix[first][second] = value
            matrix[second][first] = 1 / value
    ahp = AHP(matrix=np.array(matrix))
    weights = [float(weight) for weight in ahp()]
    return {"matrix": matrix, "weights": weights, "consistency": float(ahp.get_cr())}


def scores(draw, sites, columns):
    rows = [[round(draw.uniform(1, 100), 2) for _ in range(columns)] for _ in range(sites)]
    types = [draw.choice([1, -1]) for _ in range(columns)]
    raw = [draw.uniform(0.1, 1) for _ in range(columns)]
    weights = [weight / sum(raw) for weight in raw]
    balance = draw.choice([0.5, 0.3, 0.8])
    matrix, w, t = np.array(rows), np.array(weights), np.array(types)
    case = {"rows": rows, "types": types, "weights": weights, "v": balance}
    case["vikor"] = [float(q) for q in VIKOR(v=balance)(matrix, w, t)]
    for name, how in NORMALISATIONS.items():
        case["topsis_" + name] = [float(x) for x in TOPSIS(how)(matrix, w, t)]
        case["sum_" + name] = [float(x) for x in WSM(how)(matrix, w, t)]
    return case


def places(draw, demands, candidates, p, existing):
    """One table of whole distances and what the three models make of it.

    spopt counts existing facilities within its p; here `p` is what is opened beside them.
    """
    here = [(draw.randint(0, 60), draw.randint(0, 60)) for _ in range(demands)]
    there = [(draw.randint(0, 60), draw.randint(0, 60)) for _ in range(candidates)]
    cost = [[abs(x - u) + abs(y - v) for u, v in there] for x, y in here]
    weights = [draw.randint(1, 90) for _ in range(demands)]
    stands = [1 if at < existing else 0 for at in range(candidates)]
    radius = draw.choice([10, 14, 18])
    matrix, w = np.array(cost, dtype=float), np.array(weights, dtype=float)
    fixed = np.array(stands) if existing else None
    total = p + existing

    def solved(model):
        model.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=0, gapAbs=0))
        return float(model.problem.objective.value())

    median = PMedian.from_cost_matrix(matrix, w, total, fixed)
    cover = MCLP.from_cost_matrix(matrix, w, radius, total, fixed)
    centre = PCenter.from_cost_matrix(matrix, total, fixed)
    return {
        "cost": cost,
        "weights": weights,
        "existing": stands,
        "p": p,
        "radius": radius,
        "median": solved(median),
        "covered": solved(cover),
        "centre": solved(centre),
    }


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    draw = random.Random(seed)
    json.dump(
        {
            "made_by": f"pymcdm {pymcdm_version()}, spopt {spopt.__version__}, seed {seed}",
            "judgements": [judgements(draw, size) for size in (3, 4, 5, 7, 10)],
            "scores": [scores(draw, *shape) for shape in ((4, 3), (6, 5), (10, 8), (20, 6))],
            "places": [
                places(draw, *shape)
                for shape in ((8, 8, 2, 0), (14, 10, 3, 0), (20, 20, 5, 0), (25, 15, 3, 2), (30, 30, 4, 1))
            ],
        },
        sys.stdout,
    )
    print()


def pymcdm_version():
    from importlib.metadata import version

    return version("pymcdm")


if __name__ == "__main__":
    main()
