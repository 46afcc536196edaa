"""The recipes for Yocto and Buildroot: versions, files and options that they name exist. Nothing is built with them."""

import hashlib
import pathlib
import re
import unittest

SOURCE = pathlib.Path(__file__).parents[2]
PACKAGING = SOURCE / "tools" / "packaging"
VERSION = re.search(r"project\(pocketrec VERSION ([0-9.]+)", (SOURCE / "CMakeLists.txt").read_text())[1]
YOCTO = PACKAGING / "yocto" / f"pocketrec_{VERSION}.bb"
BUILDROOT = PACKAGING / "buildroot" / "pocketrec.mk"
CMAKE = "".join(path.read_text() for path in [SOURCE / "CMakeLists.txt", *SOURCE.glob("toolchains/*.cmake"),
                                              *SOURCE.glob("src/**/*.cmake")])


class Recipes(unittest.TestCase):
    def test_they_are_of_this_version(self):
        self.assertTrue(YOCTO.exists(), [path.name for path in YOCTO.parent.iterdir()])
        self.assertIn(f"POCKETREC_VERSION = {VERSION}\n", BUILDROOT.read_text())

    def test_the_options_that_they_set_are_known(self):
        for recipe in (YOCTO, BUILDROOT):
            options = set(re.findall(r"-D(POCKETREC_\w+)=", recipe.read_text()))
            self.assertGreater(len(options), 2)
            for option in options:
                self.assertRegex(CMAKE, rf"(option|set)\({option} ")

    def test_the_licence_is_this_one(self):
        digest = hashlib.md5((SOURCE / "LICENSE").read_bytes()).hexdigest()
        self.assertIn(f"md5={digest}", YOCTO.read_text())

    def test_the_files_that_they_install_are_there(self):
        for file in re.findall(r"\$\(@D\)/(tools/\S+)", BUILDROOT.read_text()):
            self.assertTrue((SOURCE / file).exists(), file)
        for component in re.findall(r"--component (\w+)", YOCTO.read_text() + BUILDROOT.read_text()):
            self.assertIn(f"COMPONENT {component}", (PACKAGING / "CMakeLists.txt").read_text())

    def test_brackets_and_blocks_are_closed(self):
        for recipe in (YOCTO, BUILDROOT):
            text = recipe.read_text()
            for begin, end in ("()", "{}"):
                self.assertEqual(text.count(begin), text.count(end), (recipe.name, begin))
            self.assertEqual(text.count('"') % 2, 0, recipe.name)
        self.assertEqual(BUILDROOT.read_text().count("\ndefine "), BUILDROOT.read_text().count("\nendef"))


if __name__ == "__main__":
    unittest.main()
