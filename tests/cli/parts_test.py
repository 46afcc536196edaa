"""Counting parts of the data apart, and training from what was counted."""

import csv
import shutil
import unittest

from programs import WORKBENCH, Programs


class Parts(Programs):
    def setUp(self):
        super().setUp()
        with open(self.sample / "interactions.csv", newline="", encoding="utf-8") as file:
            self.rows = list(csv.reader(file))
        self.user = self.rows[0].index("USER_ID")

    def part(self, name, mine):
        """A copy of the sample with the events of some users."""
        folder = self.folder / name
        shutil.copytree(self.sample, folder)
        with open(folder / "interactions.csv", "w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(
                [self.rows[0], *(row for row in self.rows[1:] if mine(row[self.user]))])
        return folder

    def count(self, name, mine, *arguments):
        path = self.folder / (name + ".stats")
        text = self.good(WORKBENCH, "count", self.part(name, mine), "-o", path, *arguments)
        self.assertRegex(text, r"\d+ bytes, sums over \d+ interactions")
        return path

    def test_a_model_of_parts_is_the_model_of_the_whole(self):
        def half(user):
            return sum(map(ord, user)) % 2 == 0

        one = self.count("one", half)
        other = self.count("other", lambda user: not half(user))
        whole = self.folder / "whole"
        told = self.good(WORKBENCH, "train", self.sample, "-o", whole)
        for parts in ([one, other], [other, one]):
            model = self.folder / "model"
            self.assertEqual(self.good(WORKBENCH, "train", "--from", *parts, "-o", model).split("\n", 1)[1],
                             told.split("\n", 1)[1])
            self.assertEqual(model.read_bytes(), whole.read_bytes())

    def test_evaluation_takes_parts_too(self):
        everything = self.count("all", lambda user: True)
        self.assertEqual(self.good(WORKBENCH, "evaluate", "--from", everything, "--set", "blend=sequence:1").split("micro")[0],
                         self.good(WORKBENCH, "evaluate", self.sample, "--set", "blend=sequence:1").split("micro")[0])

    def test_settings_that_were_counted_with_come_along(self):
        everything = self.count("all", lambda user: True, "--set", "user_exponent=0.5")
        one, other = self.folder / "one", self.folder / "other"
        self.good(WORKBENCH, "train", "--from", everything, "-o", one, "--no-evaluation")
        self.good(WORKBENCH, "train", self.sample, "-o", other, "--no-evaluation", "--set", "user_exponent=0.5")
        self.assertEqual(one.read_bytes(), other.read_bytes())
        text = self.failing(1, WORKBENCH, "train", "--from", everything, "-o", one, "--set", "user_exponent=0.3")
        self.assertIn("user_exponent: expected 0.5, with which", text)

    def test_ways_that_do_not_go_together_are_refused(self):
        everything = self.count("all", lambda user: True)
        model = self.folder / "model"
        self.assertIn("expected either a data set's folder, or --from parts",
                      self.failing(1, WORKBENCH, "train", self.sample, "--from", everything, "-o", model))
        self.assertIn("--from: expected the protocol users",
                      self.failing(1, WORKBENCH, "evaluate", "--from", everything, "--protocol", "leave-one-out"))
        self.assertIn("expected all events of a user in one part",
                      self.failing(1, WORKBENCH, "train", "--from", everything, everything, "-o", model))
        self.assertFalse(model.exists())


if __name__ == "__main__":
    unittest.main()
