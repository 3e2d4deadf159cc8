"""Splink beside Pendopo on the same lists, with the model and blocking rules the published comparison used.

    splink_umkm.py LEFT RIGHT GOLD [--wide]

Prints one JSON line: precision, recall and F1 of the mutually best pairs at p >= 0.95 and at the best threshold.
"""

import json
import re
import sys
import time

import pandas as pd
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

KINDS = {"warung", "wr", "toko", "tk", "kedai", "kd", "rumah", "makan", "rm", "depot", "bengkel", "bkl", "katering",
         "ctr", "kerupuk", "krpk", "konveksi", "salon", "kios", "official", "store"}
TITLES = {"h", "hj", "bpk", "ibu", "drs"}


def words(text):
    return re.sub(r"[^a-z0-9 ]", " ", str(text).lower()).split()


def clean(frame):
    frame.columns = ["unique_id", "owner", "business", "village", "district", "address", "phone", "nik"]
    frame = frame.fillna("")
    frame["owner"] = [" ".join(w for w in words(t) if w not in TITLES) for t in frame.owner]
    frame["owner_sorted"] = [" ".join(sorted(t.split())) for t in frame.owner]
    frame["core"] = [" ".join(w for w in words(t) if w not in KINDS) for t in frame.business]
    for column in ("village", "district", "address"):
        frame[column] = [" ".join(words(t)) for t in frame[column]]
    frame["phone"] = [re.sub(r"^(62|0)+", "", re.sub(r"\D", "", t)) for t in frame.phone]
    frame["owner_first"] = [(t.split() or [""])[0] for t in frame.owner]
    return frame.replace("", None)


def level(sql, label):
    return cll.CustomLevel(sql, label)


def comparisons():
    jw = "jaro_winkler_similarity({0}_l, {0}_r) >= {1}".format
    owner = [cll.NullLevel("owner"), cll.ExactMatchLevel("owner", term_frequency_adjustments=True),
             cll.ExactMatchLevel("owner_sorted", term_frequency_adjustments=True), level(jw("owner_sorted", .95), "s95"),
             level(jw("owner", .92), "92"), level(jw("owner_sorted", .86), "s86"),
             level("len(list_intersect(string_split(owner_l,' '), string_split(owner_r,' '))) > 0", "shared"),
             level(jw("owner", .8), "80"), cll.ElseLevel()]
    core = [cll.NullLevel("core"), cll.ExactMatchLevel("core", term_frequency_adjustments=True),
            level(jw("core", .94), "94"), level("replace(core_l,' ','') = replace(core_r,' ','')", "joined"),
            level(jw("core", .88), "88"),
            level("len(list_intersect(string_split(core_l,' '), string_split(core_r,' '))) > 0", "shared"),
            level(jw("business", .85), "85"), level(jw("core", .75), "75"), cll.ElseLevel()]
    return [cl.CustomComparison(owner, output_column_name="owner"), cl.CustomComparison(core, output_column_name="core"),
            cl.JaroWinklerAtThresholds("village", [.9]).configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("phone", [1, 2]), cl.DamerauLevenshteinAtThresholds("nik", [1]),
            cl.JaroWinklerAtThresholds("address", [.92])]


def rules(wide):
    narrow = ["l.nik = r.nik", "l.phone = r.phone", "l.owner = r.owner and l.village = r.village",
              "l.core = r.core and l.village = r.village", "right(l.phone, 6) = right(r.phone, 6)",
              "left(l.owner_sorted, 4) = left(r.owner_sorted, 4) and l.village = r.village",
              "l.owner_first = r.owner_first and left(l.core, 4) = left(r.core, 4) and l.district = r.district",
              "l.owner = r.owner and l.core = r.core", "left(l.core, 4) = left(r.core, 4) and l.village = r.village"]
    more = ["l.owner_sorted = r.owner_sorted", "l.owner_first = r.owner_first and l.village = r.village",
            "left(l.owner_sorted, 4) = left(r.owner_sorted, 4) and left(l.core, 4) = left(r.core, 4)",
            "l.core = r.core and l.district = r.district", "l.address = r.address",
            "left(l.village, 4) = left(r.village, 4) and l.core = r.core"]
    return narrow + (more if wide else [])


def main():
    left, right, gold = sys.argv[1:4]
    wide = "--wide" in sys.argv
    start = time.time()
    frames = [clean(pd.read_csv(path, dtype=str)) for path in (left, right)]
    settings = SettingsCreator(link_type="link_only", comparisons=comparisons(),
                               blocking_rules_to_generate_predictions=rules(wide))
    engine = DuckDBAPI()
    linker = Linker([engine.register(frame) for frame in frames], settings)
    linker.training.estimate_probability_two_random_records_match(
        ["l.nik = r.nik", "l.phone = r.phone and l.owner = r.owner",
         "l.owner = r.owner and l.core = r.core and l.village = r.village"], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=2)
    for rule in (block_on("phone"), block_on("owner", "village")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_weight=-4).as_pandas_dataframe()
    pairs = found[["unique_id_l", "unique_id_r", "match_weight", "match_probability"]]
    best_left = pairs.groupby("unique_id_l").match_weight.transform("max")
    best_right = pairs.groupby("unique_id_r").match_weight.transform("max")
    mutual = pairs[(pairs.match_weight == best_left) & (pairs.match_weight == best_right)]
    seconds = time.time() - start
    truth = set(map(tuple, pd.read_csv(gold, dtype=str).values))
    hit = [(a, b) in truth or (b, a) in truth for a, b in zip(mutual.unique_id_l, mutual.unique_id_r)]
    mutual = mutual.assign(hit=hit).sort_values("match_weight", ascending=False)
    hits, accepted = mutual.hit.cumsum(), pd.Series(range(1, len(mutual) + 1), index=mutual.index)
    f1 = 2 * hits / (accepted + len(truth))
    sure = mutual[mutual.match_probability >= .95]
    print(json.dumps({"precision": sure.hit.mean(), "recall": sure.hit.sum() / len(truth),
                      "f1": 2 * sure.hit.sum() / (len(sure) + len(truth)), "best_f1": f1.max(),
                      "seconds": seconds, "pairs": len(pairs)}))


if __name__ == "__main__":
    main()
