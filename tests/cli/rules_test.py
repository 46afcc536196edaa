"""Rules on lists: rules.json of a data set, through the model, to requests. Among them the examples of docs/rules.md."""

import csv
import json
import pathlib
import re
import shutil
import unittest

from programs import DEVICE, WORKBENCH, Programs, run

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs" / "rules.md"


def example(title):
    """The JSON block below a heading of docs/rules.md."""
    section = DOCS.read_text().split(f"\n## {title}\n")[1].split("\n## ")[0]
    return re.search(r"```json\n(.*?)```", section, re.DOTALL).group(1)


class Rules(Programs):
    def setUp(self):
        super().setUp()
        self.data = self.folder / "sample"
        shutil.copytree(self.sample, self.data)

    def rows(self, name):
        with open(self.data / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def train(self, rules):
        (self.data / "rules.json").write_text(rules if isinstance(rules, str) else json.dumps(rules))
        model = self.folder / "model.pocketrec"
        self.good(WORKBENCH, "train", self.data, "-o", model, "--no-evaluation", "--set", "blend=item-to-item:1")
        return model

    def list_of(self, model, *arguments, user="u0001"):
        answer = self.good(DEVICE, "recommend", "--model", model, "--user", user, *arguments)
        return [item["itemId"] for item in json.loads(answer)["itemList"]]

    def write_rows(self, name, rows):
        with open(self.data / name, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)

    def give_ceilings(self):
        """A column CEILING for users.csv: 7 for the first user, 18 for the second, nothing for the others. Every
        maturity for some item."""
        users = self.rows("users.csv")
        for place, user in enumerate(users):
            user["CEILING"] = {0: 7, 1: 18}.get(place, "")
        self.write_rows("users.csv", users)
        items = self.rows("items.csv")
        for item, maturity in zip(items, ("all", "7", "12", "16", "18", "all")):
            item["MATURITY"] = maturity
        self.write_rows("items.csv", items)
        schema = json.loads((self.data / "users.schema.json").read_text())
        schema["fields"].append({"name": "CEILING", "type": ["int", "null"]})
        (self.data / "users.schema.json").write_text(json.dumps(schema))
        return users[0]["USER_ID"], users[1]["USER_ID"]

    def test_rules_of_a_data_set_hold_and_a_request_replaces_them(self):
        model = self.train({"user-personalization": {"caps": [{"column": "GENRES", "most": 2}], "blocked": ["t0003"]}})
        genres = {row["ITEM_ID"]: row["GENRES"].split("|") for row in self.rows("items.csv")}
        items = self.list_of(model, "-n", "20")
        self.assertTrue(items)
        for genre in set(sum(genres.values(), [])):
            self.assertLessEqual(sum(genre in genres[item] for item in items), 2, genre)
        free = self.list_of(model, "-n", "20", "--rules", '{"caps":[]}')
        self.assertEqual(len(free), 20)
        self.assertNotIn("t0003", self.list_of(model, "-n", "150", "--rules", '{"caps":[]}'))
        shown = json.loads(self.good(DEVICE, "model", "inspect", model, "--json"))
        self.assertEqual(shown["rules"], {"user-personalization": {"caps": [{"column": "GENRES", "most": 2}],
                                                                   "blocked": ["t0003"]}})
        self.assertEqual(shown["revision"], 2)
        self.assertIn('"blocked":["t0003"]', self.good(DEVICE, "model", "inspect", model))
        reason = json.loads(self.good(DEVICE, "why-not", "--model", model, "--user", "u0001", "--item", "t0003"))
        self.assertEqual(reason["stage"], "blocked")

    def test_without_rules_the_file_is_as_before(self):
        inspected = json.loads(self.good(DEVICE, "model", "inspect", self.model, "--json"))
        self.assertEqual((inspected["revision"], inspected["rules"]), (1, {}))

    def test_mistakes_are_told_by_check_and_by_train(self):
        for rules, message in (
                ('{"*":{"diversty":1}}', "rules.json: *.diversty: expected one of "),
                ('{"*":{"caps":[{"column":"GENRE","most":1}]}}',
                 "rules.json: *.caps[0].column: expected a column of items.csv, got 'GENRE'")):
            (self.data / "rules.json").write_text(rules)
            checked = run(WORKBENCH, "check", self.data)
            self.assertEqual(checked.returncode, 1)
            self.assertIn(message.removeprefix("rules.json: "), checked.stdout)
            self.assertIn("error: bad rules in rules.json\n", checked.stdout)
            trained = run(WORKBENCH, "train", self.data, "-o", self.folder / "none")
            self.assertEqual(trained.returncode, 1)
            self.assertIn(message, trained.stderr)
        for rules, message in (
                ('{"home":{"diversity":1}}', "rules of recommender home: expected the name of one of the model's"),
                ('{"*":{"filter":"EXCLUDE ItemID WHERE Items.MATURITY IN ($LEVEL)"}}', "expected no placeholder")):
            (self.data / "rules.json").write_text(rules)
            trained = run(WORKBENCH, "train", self.data, "-o", self.folder / "none", "--no-evaluation", "--set",
                          "blend=item-to-item:1")
            self.assertEqual(trained.returncode, 1)
            self.assertIn(message, trained.stderr)
            self.assertFalse((self.folder / "none").exists())

    def test_rules_of_a_request_that_are_no_json(self):
        done = run(DEVICE, "recommend", "--model", self.model, "--user", "u0001", "--rules", "{")
        self.assertEqual(done.returncode, 1)
        self.assertIn("--rules: expected a JSON object, got '{'", done.stderr)

    def test_every_rule_of_the_documentation_is_one(self):
        model = self.train(example("A file of rules"))
        self.assertTrue(self.list_of(model))
        for title in ("Caps", "Diversity", "Rotation", "Minimum relevance", "Pinned and blocked items", "Boosts"):
            with self.subTest(title=title):
                self.assertTrue(self.list_of(self.model, "--rules", example(title)))

    def test_parental_control_as_documented(self):
        child, parent = self.give_ceilings()
        model = self.train(example("Parental control"))
        maturity = {row["ITEM_ID"]: row["MATURITY"] for row in self.rows("items.csv")}
        levels = {}
        for user in (child, parent, "nobody"):
            levels[user] = {maturity[item] for item in self.list_of(model, "-n", "150", user=user)}
        self.assertEqual(levels["nobody"], {"all"})
        self.assertEqual(levels[child], {"all", "7"})
        self.assertEqual(levels[parent], set(maturity.values()))
        adult = next(item for item, level in maturity.items() if level == "18")
        wish = json.dumps({"pinned": [{"itemId": adult, "position": 1}],
                           "boosts": [{"column": "MATURITY", "values": ["18"], "points": 1000}]})
        lifted = self.list_of(model, "-n", "150", "--rules", wish, "--filter-expression",
                              'INCLUDE ItemID WHERE Items.MATURITY IN ("18", "7")', user=child)
        self.assertEqual({maturity[item] for item in lifted}, {"7"})
        refused = run(DEVICE, "recommend", "--model", model, "--user", child, "--rules", '{"filter":"x"}')
        self.assertIn("rules.filter: expected one of ", refused.stderr)
        ranked = self.good(DEVICE, "rank", "--model", model, "--user", child, "--items", adult)
        self.assertEqual(json.loads(ranked)["personalizedRanking"], [])
        for recommender in ("popularity-count", "similar-items"):
            done = run(DEVICE, "recommend", "--model", model, "--recommender", recommender, "--item", adult)
            self.assertEqual(done.returncode, 1)
            self.assertIn("expected a userId", done.stderr)
        reason = json.loads(self.good(DEVICE, "why-not", "--model", model, "--user", child, "--item", adult))
        self.assertEqual(reason["stage"], "filter")
        self.assertEqual(reason["text"], "a filter of the recommender's rules keeps it out")


if __name__ == "__main__":
    unittest.main()
