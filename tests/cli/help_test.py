"""Help, version and misuse of every verb."""

import unittest

from programs import DEVICE, WORKBENCH, Programs

VERBS = (
    (DEVICE, ()), (DEVICE, ("serve",)), (DEVICE, ("lines",)), (DEVICE, ("recommend",)), (DEVICE, ("rank",)),
    (DEVICE, ("record",)), (DEVICE, ("model",)), (DEVICE, ("model", "inspect")),
    (DEVICE, ("filter",)), (DEVICE, ("filter", "create")), (DEVICE, ("filter", "list")),
    (DEVICE, ("filter", "delete")), (DEVICE, ("filter", "test")),
    (DEVICE, ("events",)), (DEVICE, ("events", "stats")), (DEVICE, ("events", "export")),
    (DEVICE, ("events", "import")), (DEVICE, ("events", "erase")), (DEVICE, ("events", "compact")),
    (WORKBENCH, ()), (WORKBENCH, ("check",)), (WORKBENCH, ("convert",)), (WORKBENCH, ("sample",)),
    (WORKBENCH, ("check-filter",)),
    (WORKBENCH, ("train",)), (WORKBENCH, ("evaluate",)),
)


class Help(Programs):
    def test_help_of_every_verb_goes_to_standard_output(self):
        for program, verb in VERBS:
            with self.subTest(verb=verb):
                text = self.good(program, *verb, "--help")
                self.assertIn("Usage: " + " ".join((program.rsplit("/", 1)[1], *verb)), text)
                self.assertIn("--help", text)

    def test_version_of_every_verb_is_that_of_the_program(self):
        for program, verb in VERBS:
            with self.subTest(verb=verb):
                name = program.rsplit("/", 1)[1]
                self.assertRegex(self.good(program, *verb, "--version"), rf"^{name} \d+\.\d+\.\d+\n$")

    def test_every_verb_stands_in_the_help_of_its_program(self):
        for program, verb in VERBS:
            if verb:
                self.assertRegex(self.good(program, *verb[:-1], "--help"), rf"\n  {verb[-1]} ")

    def test_the_settings_and_their_defaults_stand_in_the_help_of_train(self):
        text = self.good(WORKBENCH, "train", "--help")
        for setting in ("neighbors=200", "history=200", "demote_seen=auto", "softmax_scale=auto"):
            self.assertIn(setting, text)


class Misuse(Programs):
    def test_the_nearest_known_word_is_named(self):
        for program, arguments, wrong, near in (
                (DEVICE, ("recomend",), "recomend", "recommend"),
                (DEVICE, ("recommend", "--modle", "x"), "--modle", "--model"),
                (DEVICE, ("model", "inspct", "x"), "inspct", "inspect"),
                (DEVICE, ("serve", "--model", "x", "--lisen", "127.0.0.1:0"), "--lisen", "--listen"),
                (WORKBENCH, ("trian", "x"), "trian", "train"),
                (WORKBENCH, ("train", "x", "-o", "y", "--hold-out"), "--hold-out", "--holdout"),
                (WORKBENCH, ("sample", "x", "--user=3"), "--user", "--users")):
            with self.subTest(arguments=arguments):
                self.assertIn(f"Did you mean {near} instead of {wrong}?", self.failing(2, program, *arguments))

    def test_a_word_near_to_nothing_gets_no_suggestion(self):
        self.assertNotIn("Did you mean", self.failing(2, DEVICE, "zzzzzzzzzz"))

    def test_no_verb_or_missing_options_are_misuse(self):
        for program, arguments, expected in (
                (DEVICE, (), "subcommand"), (WORKBENCH, (), "subcommand"), (DEVICE, ("model",), "subcommand"),
                (DEVICE, ("recommend",), "--model is required"),
                (DEVICE, ("record", "--model", "x", "--item", "y"), "--data is required"),
                (DEVICE, ("recommend", "--model", "x", "-n", "many"), "many"),
                (WORKBENCH, ("train", "x"), "--output is required"),
                (WORKBENCH, ("convert", "netflix", "x", "y"), "netflix")):
            with self.subTest(arguments=arguments):
                said = self.failing(2, program, *arguments)
                self.assertIn(expected, said)
                self.assertIn(f"See {program.rsplit('/', 1)[1]} --help.", said)


if __name__ == "__main__":
    unittest.main()
