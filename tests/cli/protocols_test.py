"""Ways to divide data: sessions, a folder with its truth in a file, published splits, training on the validation."""

import csv
import json
import unittest

from programs import WORKBENCH, Programs

GAIN = "normalized_discounted_cumulative_gain_at_10"


class Protocols(Programs):
    def evaluate(self, *arguments):
        """The answer of `evaluate` as JSON."""
        return json.loads(self.good(WORKBENCH, "evaluate", *arguments, "--json"))

    def measured(self, *arguments):
        return self.evaluate(*arguments)["user-personalization"]

    def write(self, name, lines):
        path = self.folder / name
        path.write_text("".join(line + "\n" for line in lines))
        return path

    def refused(self, *arguments):
        return self.failing(1, WORKBENCH, "evaluate", *arguments)

    def sample_events(self):
        with open(self.sample / "interactions.csv", newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))


class Sessions(Protocols):
    def setUp(self):
        super().setUp()
        # After item n comes item n + 1, from anywhere: the sequence model sees it, popularity does not.
        chains = [[str(1 + (start + step) % 12) for step in range(2 + start % 4)] for start in range(240)]
        self.train = self.write("train.txt", map(" ".join, chains[:200]))
        self.test = self.write("test.txt", [*map(" ".join, chains[200:]), "7"])
        self.files = ("--train", self.train, "--test", self.test, "--protocol", "sessions")

    def test_the_last_item_of_each_session_is_foretold(self):
        measured = self.evaluate(*self.files)
        self.assertEqual(measured["user-personalization"]["users"], 40)  # the session with one item is not asked
        self.assertGreater(measured["user-personalization"]["metrics"][GAIN], 0.95)
        self.assertLess(measured["popularity"]["metrics"][GAIN], 0.7)

    def test_the_report_says_how_data_were_divided_and_what_was_chosen_without_the_test(self):
        text = self.good(WORKBENCH, "evaluate", *self.files)
        self.assertRegex(text, r"^split 'given sessions', lists unfiltered, blend .*NDCG@10 \d\.\d+ on validation")

    def test_a_held_out_model_is_evaluated_as_one_that_is_trained_for_it(self):
        model = self.folder / "model"
        self.good(WORKBENCH, "train", *self.files, "-o", model, "--holdout", "--no-evaluation")
        self.assertEqual(self.measured(*self.files, "--model", model)["metrics"],
                         self.measured(*self.files)["metrics"])

    def test_candidates_are_the_only_items_in_lists(self):
        some = self.write("some.txt", ["1 2", "3"])
        metrics = self.measured(*self.files, "--candidates", some)["metrics"]
        self.assertEqual(metrics["coverage"], 0.25)  # three of twelve items
        self.assertLess(metrics[GAIN], 0.5)

    def test_a_validation_file_and_training_on_it_are_refused(self):
        expected = ("sessions: expected no --valid and no --train-on-validation, as the end of the training file is "
                    "the validation part and trained on")
        self.assertIn(expected, self.refused(*self.files, "--valid", self.test))
        self.assertIn(expected, self.refused(*self.files, "--train-on-validation"))

    def test_a_folder_is_refused(self):
        said = self.refused(self.sample, "--protocol", "sessions")
        self.assertIn("expected the protocol users, leave-one-out or next-in-context for a folder, got 'sessions'", said)

    def test_a_test_file_is_needed(self):
        self.assertIn("expected either a data set's folder, or --from parts, or --train and --test files",
                      self.refused("--train", self.train, "--protocol", "sessions"))

    def test_what_is_no_number_is_named_with_its_place(self):
        bad = self.write("bad.txt", ["1 2", "3 x"])
        said = self.refused("--train", self.train, "--test", bad, "--protocol", "sessions")
        self.assertIn('bad.txt, line 2: expected a number from 0 to 4294967295, got "x" (column 3)', said)


class GivenTruth(Protocols):
    def setUp(self):
        super().setUp()
        self.items = sorted({row["ITEM_ID"] for row in self.sample_events()})
        seen = {}
        for row in self.sample_events():
            seen.setdefault(row["USER_ID"], set()).add(row["ITEM_ID"])
        self.new = {user: [item for item in self.items if item not in seen[user]][:4] for user in sorted(seen)[:30]}
        self.own = {user: sorted(seen[user])[:1] for user in self.new}
        self.truth = self.truth_file("truth.txt", self.new)
        self.settings = ("--set", "blend=item-to-item:1", "--set", "demote_seen=false", "--set", "softmax_scale=1")

    def truth_file(self, name, truth):
        return self.write(name, [" ".join([user, *items]) for user, items in truth.items()])

    def test_all_of_the_folder_is_trained_on_and_the_file_is_asked(self):
        text = self.good(WORKBENCH, "evaluate", self.sample, "--test", self.truth, *self.settings)
        self.assertTrue(text.startswith("split 'given truth', history hidden, blend item-to-item:1\n"), text)
        self.assertEqual(self.measured(self.sample, "--test", self.truth, *self.settings)["users"], 30)

    def test_a_truth_from_the_own_history_leaves_lists_unfiltered(self):
        own = self.truth_file("own.txt", self.own)
        text = self.good(WORKBENCH, "evaluate", self.sample, "--test", own, *self.settings)
        self.assertTrue(text.startswith("split 'given truth', lists unfiltered"), text)

    def test_candidates_are_the_only_items_in_lists(self):
        # One candidate, the truth of all: every list begins with it.
        item = next(item for item in self.items if all(item in new for new in [self.new[min(self.new)]]))
        users = [user for user in self.new if item in self.new[user]]
        truth = self.truth_file("one.txt", {user: [item] for user in users})
        candidates = self.write("candidates.txt", [item])
        metrics = self.measured(
            self.sample, "--test", truth, "--candidates", candidates, *self.settings)["metrics"]
        self.assertEqual(metrics[GAIN], 1)
        without = self.measured(self.sample, "--test", truth, *self.settings)["metrics"]
        self.assertLess(without[GAIN], 1)

    def test_settings_are_chosen_on_a_validation_file(self):
        valid = self.truth_file("valid.txt", {user: items[:1] for user, items in self.new.items()})
        text = self.good(WORKBENCH, "evaluate", self.sample, "--test", self.truth, "--valid", valid)
        self.assertRegex(text, r"^split 'given truth', history hidden, blend .*on validation users\n")

    def test_a_model_of_the_whole_folder_may_not_be_measured_by_another_split(self):
        model = self.folder / "model"
        self.good(WORKBENCH, "train", self.sample, "--test", self.truth, "-o", model, "--holdout", "--no-evaluation",
                  *self.settings)
        self.assertEqual(self.measured(self.sample, model, "--test", self.truth)["users"], 30)
        self.assertIn("was trained on 'given truth' of these data", self.refused(self.sample, model))

    def test_other_ways_to_divide_are_refused(self):
        expected = ("a folder with --test: expected no --protocol and no --train-on-validation, as all of the folder "
                    "is trained on")
        self.assertIn(expected, self.refused(self.sample, "--test", self.truth, "--train-on-validation"))
        for protocol in ("leave-one-out", "sessions"):
            self.assertIn(expected, self.refused(self.sample, "--test", self.truth, "--protocol", protocol))

    def test_a_validation_file_alone_is_refused(self):
        self.assertIn("--valid: expected --test with it, got none", self.refused(self.sample, "--valid", self.truth))

    def test_files_that_do_not_fit_the_data_are_refused_with_the_place(self):
        for option, line, expected in (
                ("--test", "nobody t0001", "bad.txt, line 2: expected a user of the data, got 'nobody'"),
                ("--test", "u0002 nothing", "bad.txt, line 2: expected an item of the data, got 'nothing'"),
                ("--test", "u0001 t0002", "bad.txt, line 2: expected a line per user, got a second one"),
                ("--candidates", "nothing", "bad.txt, line 2: expected an item of the data, got 'nothing'")):
            first = "t0001" if option == "--candidates" else "u0001 t0001"
            bad = self.write("bad.txt", [first, line])
            others = ("--test", self.truth) if option == "--candidates" else ()
            with self.subTest(option=option, line=line):
                self.assertIn(expected, self.refused(self.sample, *others, option, bad))
        empty = self.write("empty.txt", [])
        self.assertIn("empty.txt: expected lines `user item item …`, got none",
                      self.refused(self.sample, "--test", empty))
        self.assertIn("empty.txt: expected item ids, got none", self.refused(self.sample, "--candidates", empty))
        missing = self.folder / "missing.txt"
        for option in ("--test", "--candidates"):
            self.assertIn(f"{missing}: cannot be opened", self.refused(self.sample, option, missing))


class TrainOnValidation(Protocols):
    def setUp(self):
        super().setUp()
        # Only the validation file says that item 9 follows: 1 2 3 are everybody's, 9 is the validation of half of the
        # users and the test of the others.
        users = range(1, 61)
        others = {user: 4 + user % 4 for user in users}
        train = self.write("train.txt", (f"{user} 1 2 3 {others[user]}" for user in users))
        valid = self.write("valid.txt", (f"{user} 9" for user in users if user % 2 == 0))
        test = self.write("test.txt", (f"{user} 9" for user in users if user % 2 == 1))
        self.files = ("--train", train, "--valid", valid, "--test", test)

    def test_of_a_published_split_lets_the_model_see_the_validation_part(self):
        blend = ("--set", "blend=item-to-item:1,popularity:0.1", "--set", "demote_seen=false", "--set",
                 "softmax_scale=1")
        with_it = self.measured(*self.files, *blend, "--train-on-validation")["metrics"]
        without = self.measured(*self.files, *blend)["metrics"]
        self.assertGreater(with_it[GAIN], without[GAIN])

    def test_of_leave_one_out_lets_the_model_see_the_validation_events(self):
        metrics = {}
        for options in ((), ("--train-on-validation",)):
            model = self.folder / f"model{len(options)}"
            self.good(WORKBENCH, "train", self.sample, "--protocol", "leave-one-out", "-o", model, "--holdout",
                      "--no-evaluation", "--set", "blend=item-to-item:1", "--set", "demote_seen=false", "--set",
                      "softmax_scale=1", *options)
            metrics[options] = self.measured(self.sample, model, "--protocol", "leave-one-out", *options)
        self.assertEqual(len({answer["users"] for answer in metrics.values()}), 1)
        self.assertNotEqual(*[answer["metrics"] for answer in metrics.values()])

    def test_of_held_out_users_is_refused(self):
        self.assertIn("--train-on-validation: expected a published split or --protocol leave-one-out, got the protocol "
                      "users, whose validation users are always trained on",
                      self.refused(self.sample, "--train-on-validation"))

    def test_another_protocol_for_files_is_refused(self):
        for protocol in ("leave-one-out", "everything"):
            self.assertIn(f"expected the protocol users or sessions for files, got '{protocol}'",
                          self.refused(*self.files, "--protocol", protocol))

    def test_a_folder_and_files_together_are_refused(self):
        self.assertIn("expected either a data set's folder, or --from parts, or --train and --test files",
                      self.refused(self.sample, *self.files))


if __name__ == "__main__":
    unittest.main()
