"""`pocketrec events`: what is recorded, seen, taken out, put back and erased by its owner."""

import csv
import json
import os
import random
import subprocess
import threading
import time
import unittest

from programs import DEVICE, ENVIRONMENT, PATIENCE, WORKBENCH, Programs, ask, put_request, run

ODD = ['a,b', 'say "hi"', "back\\slash", "Zoë 日本 🎬", " blanks ", "tab\there", "#{}[]|", "it's", '"', "\\"]

def rows_of(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file, escapechar="\\", doublequote=False))


ITEM = {"title": 'The "New", One', "genres": "Horror", "year": 2026, "maturity": "6", "duration": 90, "language": "en",
        "availableFrom": 1, "creationTimestamp": 1790000000}
PERSON = {"household": "h1", "ageGroup": "adult", "subscription": "standard", "country": "BR", "language": "pt"}


class Events(Programs):
    def setUp(self):
        super().setUp()
        self.data = self.folder / "data"

    def events(self, verb, *arguments, data=None):
        return self.good(DEVICE, "events", verb, "--data", data or self.data, *arguments)

    def refused(self, status, verb, *arguments):
        return self.failing(status, DEVICE, "events", verb, "--data", self.data, *arguments)

    def lines(self, requests, data=None):
        """Standard output for (operation, input) pairs, all of which have to succeed."""
        text = "".join(json.dumps({"operation": name, "input": given}) + "\n" for name, given in requests)
        answers = self.good(DEVICE, "lines", "--model", self.model, "--data", data or self.data, input=text)
        for line in answers.splitlines():
            self.assertEqual(json.loads(line)["status"], 200, line)
        return answers

    def put(self, *events, session="s", user=None, data=None):
        request = {"trackingId": "t", "sessionId": session, "eventList": list(events)}
        if user:
            request["userId"] = user
        return self.lines([("PutEvents", request)], data)

    def fill(self, seed=1):
        """Events of users and anonymous visitors with everything that an event may have, items, users, a filter."""
        draw = random.Random(seed)
        requests = []
        names = ODD + [f"u{number}" for number in range(20)]
        for number in range(120):
            user = draw.choice(names)
            event = {"eventType": draw.choice(["Watch", "Click"]), "sentAt": 1_700_000_000 + draw.randrange(10**7) / 1000,
                     "itemId": f"t{draw.randrange(1, 150):04}", "eventId": f"e{number}",
                     "properties": json.dumps({"device": draw.choice(ODD), "n": number})}
            if draw.random() < 0.3:
                event.update(eventValue=draw.random(), recommendationId=f"RID-{number}",
                             impression=["t0001", draw.choice(ODD).replace("|", "")],
                             metricAttribution={"eventAttributionSource": "shelf, left"})
            request = {"trackingId": "t", "sessionId": f"s-{user}", "eventList": [event]}
            if draw.random() < 0.7:
                request["userId"] = user
            requests.append(("PutEvents", request))
        requests.append(("PutEvents", {"trackingId": "t", "sessionId": "s-u1", "eventList": [
            {"eventType": "Search", "sentAt": 1_700_000_000}]}))
        requests.append(("PutItems", {"datasetArn": "arn:aws:personalize:local:000000000000:dataset/a/ITEMS", "items": [
            {"itemId": item, "properties": json.dumps(ITEM)}
            for item in ("new2", "new1", "t0001")]}))
        requests.append(("PutUsers", {"datasetArn": "arn:aws:personalize:local:000000000000:dataset/a/USERS", "users": [
            {"userId": name, "properties": json.dumps(PERSON)} for name in ("u1", ODD[1])]}))
        self.lines(requests)
        self.good(DEVICE, "filter", "create", "--model", self.model, "--data", self.data,
                  "horror" if seed == 1 else f"horror-{seed}", 'INCLUDE ItemID WHERE Items.GENRES IN ("Horror")')
        return names

    def lists(self, names, data):
        """What everybody is recommended, as bytes."""
        asked = [("GetRecommendations", {"campaignArn": recommender, "userId": name, "numResults": 100, **more})
                 for name in names for recommender, more in (
                     ("user-personalization", {}), ("trending-now", {}),
                     ("user-personalization", {"filterArn": "horror"}), ("user-personalization", {"explain": True}))]
        asked += [("GetRecommendations", {"campaignArn": "user-personalization", "userId": f"s-{name}"})
                  for name in names]
        return self.lines(asked, data)


class Statistics(Events):
    def test_counts(self):
        self.fill()
        told = json.loads(self.events("stats", "--json"))
        self.assertEqual(told["events"], 121)
        self.assertEqual(sum(entry["events"] for entry in told["types"]), 121)
        self.assertEqual(told["types"][-1], {"eventType": "Search", "events": 1})
        self.assertEqual((told["cursor"], told["itemsPut"], told["usersPut"], told["filters"]), (121, 3, 2, 1))
        self.assertEqual(told["firstEvent"][:5], "2023-")
        self.assertEqual(told["bytes"]["file"], (self.data / "events.sqlite").stat().st_size)
        text = self.events("stats")
        self.assertIn("events            121, ", text)
        self.assertIn("cursor            121\n", text)

    def test_a_folder_without_a_store_is_refused_and_not_made(self):
        for verb in (("stats",), ("export", "--policy", "full"), ("erase", "--user", "u"), ("compact",)):
            self.assertIn("expected a file events.sqlite in it, got none", self.refused(1, *verb))
        self.assertFalse(self.data.exists())

    def test_a_folder_that_a_server_holds_is_refused(self):
        server = self.serve("--data", self.data)
        server.put("u", "t0001")
        whole = self.folder / "whole.jsonl"
        whole.write_text('{"kind":"log","version":1,"policy":"full","since":0}\n{"kind":"end","cursor":0,"lines":0}\n')
        for verb in (("stats",), ("export", "--policy", "full"), ("erase", "--user", "u"), ("compact",),
                     ("import", whole)):
            self.assertIn("another pocketrec process uses it", self.refused(1, *verb))

    def test_misuse(self):
        self.assertIn("--policy is required", self.refused(2, "export"))
        self.assertIn("--policy", self.refused(2, "export", "--policy", "some"))
        self.assertIn("--format", self.refused(2, "export", "--policy", "full", "--format", "xml"))
        self.assertIn("--key-file is required", self.refused(2, "export", "--policy", "pseudonymous"))
        self.assertIn("--output", self.refused(2, "export", "--policy", "full", "--json"))
        self.assertIn("--since", self.refused(2, "export", "--policy", "full", "--since", "-1"))
        self.assertIn("--user or --session is required", self.refused(2, "erase"))
        self.assertIn("file is required", self.refused(2, "import"))
        self.assertIn("subcommand", self.failing(2, DEVICE, "events"))


class Export(Events):
    def export(self, output, *arguments, policy="full", data=None):
        """What the export tells."""
        return json.loads(self.events("export", "--policy", policy, "-o", output, "--json", *arguments, data=data))

    def test_an_import_restores_the_same_state(self):
        names = self.fill()
        whole, again = self.folder / "whole.jsonl", self.folder / "again.jsonl"
        told = self.export(whole)
        self.assertEqual((told["events"], told["cursor"]), (121, 121))
        copy = self.folder / "copy"
        told = json.loads(self.events("import", whole, "--json", data=copy))
        self.assertEqual(told, {"events": 121, "duplicates": 0, "items": 3, "users": 2, "filters": 1,
                                "filtersThere": 0})
        self.assertEqual(self.lists(names, copy), self.lists(names, self.data))
        self.export(again, data=copy)
        self.assertEqual(again.read_bytes(), whole.read_bytes())
        self.assertEqual(oct(whole.stat().st_mode & 0o777), "0o600")
        # Once more changes nothing.
        self.assertIn("imported 0 events, passed over 121 that were there", self.events("import", whole, data=copy))
        self.export(again, data=copy)
        self.assertEqual(again.read_bytes(), whole.read_bytes())

    def test_standard_output_has_the_same_and_standard_error_the_cursor(self):
        self.fill()
        self.export(self.folder / "whole.jsonl")
        done = run(DEVICE, "events", "export", "--data", self.data, "--policy", "full")
        self.assertEqual((done.returncode, done.stdout), (0, (self.folder / "whole.jsonl").read_text()))
        self.assertEqual(done.stderr, "pocketrec: exported 121 events; cursor 121\n")

    def test_exports_since_a_cursor_are_the_rest_and_import_together(self):
        names = self.fill(1)
        first, second, whole = (self.folder / name for name in ("1.jsonl", "2.jsonl", "whole.jsonl"))
        cursor = self.export(first)["cursor"]
        self.fill(2)
        told = self.export(second, "--since", cursor)
        self.export(whole)

        def events(path):
            return [line for line in path.read_text().splitlines() if json.loads(line)["kind"] == "event"]

        self.assertEqual(len(events(second)), told["events"])
        self.assertGreater(told["events"], 50)
        self.assertEqual(events(first) + events(second), events(whole))
        self.assertEqual(self.export(self.folder / "3.jsonl", "--since", told["cursor"])["events"], 0)
        both = self.folder / "both.jsonl"
        both.write_bytes(first.read_bytes() + second.read_bytes())
        copy = self.folder / "copy"
        self.events("import", both, data=copy)
        self.assertEqual(self.lists(names, copy), self.lists(names, self.data))
        self.assertIn("--since: expected a cursor of this log",
                      self.refused(1, "export", "--policy", "full", "--since", "100000"))

    def test_a_cursor_stays_good_when_the_newest_events_are_erased(self):
        self.fill()
        self.put({"eventType": "Watch", "itemId": "t0001", "sentAt": 1}, session="x", user="gone")
        cursor = self.export(self.folder / "1.jsonl")["cursor"]
        self.events("erase", "--user", "gone", "--session", "x")
        self.put({"eventType": "Watch", "itemId": "t0002", "sentAt": 2}, session="y", user="new")
        self.assertEqual(self.export(self.folder / "2.jsonl", "--since", cursor)["events"], 1)
        # A copy goes on counting where the original would.
        copy = self.folder / "copy"
        self.events("import", self.folder / "1.jsonl", data=copy)
        self.assertEqual(json.loads(self.events("stats", "--json", data=copy))["cursor"], cursor)

    def test_csv_is_a_data_set_that_trains_as_it_is(self):
        viewings = rows_of(self.sample / "interactions.csv")
        lines, kept = ['{"kind":"log","version":1,"policy":"full","since":0}'], []
        for number, row in enumerate(viewings):
            kept.append(row)
            lines.append(json.dumps({
                "kind": "event", "sequence": number + 1, "userId": row["USER_ID"], "sessionId": row["USER_ID"],
                "eventType": row["EVENT_TYPE"], "itemId": row["ITEM_ID"],
                "sentAtMilliseconds": int(row["TIMESTAMP"]) * 1000, "properties": json.dumps({"device": row["DEVICE"]})}))
        lines.append(json.dumps({"kind": "end", "cursor": len(kept), "lines": len(kept)}))
        (self.folder / "log.jsonl").write_text("\n".join(lines) + "\n")
        self.events("import", self.folder / "log.jsonl")
        dataset = self.folder / "dataset"
        told = self.export(dataset, "--format", "csv", "--property", "DEVICE")
        self.assertEqual(told["leftOut"], {"withoutItem": 0, "unfitText": 0})
        rows = rows_of(dataset / "interactions.csv")
        self.assertEqual([[row[name] for name in ("USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE", "DEVICE")]
                          for row in rows],
                         [[row[name] for name in ("USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE", "DEVICE")]
                          for row in kept])
        self.assertEqual(run(WORKBENCH, "check", dataset).returncode, 0)
        model = self.folder / "own.pocketrec"
        self.good(WORKBENCH, "train", dataset, "-o", model, "--no-evaluation")
        self.assertEqual(len(self.recommended("-n", "10", model=model)), 10)

    def test_csv_holds_odd_texts_and_tells_what_it_cannot_hold(self):
        for number, name in enumerate(ODD):
            self.put({"eventType": "Watch", "itemId": name, "sentAt": 1_700_000_000 + number,
                      "properties": json.dumps({"device": name}), "eventValue": 0.1}, session="s", user=name)
        for user in ("line\nbreak", "nul\0"):
            self.put({"eventType": "Watch", "itemId": "i", "sentAt": 1_700_000_000}, session="s", user=user)
        self.put({"eventType": "Search", "sentAt": 1_700_000_000}, session="s", user="u")
        dataset = self.folder / "dataset"
        told = self.export(dataset, "--format", "csv", "--property", "device")
        self.assertEqual((told["events"], told["leftOut"]), (len(ODD), {"withoutItem": 1, "unfitText": 2}))
        rows = rows_of(dataset / "interactions.csv")
        self.assertEqual([(row["USER_ID"], row["ITEM_ID"], row["device"], row["EVENT_VALUE"]) for row in rows],
                         [(name, name, name, "0.1") for name in ODD])
        self.assertEqual(run(WORKBENCH, "check", dataset).returncode, 0)
        # Lines of JSON hold all of it.
        self.export(self.folder / "whole.jsonl")
        copy = self.folder / "copy"
        self.events("import", self.folder / "whole.jsonl", data=copy)
        self.export(self.folder / "again.jsonl", data=copy)
        self.assertEqual((self.folder / "again.jsonl").read_bytes(), (self.folder / "whole.jsonl").read_bytes())

    def test_anonymous_events_are_the_rows_of_whoever_the_session_was_joined_with(self):
        def watch(item, session, user=None):
            self.put({"eventType": "Watch", "itemId": item, "sentAt": 1_700_000_000}, session=session, user=user)

        watch("t0001", "s1")
        watch("t0002", "s1", "ann")
        watch("t0003", "kiosk")
        watch("t0004", "kiosk", "ann")
        watch("t0005", "kiosk", "bob")
        watch("t0006", "nobody")
        self.export(self.folder / "dataset", "--format", "csv")
        rows = rows_of(self.folder / "dataset" / "interactions.csv")
        self.assertEqual([row["USER_ID"] for row in rows], ["ann", "ann", "kiosk", "ann", "bob", "nobody"])

    def test_a_folder_with_files_is_not_written_over(self):
        self.fill()
        (self.folder / "mine").mkdir()
        (self.folder / "mine" / "interactions.csv").write_text("x")
        self.assertIn("got one with files in it", self.refused(
            1, "export", "--policy", "full", "--format", "csv", "-o", self.folder / "mine"))
        self.assertEqual((self.folder / "mine" / "interactions.csv").read_text(), "x")
        self.assertEqual(sorted(os.listdir(self.folder)), ["data", "mine"])

    def test_too_many_or_reserved_properties_are_refused(self):
        self.fill()
        for names, said in ((["user_id"], "user_id"), (["a b"], "a b"), (["a", "b", "c", "d", "e", "f"], "metadata")):
            options = [word for name in names for word in ("--property", name)]
            self.assertIn(said, self.refused(1, "export", "--policy", "full", "--format", "csv", *options))

    def test_an_interrupted_export_leaves_no_file_that_looks_whole(self):
        self.fill()
        (self.folder / "out").mkdir()
        target = self.folder / "out" / "log.jsonl"
        target.write_text("old")
        command = [DEVICE, "events", "export", "--data", self.data, "--policy", "full", "-o", target]
        full = self.events("export", "--policy", "full", "-o", self.folder / "whole.jsonl", "--json") and (
            self.folder / "whole.jsonl").read_bytes()
        for wait in (0.001, 0.003, 0.005, 0.01, 0.02):
            with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  env=ENVIRONMENT) as export:
                time.sleep(wait)
                export.kill()
            self.assertIn(target.read_bytes(), (b"old", full))
        self.export(target)
        self.assertEqual(target.read_bytes(), full)
        self.assertEqual(os.listdir(self.folder / "out"), ["log.jsonl"])


class Policies(Events):
    def key(self, text="0123456789abcdef0123456789abcdef\n", mode=0o600):
        path = self.folder / "key"
        path.write_text(text)
        path.chmod(mode)
        return path

    def test_none_exports_nothing(self):
        self.fill()
        self.assertEqual(self.refused(1, "export", "--policy", "none"),
                         "pocketrec: --policy none: nothing is exported from this device\n")

    def test_counts_have_no_ids_of_people(self):
        names = self.fill()
        self.events("export", "--policy", "counts", "--format", "csv", "-o", self.folder / "counts.csv", "--json")
        text = (self.folder / "counts.csv").read_text()
        rows = list(csv.DictReader(text.splitlines()))
        self.assertEqual(sum(int(row["EVENTS"]) for row in rows), 121)
        self.assertEqual(list(rows[0]), ["ITEM_ID", "EVENT_TYPE", "DAY", "EVENTS"])
        self.events("export", "--policy", "counts", "-o", self.folder / "counts.jsonl", "--json")
        lines = [json.loads(line) for line in (self.folder / "counts.jsonl").read_text().splitlines()]
        self.assertEqual(sum(line.get("events", 0) for line in lines), 121)
        for name in (name for name in names if len(name) > 2):
            self.assertNotIn(name, text)
        self.assertIn("expected full or pseudonymous", self.failing(
            1, DEVICE, "events", "import", "--data", self.folder / "copy", self.folder / "counts.jsonl"))

    def test_pseudonyms_are_the_same_for_the_same_key_and_tell_no_id(self):
        self.fill()
        key = self.key()

        def export(name):
            self.events("export", "--policy", "pseudonymous", "--key-file", key, "-o", self.folder / name, "--json")
            return (self.folder / name).read_text()

        first = export("1.jsonl")
        lines = [json.loads(line) for line in first.splitlines()]
        full = [json.loads(line) for line in run(
            DEVICE, "events", "export", "--data", self.data, "--policy", "full").stdout.splitlines()]
        pseudonyms = {}
        for plain, line in zip(full[1:122], lines[1:122]):
            self.assertNotIn("properties", line)
            for member in ("userId", "sessionId"):
                if member in plain:
                    self.assertEqual(pseudonyms.setdefault(plain[member], line[member]), line[member])
                    self.assertRegex(line[member], "^[0-9a-f]{32}$")
            for member in ("sequence", "itemId", "eventType", "sentAtMilliseconds", "eventValue"):
                self.assertEqual(plain.get(member), line.get(member))
        self.assertEqual(len(set(pseudonyms.values())), len(pseudonyms))
        self.assertEqual({line["kind"] for line in lines}, {"log", "event", "joinedSession", "item", "end"})
        for text in ("s-u1", '"e1"', "RID-"):
            self.assertNotIn(text, first)
        self.assertEqual(export("2.jsonl"), first)
        self.key("another key, as long as it has to be")
        self.assertNotEqual(export("3.jsonl"), first)
        self.events("import", self.folder / "1.jsonl", data=self.folder / "copy")

    def test_csv_with_pseudonyms_has_the_user_of_the_json_lines(self):
        self.fill()
        key = self.key()
        self.events("export", "--policy", "pseudonymous", "--key-file", key, "--format", "csv",
                    "-o", self.folder / "dataset", "--property", "device", "--json")
        self.events("export", "--policy", "pseudonymous", "--key-file", key, "-o", self.folder / "x.jsonl", "--json")
        rows = rows_of(self.folder / "dataset" / "interactions.csv")
        users = {json.loads(line).get("userId") for line in (self.folder / "x.jsonl").read_text().splitlines()}
        sessions = {json.loads(line).get("sessionId") for line in (self.folder / "x.jsonl").read_text().splitlines()}
        self.assertLessEqual({row["USER_ID"] for row in rows}, users | sessions)
        self.assertTrue(rows[0]["device"])

    def test_keys_that_others_can_read_or_guess_are_refused(self):
        self.fill()

        def said(key):
            return self.refused(1, "export", "--policy", "pseudonymous", "--key-file", key)

        self.assertIn("key file", said(self.key(mode=0o644)))
        self.assertIn("chmod 600", said(self.key(mode=0o644)))
        self.assertIn("expected at least 16 bytes, got 3", said(self.key("abc\n")))
        self.assertIn("not found", said(self.folder / "none"))


class Import(Events):
    BEGIN = {"kind": "log", "version": 1, "policy": "full", "since": 0}
    EVENT = {"kind": "event", "sequence": 1, "userId": "u", "eventType": "Watch", "itemId": "i",
             "sentAtMilliseconds": 1}
    END = {"kind": "end", "cursor": 1, "lines": 1}

    def said(self, *lines):
        path = self.folder / "log.jsonl"
        path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
        self.data.mkdir(exist_ok=True)
        said = self.refused(1, "import", path)
        self.assertEqual(os.listdir(self.data), [])
        return said.replace(str(path), "FILE")

    def test_what_is_wrong_is_told_with_its_line_and_changes_nothing(self):
        good = (self.BEGIN, self.EVENT)
        for lines, expected in (
                (good, "FILE: expected its last line, {\"kind\":\"end\",…}, got a file that is not whole"),
                ((), "FILE: expected its last line"),
                ((self.EVENT,), "FILE, line 1: expected the first line of an export"),
                ((*good, self.BEGIN), "FILE, line 3: expected more lines or the end"),
                ((*good, self.EVENT, self.END), "FILE, line 4: expected 1 lines before the end, got 2"),
                ((*good, "{"), "FILE, line 3: expected a JSON object, got text that is not JSON"),
                ((*good, "[]"), "FILE, line 3: line: expected an object, got []"),
                ((*good, {"kind": "thing"}), "FILE, line 3: line.kind: expected log, event,"),
                (({**self.BEGIN, "version": 2},), "FILE, line 1: log.version: expected an integer from 1 to 1, got 2"),
                ((*good, {**self.EVENT, "userid": "x"}), "FILE, line 3: event.userid: expected no such member"),
                ((*good, {**self.EVENT, "userId": 7}), "FILE, line 3: event.userId: expected text, got 7"),
                ((*good, {**self.EVENT, "userId": "x" * 257}), "expected at most 256 characters, got 257"),
                ((*good, {**self.EVENT, "eventType": ""}), "event.eventType: expected at least 1 character"),
                ((*good, {**self.EVENT, "sequence": 0}), "event.sequence: expected an integer from 1"),
                ((*good, {**self.EVENT, "sentAtMilliseconds": 0.5}), "event.sentAtMilliseconds: expected an integer"),
                ((*good, {**self.EVENT, "properties": "[1]"}), "event.properties: expected the text of a JSON object"),
                ((*good, {"kind": "item", "itemId": "i"}), "item.properties: expected the text of a JSON object"),
        ):
            with self.subTest(expected=expected):
                self.assertIn(expected, self.said(*lines))

    def test_a_file_that_is_not_there_is_named(self):
        self.assertIn("expected a file that can be read", self.refused(1, "import", self.folder / "none"))

    def test_a_file_that_was_cut_anywhere_is_refused(self):
        self.fill()
        whole = self.folder / "whole.jsonl"
        self.events("export", "--policy", "full", "-o", whole, "--json")
        content = whole.read_bytes()
        for share in (0.1, 0.5, 0.9, 0.999):
            (self.folder / "cut").write_bytes(content[:int(len(content) * share)])
            self.failing(1, DEVICE, "events", "import", "--data", self.folder / "copy", self.folder / "cut")
        self.assertFalse((self.folder / "copy").exists())


class Traces(Events):
    def found(self, *texts):
        """How often the texts stand in the files of the data folder."""
        return sum(path.read_bytes().count(text.encode()) for path in self.data.iterdir() for text in texts)

    def fill_many(self):
        """Events of forty users whose every text begins with their name."""
        draw = random.Random(5)
        lines = [{"kind": "log", "version": 1, "policy": "full", "since": 0}]
        for number in range(4000):
            name = f"Person{draw.randrange(10, 50)}"
            event = {"kind": "event", "sequence": number + 1, "sessionId": f"{name}-s{draw.randrange(4)}",
                     "eventId": f"{name}-e{number}", "eventType": "Watch", "itemId": f"{name}-i{number}",
                     "sentAtMilliseconds": draw.randrange(10**12),
                     "properties": json.dumps({"note": f"{name} " * draw.randrange(40)})}
            if draw.random() < 0.7:
                event["userId"] = name
            lines.append(event)
        for number in range(10, 50):
            lines.append({"kind": "joinedSession", "userId": f"Person{number}", "sessionId": f"Person{number}-s0"})
            lines.append({"kind": "user", "userId": f"Person{number}", "properties": f'{{"n":"Person{number}"}}'})
        lines.append({"kind": "end", "cursor": 4000, "lines": len(lines) - 1})
        path = self.folder / "many.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        self.events("import", path)

    def erase_of(self, number):
        sessions = [word for s in range(4) for word in ("--session", f"Person{number}-s{s}")]
        return ("erase", "--user", f"Person{number}", *sessions)


class Erase(Traces):
    def test_nothing_of_the_user_is_left_in_any_file_and_others_stay(self):
        self.fill_many()
        before = json.loads(self.events("stats", "--json"))["events"]
        erased = 0
        for number in (17, 30, 49, 10):
            self.assertGreater(self.found(f"Person{number}"), 100)
            others = self.found("Person11-e", "Person48-e")
            told = json.loads(self.events(*self.erase_of(number), "--json"))
            self.assertEqual((told["records"], told["ids"], told["damagedFiles"]), (1, 5, 0))
            erased += told["events"]
            self.assertEqual(self.found(f"Person{number}"), 0)
            self.assertGreaterEqual(self.found("Person11-e", "Person48-e"), others * 0.9)
        self.assertEqual(json.loads(self.events("stats", "--json"))["events"], before - erased)
        self.assertEqual(self.events("erase", "--user", "Person17"), "erased 0 events, 0 records and 0 ids\n")
        size = (self.data / "events.sqlite").stat().st_size
        self.assertIn(" after\n", self.events("compact"))
        self.assertLess((self.data / "events.sqlite").stat().st_size, size)
        told = json.loads(self.events("compact", "--json"))
        self.assertEqual(told["after"]["writeAheadLog"], 0)

    def test_an_erased_user_is_unknown(self):
        for item in ("t0014", "t0015"):
            self.record(self.data, "visitor", item)
        known = self.recommended("--data", self.data, user="visitor")
        self.assertNotEqual(known, self.recommended(user="visitor"))
        self.events("erase", "--user", "visitor")
        self.assertEqual(self.recommended("--data", self.data, user="visitor"), self.recommended(user="visitor"))

    def test_a_killed_erasure_erases_all_or_nothing_and_is_finished_by_the_next_opening(self):
        self.fill_many()
        begin = time.monotonic()
        self.events(*self.erase_of(40))
        whole = time.monotonic() - begin
        outcomes = set()
        for number in range(10, 34):
            with subprocess.Popen([DEVICE, "events", *self.erase_of(number), "--data", self.data],
                                  stdout=subprocess.DEVNULL, env=ENVIRONMENT) as erasure:
                time.sleep(whole * (number - 10) / 18)  # up to a quarter longer than one that is not killed
                erasure.kill()
                erasure.wait(PATIENCE)
            left = json.loads(self.events("stats", "--json"))["events"]
            exported = run(DEVICE, "events", "export", "--data", self.data, "--policy", "full").stdout
            events = exported.count(f'"Person{number}-e')
            outcomes.add(events == 0)
            self.assertEqual(exported.count('"kind":"event"'), left)
            if events == 0:
                self.assertEqual(self.found(f"Person{number}"), 0)
            else:
                self.assertEqual(json.loads(self.events(*self.erase_of(number), "--json"))["events"], events)
        self.assertEqual(outcomes, {True, False})

    def test_bytes_in_the_log_of_a_killed_server_go_too(self):
        server = self.serve("--data", self.data)
        for number in range(20):
            server.put("Somebody", f"Secret{number}")
        server.kill()
        self.assertGreater(self.found("Secret"), 0)
        self.events("erase", "--user", "Somebody")
        self.assertEqual(self.found("Secret", "Somebody"), 0)

    def test_damaged_files_that_may_hold_the_user_are_told_and_removed(self):
        self.record(self.data, "Somebody", "t0014")
        damaged = self.data / "events.sqlite.corrupt-1"
        damaged.write_bytes(b"Somebody")
        done = run(DEVICE, "events", "erase", "--data", self.data, "--user", "Somebody")
        self.assertEqual((done.returncode, done.stdout), (1, "erased 1 events, 0 records and 1 ids\n"))
        self.assertIn("events.sqlite.corrupt-1: a damaged file", done.stderr)
        self.events("erase", "--user", "Somebody", "--remove-damaged")
        self.assertFalse(damaged.exists())
        self.assertEqual(self.found("Somebody"), 0)


class Forget(Traces):
    """The same of a running server."""

    def test_a_server_forgets_and_goes_on(self):
        audit = self.folder / "audit"
        server = self.serve("--data", self.data, "--audit-log", audit)
        connection = server.unix()

        def listed(user):
            status, body = ask(connection, "GetRecommendations",
                               {"campaignArn": "user-personalization", "userId": user, "numResults": 20})
            self.assertEqual(status, 200)
            return json.loads(body)["itemList"]

        unknown = listed("nobody")
        for item in ("t0014", "t0015"):
            server.put("Somebody", item)
            server.put("other", item)
        for user in ("Somebody", "other"):
            self.assertNotEqual(listed(user), unknown)
        known = listed("other")
        status, body = ask(connection, "Forget", {"userId": "Somebody"})
        self.assertEqual((status, json.loads(body)), (200, {"events": 2, "records": 0, "ids": 1}))
        self.assertEqual(self.found("Somebody"), 0)
        self.assertEqual((listed("Somebody"), listed("other")), (unknown, known))
        server.put("Somebody", "t0014")
        self.assertNotEqual(listed("Somebody"), unknown)
        self.assertEqual(ask(connection, "Forget", {"sessionIds": ["Somebody"]})[0], 200)
        self.assertEqual(ask(connection, "Forget", {})[0], 400)
        connection.close()
        self.assertEqual(server.stop()[0], 0)
        self.assertIn('"operation":"Forget","status":200', audit.read_text())
        self.assertNotIn("Somebody", audit.read_text())

    def test_lists_and_events_go_on_while_users_are_forgotten(self):
        self.fill_many()
        server = self.serve("--data", self.data)
        stop = threading.Event()
        failures = []

        def work(number):
            connection = server.unix()
            for step in range(10**6):
                if stop.is_set():
                    break
                name = f"worker{number}"
                for operation, request in (("PutEvents", put_request(name, f"t{step % 100 + 1:04}", sentAt=step)),
                                           ("GetRecommendations", {"campaignArn": "user-personalization",
                                                                   "userId": name})):
                    status, body = ask(connection, operation, request)
                    if status not in (200, 429):
                        failures.append((operation, status, body))
            connection.close()

        threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
        for thread in threads:
            thread.start()
        connection = server.unix()
        for number in range(10, 30):
            status, body = ask(connection, "Forget", {
                "userId": f"Person{number}", "sessionIds": [f"Person{number}-s{s}" for s in range(4)]})
            self.assertEqual((status, json.loads(body)["records"]), (200, 1))
            self.assertEqual(self.found(f"Person{number}"), 0)
        connection.close()
        stop.set()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])
        self.assertEqual(server.stop()[0], 0)
        self.assertEqual(self.good(DEVICE, "events", "stats", "--data", self.data)[:4], "file")


if __name__ == "__main__":
    unittest.main()
