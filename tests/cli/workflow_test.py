"""From a sample to recommendations that change after an event."""

import csv
import json
import unittest

from programs import DEVICE, WORKBENCH, Programs


class Workflow(Programs):
    def items(self):
        with open(self.sample / "items.csv", newline="", encoding="utf-8") as file:
            return {row["ITEM_ID"]: row for row in csv.DictReader(file)}

    def test_the_sample_passes_its_check(self):
        report = json.loads(self.good(WORKBENCH, "check", self.sample, "--json"))
        self.assertEqual((report["verdict"], report["errors"]), ("ok", 0))
        self.assertEqual({file["name"] for file in report["files"]},
                         {"interactions.csv", "items.csv", "users.csv"})

    def test_training_reports_metrics_as_json(self):
        output = self.folder / "model"
        metrics = json.loads(self.good(WORKBENCH, "train", self.sample, "-o", output, "--json"))
        key = "normalized_discounted_cumulative_gain_at_10"
        self.assertGreater(metrics["user-personalization"]["metrics"][key], metrics["popularity"]["metrics"][key])
        self.assertEqual(metrics["user-personalization"]["figures"]["model_bytes"], output.stat().st_size)

    def test_a_model_can_be_inspected(self):
        contents = json.loads(self.good(DEVICE, "model", "inspect", self.model, "--json"))
        self.assertEqual(contents["bytes"], self.model.stat().st_size)
        self.assertEqual(contents["provenance"]["trainingPart"], "all")
        self.assertEqual(contents["items"]["count"], 150)
        text = self.good(DEVICE, "model", "inspect", self.model)
        self.assertIn(contents["hash"][:16], text)

    def test_training_again_gives_the_same_bytes_with_any_number_of_threads(self):
        for name, threads in (("first", "1"), ("second", "2"), ("third", "0")):
            self.good(WORKBENCH, "train", self.sample, "-o", self.folder / name, "--threads", threads)
        first = (self.folder / "first").read_bytes()
        self.assertEqual(first, (self.folder / "second").read_bytes())
        self.assertEqual(first, (self.folder / "third").read_bytes())
        self.assertEqual(first, self.model.read_bytes())

    def test_options_that_may_be_repeated_leave_the_next_word_alone(self):
        self.good(WORKBENCH, "train", "--set", "history=0", "--set", "neighbors=20", "--set",
                  "blend=item-to-item:1", self.sample, "-o",
                  self.folder / "model", "--no-evaluation")
        self.assertLess((self.folder / "model").stat().st_size, self.model.stat().st_size)

    def test_the_next_answer_reflects_an_event_and_a_restart_changes_nothing(self):
        data = self.folder / "data"
        with_data = ("--data", data, "-n", "10")
        before = self.recommended(*with_data, user="visitor")
        self.record(data, "visitor", before[0])
        after = self.recommended(*with_data, user="visitor")
        self.assertNotEqual(after, before)
        self.assertEqual(self.recommended(*with_data, user="visitor"), after)
        self.assertEqual(self.recommended(*with_data, user="somebody-else"), before)
        self.assertEqual(self.recommended("-n", "10", user="visitor"), before)

    def test_the_same_event_again_changes_nothing(self):
        data = self.folder / "data"
        item = self.recommended("-n", "1")[0]
        self.record(data, "visitor", item, "--event-id", "e1", "--time", "1750000000")
        once = self.good(DEVICE, "recommend", "--model", self.model, "--data", data, "--user", "visitor")
        self.record(data, "visitor", item, "--event-id", "e1", "--time", "1750000000")
        self.assertEqual(self.good(DEVICE, "recommend", "--model", self.model, "--data", data, "--user", "visitor"),
                         once)

    def test_a_given_list_is_ranked_and_keeps_its_items(self):
        answer = json.loads(self.good(DEVICE, "rank", "--model", self.model, "--user", "u0001", "--items",
                                      "t0003,nowhere,t0001,t0002"))
        ids = [item["itemId"] for item in answer["personalizedRanking"]]
        self.assertEqual(sorted(ids), ["nowhere", "t0001", "t0002", "t0003"])
        self.assertEqual(ids[-1], "nowhere")

    def test_a_table_shows_columns_in_the_order_in_which_they_were_asked_for(self):
        items = self.items()
        for columns in (("TITLE", "GENRES"), ("GENRES", "TITLE")):
            table = self.good(DEVICE, "recommend", "--model", self.model, "--user", "u0001", "-n", "3", "--table",
                              "--metadata", ",".join(columns))
            lines = table.splitlines()
            self.assertEqual(len(lines), 3)
            for rank, line in enumerate(lines, 1):
                item = items[line.split()[1]]
                self.assertTrue(line.startswith(f"{rank:4}  "), line)
                self.assertTrue(line.endswith("  ".join(item[column] for column in columns)), line)

    def test_a_filter_by_name_takes_values(self):
        items = self.items()
        ids = self.recommended("--filter", "by-genre", "--filter-value", 'GENRE="Horror"')
        horror = {id for id, item in items.items() if "Horror" in item["GENRES"].split("|")}
        self.assertTrue(ids)
        self.assertLessEqual(set(ids), horror)
        self.assertFalse(set(self.recommended()) <= horror)

    def test_a_filter_by_expression_does_what_the_same_filter_does_by_name(self):
        expression = 'INCLUDE ItemID WHERE Items.MATURITY IN ("all", "7")'
        ids = self.recommended("--filter-expression", expression)
        items = self.items()
        self.assertTrue(ids)
        self.assertLessEqual({items[id]["MATURITY"] for id in ids}, {"all", "7"})
        self.assertEqual(self.recommended("--filter", "family-only"), ids)

    def test_a_filter_sees_what_was_recorded(self):
        data = self.folder / "data"
        item = self.recommended("-n", "1", user="visitor")[0]
        self.record(data, "visitor", item, "--event-type", "Watch")
        with_data = ("--data", data, "-n", "150")
        self.assertIn(item, self.recommended(*with_data, user="visitor"))
        self.assertNotIn(item, self.recommended(*with_data, "--filter", "unwatched", user="visitor"))

    def test_related_items_leave_out_the_item_itself(self):
        ids = self.recommended("--recommender", "similar-items", "--item", "t0001", "-n", "5")
        self.assertEqual(len(ids), 5)
        self.assertNotIn("t0001", ids)

    def test_a_held_out_model_is_evaluated_as_one_that_is_trained_for_it(self):
        model = self.folder / "model"
        self.good(WORKBENCH, "train", self.sample, "-o", model, "--holdout", "--no-evaluation")
        given = json.loads(self.good(WORKBENCH, "evaluate", self.sample, model, "--json"))
        made = json.loads(self.good(WORKBENCH, "evaluate", self.sample, "--json"))
        self.assertEqual(given["user-personalization"]["metrics"], made["user-personalization"]["metrics"])
        self.assertGreater(given["user-personalization"]["users"], 0)

    def test_context_of_one_shots_reaches_the_answer(self):
        model = self.folder / "context.pocketrec"
        self.good(WORKBENCH, "train", self.sample, "-o", model, "--no-evaluation", "--set", "blend=context:DEVICE:1",
                  "--set", "context_weights=none", "--set", "attribute_shrinkage=0")

        def first(*arguments):
            return self.good(DEVICE, "recommend", "--model", model, "--user", "nobody", *arguments)

        self.assertEqual(first("--context", "device=fridge"), first())
        self.assertEqual(first("--context", "MOOD=tv"), first())
        self.assertNotEqual(first("--context", "device=tablet"), first("--context", "device=tv"))
        self.assertIn("--context: expected NAME=VALUE, got 'tv'",
                      self.failing(1, DEVICE, "recommend", "--model", model, "--user", "nobody", "--context", "tv"))

    def test_histories_can_be_cut_to_their_newest_events(self):
        def gain(*arguments):
            measured = json.loads(self.good(WORKBENCH, "evaluate", self.sample, *arguments, "--json"))
            return [measured[name]["metrics"]["normalized_discounted_cumulative_gain_at_10"]
                    for name in ("user-personalization", "popularity")]

        whole, one, all_that_are_there = gain(), gain("--newest", "1"), gain("--newest", "100000")
        self.assertNotEqual(one[0], whole[0])
        self.assertEqual(one[1], whole[1])  # popularity knows no history
        self.assertEqual(all_that_are_there, whole)
        self.assertIn("newest 1 of each history", self.good(WORKBENCH, "evaluate", self.sample, "--newest", "1"))

    def test_histories_cannot_be_shorter_than_empty(self):
        self.assertIn("--newest: expected at least 0 events, got -3",
                      self.failing(1, WORKBENCH, "evaluate", self.sample, "--newest", "-3"))


if __name__ == "__main__":
    unittest.main()
