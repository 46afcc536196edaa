"""Manual pages, completions and the commented file of settings, compared with what the programs say of themselves."""

import os
import pathlib
import re
import shutil
import subprocess
import unittest

from programs import DEVICE, WORKBENCH, Programs

REFERENCE = pathlib.Path(os.environ["POCKETREC_REFERENCE"])
PROGRAMS = {"pocketrec": DEVICE, "pocketrec-model": WORKBENCH}


def read(name):
    return (REFERENCE / name).read_text()


class Reference(Programs):
    @classmethod
    def setUpClass(cls):
        """{program: {verb: its options}} as --help has them."""
        cls.verbs = {}
        for name, program in PROGRAMS.items():
            cls.verbs[name] = {}
            cls.collect(cls.verbs[name], program, ())

    @classmethod
    def collect(cls, verbs, program, path):
        text = subprocess.run([program, *path, "--help"], capture_output=True, text=True, check=True).stdout
        _, _, below = text.partition("Subcommands:\n")
        words = re.findall(r"^  ([a-z][a-z-]*)", below, re.M)
        for word in words:
            cls.collect(verbs, program, (*path, word))
        if not words:
            verbs[" ".join(path)] = set(re.findall(r"^  (?:-\w,)?(--[a-z][a-z-]*)", text, re.M))

    def test_every_verb_and_option_is_in_the_manual_page_and_no_other(self):
        for name, verbs in self.verbs.items():
            page = read(f"{name}.1").replace("\\-", "-")
            _, _, sections = page.partition(".SH VERBS\n")
            sections = sections.partition(".SH ENVIRONMENT")[0].partition(".SH EXIT")[0]
            documented = {}
            for section in sections.split(".SS ")[1:]:
                verb, _, text = section.partition("\n")
                documented[verb] = set(re.findall(r"^\\fB(--[a-z-]+)\\fR", text, re.M))
            self.assertEqual(documented, verbs)

    def test_every_setting_is_in_the_page_of_the_file_and_in_the_file(self):
        page = read("pocketrec.conf.5").replace("\\-", "-")
        file = read("pocketrec.conf")
        for verb in self.verbs["pocketrec"]:
            if "--print-settings" not in self.verbs["pocketrec"][verb]:
                continue
            shown = self.good(DEVICE, *verb.split(), "--print-settings")
            settings = {line.split()[0] for line in shown.splitlines()}
            section = verb.replace(" ", ".")
            documented = page.partition(f".SS [{section}]\n")[2].partition(".SS")[0].partition(".SH")[0]
            self.assertEqual(set(re.findall(r"^\\fB([a-z-]+)\\fR", documented, re.M)), settings, verb)
            written = file.partition(f"[{section}]\n")[2].partition("\n[")[0]
            self.assertEqual(set(re.findall(r"^#([a-z-]+) =", written, re.M)), settings - {"model", "data"}, verb)

    def test_what_the_file_shows_as_built_in_is_what_holds_without_it(self):
        lines = [line for line in read("pocketrec.conf").splitlines() if not re.match(r"#[a-z-]+ =$", line)]
        file = self.folder / "conf"
        file.write_text("\n".join(re.sub(r"^#(?=[a-z-]+ = )", "", line) for line in lines))
        for verb, options in self.verbs["pocketrec"].items():
            if "--print-settings" in options:
                without = self.good(DEVICE, *verb.split(), "--print-settings")
                values = {line.split()[0]: line.split()[1] for line in without.splitlines()}
                for line in self.good(DEVICE, *verb.split(), "--config", file, "--print-settings").splitlines():
                    name, value = line.split()[:2]
                    if name not in ("model", "data"):
                        self.assertEqual(value, values[name], (verb, name))

    @unittest.skipUnless(shutil.which("man"), "man is not installed")
    def test_manual_pages_have_no_warnings(self):
        for page in ("pocketrec.1", "pocketrec-model.1", "pocketrec.conf.5"):
            done = subprocess.run(["man", "--warnings", "--local-file", "--encoding=UTF-8", "-Tutf8", REFERENCE / page],
                                  capture_output=True, text=True, check=True, env={**os.environ, "MANWIDTH": "80"})
            self.assertEqual(done.stderr, "", page)
            self.assertGreater(done.stdout.count("\n"), 40)

    def complete(self, program, *words):
        """What bash would offer for the last word."""
        script = ('source "$1"; shift; function=$1; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
                  '"$function"; printf "%s\\n" "${COMPREPLY[@]}"')
        done = subprocess.run(
            ["bash", "-c", script, "bash", REFERENCE / "bash" / program, "_" + program.replace("-", "_"), program, *words],
            capture_output=True, text=True, check=True, cwd=self.folder)
        self.assertEqual(done.stderr, "")
        return set(done.stdout.split())

    def test_bash_completes_every_verb_and_option(self):
        for name, verbs in self.verbs.items():
            self.assertEqual(self.complete(name, "") - {"--help", "--version"}, {verb.split()[0] for verb in verbs})
            for verb, options in verbs.items():
                self.assertEqual(self.complete(name, *verb.split(), "--"), options, verb)
                if " " in verb:
                    self.assertIn(verb.split()[1], self.complete(name, verb.split()[0], ""))

    def test_bash_completes_values_and_files(self):
        self.assertEqual(self.complete("pocketrec", "events", "export", "--format", ""), {"csv", "jsonl"})
        self.assertEqual(self.complete("pocketrec", "serve", "--max-e"), {"--max-events", "--max-event-days",
                                                                          "--max-events-a-day"})
        self.assertEqual(self.complete("pocketrec-model", "convert", "f"), {"frappe"})
        (self.folder / "model.pocketrec").touch()
        self.assertEqual(self.complete("pocketrec", "serve", "--model", "mod"), {"model.pocketrec"})

    def test_zsh_and_fish_have_every_verb_and_option(self):
        for name, verbs in self.verbs.items():
            zsh, fish = read(f"zsh/_{name}"), read(f"fish/{name}.fish")
            for verb, options in verbs.items():
                of_verb = zsh.partition(f"    ('{verb}')\n")[2].partition(";;\n    (")[0]
                self.assertEqual(set(re.findall(r"^      '(--[a-z-]+):", of_verb, re.M)), options, verb)
                of_verb = re.findall(rf'_verb_is "{verb}"\' -l ([a-z-]+)', fish)
                self.assertEqual({"--" + option for option in of_verb}, options, verb)

    def test_zsh_and_fish_can_read_theirs(self):
        for shell in ("zsh", "fish"):
            if not shutil.which(shell):
                print(f"skipped: {shell} is not installed, its completions are not read")
                continue
            for file in sorted((REFERENCE / shell).iterdir()):
                done = subprocess.run([shell, "-n", file], capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stderr), (0, ""), file)


if __name__ == "__main__":
    unittest.main()
