"""`pocketrec filter` and `pocketrec-model check-filter`: named filters, and what filters mean."""

import json
import unittest

from programs import DEVICE, WORKBENCH, Programs, ask, run

HORROR = 'INCLUDE ItemID WHERE Items.GENRES IN ("Horror")'
UNWATCHED = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Watch")'
IN_SAMPLE = ["family-only", "unwatched", "by-genre", "recent", "available"]

WRONG = 'INCLUDE ItemID WHERE Items.CREATION_TIMESTAMP > "new"'
WRONG_MESSAGE = 'expected a number for the numeric field CREATION_TIMESTAMP, got "new"'
WRONG_PLACE = f"{WRONG}\n{' ' * WRONG.index(chr(34))}^ numbers stand without quotes"


class Filters(Programs):
    def setUp(self):
        super().setUp()
        self.data = self.folder / "data"

    def filter(self, verb, *arguments):
        return self.good(DEVICE, "filter", verb, "--model", self.model, "--data", self.data, *arguments)

    def refused(self, verb, *arguments):
        return self.failing(1, DEVICE, "filter", verb, "--model", self.model, "--data", self.data, *arguments)

    def listed(self):
        return json.loads(self.filter("list", "--json"))["filters"]

    def horror(self):
        """Ids of the sample's horror titles that may be recommended: those of the filter that it brings."""
        return self.recommended("-n", "150", "--filter", "by-genre", "--filter-value", 'GENRE="Horror"')

    def test_a_created_filter_is_known_to_everyone_who_opens_the_folder_until_it_is_deleted(self):
        self.assertEqual(self.filter("create", "horror", HORROR), "")
        expected = self.horror()
        self.assertGreater(len(expected), 3)
        self.assertEqual(self.recommended("-n", "150", "--data", self.data, "--filter", "horror"), expected)
        server = self.serve("--data", self.data)
        connection = server.unix()
        status, body = ask(connection, "GetRecommendations", {
            "campaignArn": "user-personalization", "userId": "u0001", "numResults": 150,
            "filterArn": "arn:aws:personalize:eu-west-1:123456789012:filter/horror"})
        self.assertEqual((status, [item["itemId"] for item in json.loads(body)["itemList"]]), (200, expected))
        connection.close()
        # The folder has one owner at a time.
        self.assertIn("another pocketrec process uses it", self.refused("create", "more", HORROR))
        server.stop()
        self.assertEqual(self.filter("delete", "horror"), "")
        self.assertIn("there is no filter 'horror'", self.failing(
            1, DEVICE, "recommend", "--model", self.model, "--data", self.data, "--user", "u0001", "--filter",
            "horror"))

    def test_strict_filters_refuses_what_amazon_personalize_does_not_take(self):
        ours = "INCLUDE ItemID WHERE Items.CREATION_TIMESTAMP BETWEEN 1 AND 2"
        message = "expected an operator, got BETWEEN"
        self.assertEqual(self.recommended("--filter-expression", ours), [])
        arguments = ("recommend", "--model", self.model, "--user", "u0001", "--filter-expression", ours)
        self.assertIn(message, self.failing(1, DEVICE, *arguments, "--strict-filters"))
        self.assertIn(message, self.refused("create", "ours", ours, "--strict-filters"))
        self.filter("create", "ours", ours)
        self.assertEqual([entry["status"] for entry in self.listed()], ["ACTIVE"] * 6)
        strict = json.loads(self.filter("list", "--json", "--strict-filters"))["filters"]
        self.assertEqual([entry["status"] for entry in strict], ["ACTIVE"] * 5 + ["CREATE FAILED"])
        self.assertIn(message, run(WORKBENCH, "check-filter", self.sample, ours, "--strict-filters").stderr)

    def test_the_list_has_those_of_the_model_and_those_of_the_folder(self):
        self.filter("create", "horror", HORROR)
        filters = self.listed()
        self.assertEqual([entry["name"] for entry in filters], IN_SAMPLE + ["horror"])
        self.assertEqual([entry["in"] for entry in filters], ["model"] * 5 + ["data"])
        self.assertEqual({entry["status"] for entry in filters}, {"ACTIVE"})
        created = filters[-1].pop("creationDateTime")
        self.assertGreater(created, 1_700_000_000)
        self.assertEqual(filters[-1], {
            "name": "horror", "filterArn": "arn:aws:personalize:local:000000000000:filter/horror",
            "filterExpression": HORROR, "in": "data", "status": "ACTIVE"})
        lines = self.filter("list").splitlines()
        self.assertEqual(lines[-1], f"horror       data   ACTIVE  {HORROR}")
        self.assertEqual(lines[1], f"unwatched    model  ACTIVE  {UNWATCHED}")
        self.assertEqual(len(self.good(DEVICE, "filter", "list", "--model", self.model).splitlines()), 5)

    def test_taken_names_and_those_of_the_model_are_refused(self):
        self.filter("create", "horror", HORROR)
        for name, where in (("horror", "data folder"), ("by-genre", "model")):
            self.assertEqual(
                self.refused("create", name, HORROR),
                f"pocketrec: Another resource with Arn arn:aws:personalize:local:000000000000:filter/{name} already "
                f"exists. It is in the {where}\n")
        self.assertEqual(self.refused("delete", "by-genre"),
                         "pocketrec: the filter by-genre is part of the model and goes with it\n")
        self.assertEqual(self.refused("delete", "other"),
                         "pocketrec: there is no filter 'other' in the data folder\n")

    def test_types_are_checked_when_a_filter_is_created(self):
        self.assertEqual(self.refused("create", "new", WRONG), f"pocketrec: {WRONG_MESSAGE}\n{WRONG_PLACE}\n")
        self.assertEqual(len(self.listed()), 5)

    def test_a_filter_that_a_newer_model_has_no_column_for_is_kept_and_told(self):
        self.filter("create", "horror", HORROR)
        small = self.folder / "small"
        small.mkdir()
        (small / "interactions.csv").write_text((self.sample / "interactions.csv").read_text())
        model = self.folder / "small.pocketrec"
        self.good(WORKBENCH, "train", small, "-o", model, "--recipe", "popularity-count", "--no-evaluation")
        listed = json.loads(self.good(DEVICE, "filter", "list", "--model", model, "--data", self.data, "--json"))
        self.assertEqual(listed["filters"][0]["status"], "CREATE FAILED")
        self.assertTrue(listed["filters"][0]["failureReason"].startswith("this data has no Items dataset\n"))
        said = self.failing(1, DEVICE, "recommend", "--model", model, "--data", self.data, "--recommender",
                            "popularity-count", "--filter", "horror")
        self.assertIn("the filter horror of the data folder does not fit the model: this data has no Items", said)
        health = self.good(DEVICE, "lines", "--model", model, "--data", self.data,
                           input='{"operation":"Health","input":{}}\n')
        self.assertEqual(json.loads(health)["output"]["problem"],
                         "filters that the model does not let anybody use: horror")
        # The model that it was created for takes it again.
        self.assertEqual(self.listed()[-1]["status"], "ACTIVE")

    def test_a_filter_is_explained_and_counted(self):
        expected = len(self.horror())
        said = self.good(DEVICE, "filter", "test", "--model", self.model, HORROR)
        self.assertEqual(said, f"{HORROR}\nKeeps items whose GENRES is Horror.\n{expected} of 150 items pass\n")
        self.assertEqual(json.loads(self.good(DEVICE, "filter", "test", "--model", self.model, "--json", HORROR)), {
            "expression": HORROR, "words": "Keeps items whose GENRES is Horror.", "parameters": [],
            "needsUser": False, "needsItem": False, "items": 150, "passing": expected})

    def test_a_named_filter_is_counted_with_the_values_that_it_gets(self):
        test = ("filter", "test", "--model", self.model, "--name", "by-genre")
        self.assertIn("not counted: it depends on the value of $GENRE\n", self.good(DEVICE, *test))
        counted = json.loads(self.good(DEVICE, *test, "--json", "--filter-value", 'GENRE="Horror"'))
        self.assertEqual((counted["name"], counted["parameters"], counted["passing"]),
                         ("by-genre", ["GENRE"], len(self.horror())))

    def test_a_filter_is_counted_for_a_user_with_what_was_recorded(self):
        for item in ("t0001", "t0002", "t0003"):
            self.record(self.data, "visitor", item, "--event-type", "Watch")
        self.record(self.data, "visitor", "t0004", "--event-type", "Click")
        self.assertEqual(self.filter("test", "--name", "unwatched", "--user", "visitor").splitlines()[1:], [
            "Removes items with which the user has an event Watch.", "147 of 150 items pass"])
        self.assertIn("not counted: it depends on the user\n", self.filter("test", UNWATCHED))
        nobody = json.loads(self.filter("test", UNWATCHED, "--user", "nobody", "--json"))
        self.assertEqual((nobody["needsUser"], nobody["passing"]), (True, 150))

    def test_a_filter_is_counted_for_the_item_on_screen(self):
        same = "INCLUDE ItemID WHERE Items.ITEM_ID = CurrentItem.ITEM_ID"
        self.assertIn("\n1 of 150 items pass\n", self.filter("test", same, "--item", "t0001"))
        self.assertIn("not counted: it depends on the item on screen\n", self.filter("test", same))

    def test_a_wrong_filter_is_told_with_its_place(self):
        self.assertEqual(self.refused("test", WRONG), f"pocketrec: {WRONG_MESSAGE}\n{WRONG_PLACE}\n")
        for program, verb in ((DEVICE, ("filter", "test", "--model", self.model)),
                              (WORKBENCH, ("check-filter", self.sample))):
            done = self.run_json(program, *verb, WRONG)
            self.assertEqual(done, {"expression": WRONG, "error": {
                "type": "InvalidInputException", "message": WRONG_MESSAGE, "place": WRONG_PLACE}})

    def run_json(self, program, *arguments):
        """The object that a failing run with --json prints."""
        done = run(program, *arguments, "--json")
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        return json.loads(done.stdout)

    def test_misuse(self):
        model = ("--model", self.model)
        for arguments, expected in (
                (("filter",), "subcommand"),
                (("filter", "create", *model, "name", HORROR), "--data is required"),
                (("filter", "create", *model, "--data", self.data, "name"), "expression is required"),
                (("filter", "test", *model), "expression or --name is required"),
                (("filter", "test", *model, HORROR, "--name", "by-genre"), "excludes"),
                (("filter", "tset",), "Did you mean test instead of tset?")):
            with self.subTest(arguments=arguments):
                self.assertIn(expected, self.failing(2, DEVICE, *arguments))
        self.assertIn("expression, --name or --all is required", self.failing(2, WORKBENCH, "check-filter", self.sample))


class CheckFilter(Programs):
    def test_a_data_set_and_its_model_count_alike(self):
        for arguments in ((HORROR,), ("--name", "unwatched", "--user", "u0001"),
                          ("--name", "by-genre", "--filter-value", "GENRE=Horror,Drama"), ("--all",),
                          ("--all", "--user", "u0001", "--filter-value", "GENRE=Horror", "--json")):
            with self.subTest(arguments=arguments):
                of_data = self.good(WORKBENCH, "check-filter", self.sample, *arguments)
                self.assertEqual(of_data, self.good(WORKBENCH, "check-filter", self.model, *arguments))
        counted = json.loads(of_data)
        self.assertEqual([entry["name"] for entry in counted], IN_SAMPLE)
        self.assertTrue(all(0 < entry["passing"] < 150 for entry in counted[:3]), counted)
        self.assertEqual(counted[3]["notCounted"], "it depends on the value of $SINCE")

    def test_all_are_told_when_one_is_wrong(self):
        data = self.folder / "data set"
        data.mkdir()
        for path in self.sample.iterdir():
            (data / path.name).write_bytes(path.read_bytes())
        (data / "filters.json").write_text(json.dumps([
            {"name": "good", "filterExpression": HORROR}, {"name": "bad", "filterExpression": WRONG}]))
        done = run(WORKBENCH, "check-filter", data, "--all")
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        self.assertRegex(done.stdout, r"^good\n  INCLUDE .*\n  Keeps .*\n  \d+ of 150 items pass\nbad\n  expected a num")
        self.assertTrue(done.stdout.endswith("^ numbers stand without quotes\n"))

    def test_what_is_no_data_set_and_no_model_is_told(self):
        self.assertIn("nowhere", self.failing(1, WORKBENCH, "check-filter", self.folder / "nowhere", HORROR))


if __name__ == "__main__":
    unittest.main()
