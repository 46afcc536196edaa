"""Published data from their files to recommendations. Without the data it says so and is skipped."""

import json
import os
import pathlib
import sys
import unittest

from programs import DEVICE, WORKBENCH, Programs

DATA = pathlib.Path(os.environ.get("POCKETREC_DATA") or pathlib.Path(__file__).parents[2] / ".." / "shared" / "data")
LONG = 600


# A debug build takes minutes for the whole blend of a million events.
ONE_COMPONENT = ("--set", "blend=item-to-item:1")


class MovieLens(Programs):
    def whole_way(self, form, source, user, item, *settings):
        """Convert, check, train, recommend, record, and other recommendations."""
        folder, model, data = self.folder / "set", self.folder / "model", self.folder / "data"
        self.good(WORKBENCH, "convert", form, source, folder, timeout=LONG)
        report = json.loads(self.good(WORKBENCH, "check", folder, "--json", timeout=LONG))
        self.assertEqual(report["errors"], 0)
        self.good(WORKBENCH, "train", folder, "-o", model, "--no-evaluation", *settings, timeout=LONG)
        known = self.recommended("-n", "10", user=user, model=model)
        self.assertEqual(len(set(known)), 10)
        with_data = ("--data", data, "-n", "10")
        before = self.recommended(*with_data, user="visitor", model=model)
        self.assertNotEqual(known, before)
        self.good(DEVICE, "record", "--model", model, "--data", data, "--user", "visitor", "--item", item)
        self.assertNotEqual(self.recommended(*with_data, user="visitor", model=model), before)
        return report

    def test_100k(self):
        report = self.whole_way("movielens", DATA / "ml-100k", "1", "50")
        rows = {file["name"]: file["rows"] for file in report["files"]}
        self.assertEqual(rows, {"interactions.csv": 100000, "items.csv": 1682, "users.csv": 943})

    def test_1m_as_sequences(self):
        report = self.whole_way("sequences", DATA / "ml-1m" / "ml-1m.txt", "1", "1", *ONE_COMPONENT)
        rows = {file["name"]: file["rows"] for file in report["files"]}
        self.assertEqual(rows["interactions.csv"], 999611)

    def test_quality_on_a_published_split(self):
        split = DATA / "ml-1m" / "split-80-10-10"
        measured = json.loads(self.good(
            WORKBENCH, "evaluate", "--train", split / "train.txt", "--valid", split / "valid.txt", "--test",
            split / "test.txt", "--set", "history=0", "--recipe", "user-personalization", *ONE_COMPONENT, "--json", timeout=LONG))
        gain = measured["user-personalization"]["metrics"]["normalized_discounted_cumulative_gain_at_10"]
        self.assertGreaterEqual(gain, 0.344)
        self.assertLessEqual(measured["user-personalization"]["figures"]["model_bytes"], 3_000_000)


if __name__ == "__main__":
    needed = [DATA / "ml-100k" / "u.data", DATA / "ml-1m" / "ml-1m.txt", DATA / "ml-1m" / "split-80-10-10" / "test.txt"]
    missing = [str(path) for path in needed if not path.exists()]
    if missing:
        print("skipped: set POCKETREC_DATA to the folder of the data sets; missing:", *missing)
        sys.exit(77)
    unittest.main()
