"""Work that fails: status 1, and a message that says what was expected and what was found."""

import signal
import subprocess
import time
import unittest

from programs import DEVICE, PATIENCE, WORKBENCH, Programs, run


class ModelFile(Programs):
    def test_a_missing_model_is_named(self):
        missing = self.folder / "missing.pocketrec"
        for arguments in (("recommend", "--model", missing), ("lines", "--model", missing),
                          ("serve", "--model", missing, "--listen", "127.0.0.1:0"), ("model", "inspect", missing)):
            said = self.failing(1, DEVICE, *arguments)
            self.assertIn(f"{missing}: there is no such file", said)

    def test_a_changed_byte_is_found_by_the_hash(self):
        content = bytearray(self.model.read_bytes())
        content[len(content) // 2] ^= 1
        damaged = self.folder / "damaged.pocketrec"
        damaged.write_bytes(content)
        said = self.failing(1, DEVICE, "recommend", "--model", damaged, "--user", "u0001")
        self.assertRegex(said, "damaged.pocketrec: .*expected the hash [0-9a-f]{64}, found [0-9a-f]{64}")

    def test_a_model_that_lost_its_end_is_refused_with_both_lengths(self):
        content = self.model.read_bytes()
        short = self.folder / "short.pocketrec"
        short.write_bytes(content[:1000])
        self.assertRegex(
            self.failing(1, DEVICE, "model", "inspect", short), f"expected {len(content)} bytes.*, found 1000")

    def test_a_file_of_another_kind_is_refused(self):
        said = self.failing(1, DEVICE, "model", "inspect", self.sample / "interactions.csv")
        self.assertIn("expected", said)
        self.assertIn("found", said)


class Requests(Programs):
    def test_an_unknown_recommender_is_answered_with_those_that_exist(self):
        said = self.failing(1, DEVICE, "recommend", "--model", self.model, "--recommender", "best", "--user", "u0001")
        self.assertIn("ResourceNotFoundException: there is no recommender 'best'", said)
        self.assertIn("user-personalization", said)

    def test_an_unknown_filter_is_answered_with_those_that_exist(self):
        said = self.failing(1, DEVICE, "recommend", "--model", self.model, "--user", "u0001", "--filter", "mine")
        self.assertIn("there is no filter 'mine'", said)
        self.assertIn("family-only", said)

    def test_a_filter_value_without_a_name_is_refused(self):
        said = self.failing(1, DEVICE, "recommend", "--model", self.model, "--user", "u0001", "--filter", "by-genre",
                            "--filter-value", "Horror")
        self.assertIn("expected NAME=VALUE, got 'Horror'", said)

    def test_an_event_with_a_value_that_is_no_number_is_not_recorded(self):
        said = self.failing(1, DEVICE, "record", "--model", self.model, "--data", self.folder / "data", "--user", "u",
                            "--item", "t0001", "--value", "much")
        self.assertIn("expected a number, got 'much'", said)
        self.assertFalse((self.folder / "data").exists())


class Workbench(Programs):
    def test_a_missing_data_set_is_named(self):
        missing = self.folder / "missing"
        for arguments in (("check", missing), ("train", missing, "-o", self.folder / "m"), ("evaluate", missing)):
            self.assertIn(str(missing), self.failing(1, WORKBENCH, *arguments))

    def test_an_unknown_setting_is_answered_with_those_that_exist(self):
        output = self.folder / "m"
        said = self.failing(1, WORKBENCH, "train", self.sample, "-o", output, "--set", "neighbours=3")
        self.assertRegex(said, "expected name=value with one of events, neighbors, .*, got 'neighbours=3'")
        self.assertFalse(output.exists())

    def test_an_interrupted_training_leaves_the_old_model_or_the_new_one(self):
        output = self.folder / "out"
        output.mkdir()
        target = output / "m"
        old = self.model.read_bytes()
        command = [WORKBENCH, "train", str(self.sample), "-o", str(target), "--set", "neighbors=20", "--no-evaluation"]
        begin = time.monotonic()
        self.assertEqual(subprocess.run(command, capture_output=True, timeout=PATIENCE).returncode, 0)
        length = time.monotonic() - begin
        new = target.read_bytes()
        self.assertNotEqual(old, new)
        for share in (0.1, 0.5, 0.8, 0.9, 0.95, 0.97, 0.99, 1, 1.02, 1.05):
            target.write_bytes(old)
            with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as training:
                time.sleep(length * share)
                training.send_signal(signal.SIGINT)
                self.assertIn(training.wait(PATIENCE), (0, -signal.SIGINT))
            self.assertEqual([path.name for path in output.iterdir()], ["m"])
            self.assertIn(target.read_bytes(), (old, new))

    def test_a_setting_out_of_range_is_answered_with_the_range(self):
        said = self.failing(1, WORKBENCH, "train", self.sample, "-o", self.folder / "m", "--set", "neighbors=0")
        self.assertIn("setting neighbors: expected 1 to 4096, got '0'", said)

    def test_a_folder_with_files_in_it_is_not_written_over(self):
        (self.folder / "mine").write_text("x")
        self.failing(1, WORKBENCH, "sample", self.folder)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["mine"])

    def test_a_data_set_with_errors_fails_its_check(self):
        (self.folder / "interactions.csv").write_text("USER_ID,ITEM_ID,TIMESTAMP\nu1,i1,yesterday\n")
        done = run(WORKBENCH, "check", self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertIn("yesterday", done.stdout)

    def test_a_model_that_has_seen_the_test_part_is_not_evaluated_on_it(self):
        said = self.failing(1, WORKBENCH, "evaluate", self.sample, self.model)
        self.assertIn("was trained on 'all' of these data", said)
        self.assertIn("--holdout", said)


if __name__ == "__main__":
    unittest.main()
