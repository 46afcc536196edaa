"""Where options get their values from: arguments before the environment before a file before what is built in."""

import itertools
import json
import subprocess
import unittest

from programs import DEVICE, ENVIRONMENT, PATIENCE, Programs, ask

VERBS = ("serve", "lines", "recommend", "why-not", "rank", "record", "filter create", "filter list", "filter delete",
         "filter test", "events stats", "events export", "events import", "events erase", "events compact")
VARIABLES = {"data": "POCKETREC_DATA_FOLDER", "policy": "POCKETREC_EXPORT_POLICY"}
SOURCES = ("argument", "environment", "section", "whole file")  # in the order in which they win

# What only one call asks for has neither variable nor key.
ASKED = {
    "lines": {"no-sandbox"}, "serve": {"no-sandbox"},
    "recommend": {"user", "item", "filter", "filter-expression", "filter-value", "context", "rules", "table", "explain"},
    "record": {"user", "session", "item", "event-type", "event-id", "value", "time"},
    "events export": {"json", "since", "output"},
}


def run(*arguments, variables=(), cwd=None):
    return subprocess.run([DEVICE, *map(str, arguments)], capture_output=True, text=True, timeout=PATIENCE, cwd=cwd,
                          env={**ENVIRONMENT, **dict(variables)})


def variable(name):
    return VARIABLES.get(name) or "POCKETREC_" + name.upper().replace("-", "_")


def sample(name, built_in, source):
    """A value that `name` takes, another one for each source where it has so many."""
    choices = {"policy": ("none", "counts", "pseudonymous", "full"), "format": ("csv", "jsonl", "csv", "jsonl"),
               "sandbox": ("full", "available", "off", "full"),
               "durability": ("full", "batched:10", "batched:20", "batched:30"),
               "sandbox": ("full", "available", "off", "full"),
               "listen": ("127.0.0.1:9001", "[::1]:9002", "unix:/tmp/s", "127.0.0.1:9003,127.0.0.1:9004")}
    if name in choices:
        return choices[name][source]
    if built_in in ("true", "false"):
        return ("true", "false", "true", "false")[source]
    if built_in.isdigit():
        return str(8_000_001 + source)
    return f"value {source}"


def toml(name, value):
    return f"[{', '.join(json.dumps(part) for part in value.split(','))}]" if name == "listen" else json.dumps(value)


class Settings(Programs):
    def shown(self, verb, *arguments, variables=()):
        """{setting: (value, source)} of --print-settings."""
        done = run(*verb.split(), *arguments, "--print-settings", variables=variables)
        self.assertEqual((done.returncode, done.stderr), (0, ""), (verb, arguments))
        rows = {}
        for line in done.stdout.splitlines():
            name, rest = line.split("  ", 1)
            value, source = rest.strip().rsplit("  ", 1)
            rows[name] = (value.strip(), source.strip())
        return rows

    def refused(self, *arguments, variables=()):
        done = run(*arguments, variables=variables, cwd=self.folder)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        return done.stderr

    def write(self, text):
        (self.folder / "conf").write_text(text)

    def check(self, verb, settings, file, subsets):
        """One run with a subset of the sources for each setting."""
        chosen = {name: next(subsets) for name in settings}
        values = {name: [sample(name, built_in, i) for i in range(4)] for name, (built_in, _) in settings.items()}
        arguments, variables, whole, section = [], {}, "", ""
        for name, subset in chosen.items():
            if 0 in subset:
                arguments.append(f"--{name}={values[name][0]}")
            if 1 in subset:
                variables[variable(name)] = values[name][1]
            if 2 in subset:
                section += f"{name} = {toml(name, values[name][2])}\n"
            if 3 in subset:
                whole += f"{name} = {toml(name, values[name][3])}\n"
        file.write_text(f"{whole}[{verb.replace(' ', '.')}]\n{section}")
        shown = self.shown(verb, "--config", file, *arguments, variables=variables)
        for name, subset in chosen.items():
            with self.subTest(verb=verb, setting=name, sources=[SOURCES[i] for i in subset]):
                if not subset:
                    self.assertEqual(shown[name], settings[name])
                    continue
                winner = min(subset)
                value, source = shown[name]
                self.assertEqual(value, values[name][winner])
                if winner == 0:
                    self.assertEqual(source, f"--{name}")
                elif winner == 1:
                    self.assertEqual(source, variable(name))
                else:
                    self.assertRegex(source, rf"^{file}:\d+: {name}$")
                    line = int(source.rsplit(":", 2)[1])
                    self.assertTrue((line > whole.count("\n")) == (winner == 2), source)

    def test_every_subset_of_sources_for_every_setting_of_every_verb(self):
        subsets = [subset for n in range(5) for subset in itertools.combinations(range(4), n)]
        cells = 0
        for verb in VERBS:
            settings = self.shown(verb)
            self.assertTrue(all(source == "built in" for _, source in settings.values()), settings)
            for turn in range(len(subsets)):
                self.check(verb, settings, self.folder / "conf", itertools.cycle(subsets[turn:] + subsets[:turn]))
                cells += len(settings)
        print(f"{cells} cells of the precedence matrix", flush=True)
        self.assertGreater(cells, 1000)

    def test_every_option_is_a_setting_or_what_one_call_asks_for(self):
        for verb, asked in ASKED.items():
            text = run(*verb.split(), "--help").stdout
            options = {word.split(",")[-1][2:] for line in text.splitlines() if line.startswith("  -")
                       for word in line.split()[:1]}
            self.assertEqual(options - asked - {"help", "version", "config", "print-settings"}, set(self.shown(verb)), verb)

    def test_what_holds_is_what_works(self):
        self.write(f'model = "{self.model}"\n[recommend]\nnum-results = 3\nmetadata = ["TITLE", "GENRES"]\n')
        for variables, arguments, expected in (({}, (), 3), ({"POCKETREC_NUM_RESULTS": "2"}, (), 2),
                                               ({"POCKETREC_NUM_RESULTS": "2"}, ("-n", "1"), 1)):
            done = run("recommend", "--config", self.folder / "conf", "--user", "u", *arguments, variables=variables)
            answer = json.loads(done.stdout)["itemList"]
            self.assertEqual(len(answer), expected)
            self.assertEqual(set(answer[0]["metadata"]), {"title", "genres"})
        done = run("recommend", "--user", "u", variables={"POCKETREC_CONFIG": str(self.folder / "conf")})
        self.assertEqual(len(json.loads(done.stdout)["itemList"]), 3)

    def test_a_server_takes_its_settings_from_a_file(self):
        self.write(f'data = "{self.folder}/data"\n[serve]\nmax-rate = 1\n')
        server = self.serve("--config", self.folder / "conf")
        server.put("u", "t0001")
        self.assertTrue((self.folder / "data" / "events.sqlite").exists())
        connection = server.unix()
        self.addCleanup(connection.close)
        asked = [ask(connection, "GetRecommendations", {"campaignArn": "user-personalization", "userId": "u"})[0]
                 for _ in range(20)]
        self.assertIn(429, asked)

    def test_settings_of_other_verbs_do_not_count(self):
        # These verbs keep their options in the same place.
        variables = {"POCKETREC_DATA_FOLDER": "other"}
        self.write('[filter.list]\ndata = "another"\n')
        self.assertEqual(self.shown("filter create", "--config", self.folder / "conf", "--data", "mine",
                                    variables=variables)["data"], ("mine", "--data"))
        data = self.folder / "mine"
        expression = 'INCLUDE ItemID WHERE Items.GENRES IN ("Horror")'
        done = run("filter", "create", "--model", self.model, "--data", data, "horror", expression,
                   variables={"POCKETREC_DATA_FOLDER": str(self.folder / "other")})
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertTrue(data.exists())
        self.assertFalse((self.folder / "other").exists())

    def test_mistakes_are_told_with_file_line_and_key(self):
        for text, expected in (
                ("modle = x", "conf:1: expected a setting of a verb, got modle; did you mean model?"),
                ("\n[sreve]", "conf:2: expected a section with the name of a verb, got [sreve]; did you mean serve?"),
                ("[serve]\nlisen = x", "conf:2: expected a setting of serve, got lisen; did you mean listen?"),
                ("[recommend]\nuser = x", "conf:2: expected a setting of recommend, got user"),
                ("[serve]\nmax-rate = many", "conf:2: max-rate: expected what --max-rate takes, got 'many'"),
                ("[serve]\nmax-events = -1", "conf:2: max-events: expected what --max-events takes, got '-1'"),
                ("[serve]\ndurability = slow", "conf:2: durability: expected what --durability takes, got 'slow'"),
                ("[serve]\nstrict-filters = perhaps", "conf:2: strict-filters: expected"),
                ("[serve]\nmax-rate = [1, 2]", "conf:2: max-rate: expected one value, got 2"),
                ("[serve]\nlisten = []", "conf:2: listen: expected at least one value, got 0"),
                ("[serve]\nmax-rate = 1\nmax-rate = 2", "conf:3: expected each section and key once, got max-rate again"),
                ("[serve]\n[lines]\n[serve]", "conf:3: expected each section and key once, got [serve] again"),
                ("[serve", "conf:1: expected [section], got [serve"), ("model", "conf:1: expected = behind model"),
                ("model =", "conf:1: expected a value"), ('model = "x', 'conf:1: expected " at the end'),
                ("model = 'x", "conf:1: expected ' at the end"), ('model = "\\x"', "as the only escapes"),
                ("model = a b", "conf:1: expected the end of the line, got b"), ("= x", "conf:1: expected key = value"),
                ("[serve]\nlisten = [a\n", "expected ] at the end of the array"),
                ("[serve]\nlisten = [a b]", "expected , or ] behind a value")):
            with self.subTest(text=text):
                self.write(text + "\n")
                self.assertIn(expected, self.refused("serve", "--model", "x", "--config", "conf"))

    def test_mistakes_of_the_environment_name_the_variable(self):
        self.assertIn("POCKETREC_MAX_RATE: expected what --max-rate takes, got 'many'",
                      self.refused("serve", "--model", "x", variables={"POCKETREC_MAX_RATE": "many"}))

    def test_a_file_that_is_not_there_is_an_error_and_help_needs_none(self):
        self.assertIn("nowhere: expected a file with settings, got: No such file or directory",
                      self.refused("serve", "--config", "nowhere"))
        self.assertIn("nowhere: expected a file", self.refused("lines", variables={"POCKETREC_CONFIG": "nowhere"}))
        self.assertIn("expected a file with settings, got a folder", self.refused("lines", "--config", self.folder))
        self.assertEqual(run("serve", "--help", variables={"POCKETREC_CONFIG": "nowhere"}).returncode, 0)

    def test_values_can_be_written_as_toml_has_them(self):
        self.write('# settings\r\n  model = "a # \\"b\\" \\\\ c" # comment\r\n[serve]\nlisten = [ # some\n  "127.0.0.1:1", '
                   "\n  'unix:/x y',\n]\nmax-rate=5\nhost-name = kiosk.local\n")
        shown = self.shown("serve", "--config", self.folder / "conf")
        self.assertEqual(shown["model"][0], 'a # "b" \\ c')
        self.assertEqual(shown["listen"][0], "127.0.0.1:1,unix:/x y")
        self.assertEqual((shown["max-rate"][0], shown["host-name"][0]), ("5", "kiosk.local"))


if __name__ == "__main__":
    unittest.main()
