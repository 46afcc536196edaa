"""tools/quality: its two files, and what it says of data that are not there and of commands that fail."""

import json
import pathlib
import sys
import unittest

from programs import WORKBENCH, Programs, run

QUALITY = pathlib.Path(__file__).parents[2] / "tools" / "quality"


class Quality(Programs):
    def quality(self, *arguments, workbench=WORKBENCH):
        """The finished command and what it wrote."""
        output = self.folder / "out" / "measured"
        done = run(sys.executable, "-B", QUALITY, "--workbench", workbench, "-o", output, "--data",
                   self.folder / "nothing", *arguments)
        return done, output.with_suffix(".md").read_text(), json.loads(output.with_suffix(".json").read_text())

    def test_the_sample_is_measured_with_whole_and_cut_histories(self):
        done, text, report = self.quality("--only", "sample", "--sample-users", "150", "--sample-items", "80")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        rows = report["measurements"]["sample"]["rows"]
        measured = {row["label"]: row for row in rows if row["kind"] == "measured"}
        self.assertEqual(list(measured), ["the whole history", "newest 10 of the history", "newest 3 of the history",
                                          "newest 1 of the history"])
        self.assertEqual([row["model"] for row in rows if row["kind"] == "baseline"], ["popularity"])
        for row in measured.values():
            self.assertTrue(0 < row["figures"]["NDCG@10"] < 1)
            self.assertGreater(row["model_bytes"], 1000)
            self.assertGreater(row["seconds"], 0)
            self.assertGreater(row["peak_memory_bytes"], 1_000_000)
            self.assertIn(":", row["blend"])
        whole = measured["the whole history"]["figures"]
        self.assertIn(f"| user-personalization, the whole history | {whole['HR@10']:.4f} | {whole['NDCG@10']:.4f} |", text)
        self.assertIn("| popularity |", text)
        self.assertRegex(text, r"\n[1-9][0-9]* lists are asked for\.\n")
        self.assertNotIn(str(self.folder), text)

    def test_data_that_are_not_there_are_skipped_loudly(self):
        done, text, report = self.quality("--only", "gowalla", "citeulike")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn(f"SKIPPED gowalla: no file {self.folder}/nothing/gowalla/train.txt\n", done.stdout)
        for name, file in (("gowalla", "gowalla/train.txt"), ("citeulike", "citeulike-a/cold-split.zip")):
            skipped = f"SKIPPED {name}: no file DATA/{file}"
            self.assertEqual(report["measurements"][name], {"skipped": skipped})
            self.assertIn(f"| {skipped} |", text)

    def test_what_was_measured_before_can_be_kept(self):
        self.quality("--only", "gowalla")
        _, _, report = self.quality("--only", "beauty", "--keep")
        self.assertEqual(list(report["measurements"]), ["gowalla", "beauty"])

    def test_a_command_that_fails_is_a_failure(self):
        done, text, report = self.quality("--only", "sample", workbench="/bin/false")
        self.assertEqual(done.returncode, 1)
        self.assertIn("FAILED sample: status 1", done.stderr)
        self.assertIn("FAILED sample", text)
        self.assertIn("failed", report["measurements"]["sample"])


if __name__ == "__main__":
    unittest.main()
