"""The programs of docs/examples, built against an installed tree by CMake and by pkg-config, give what `pocketrec` gives."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from programs import DEVICE

BUILD = pathlib.Path(os.environ["POCKETREC_BUILD"])
SOURCE = pathlib.Path(os.environ["POCKETREC_SOURCE"])
EXAMPLES = SOURCE / "docs" / "examples"
MODEL = SOURCE / "models" / "streaming.pocketrec"
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
KOTLIN_LIBRARY = "/usr/share/java/kotlin-stdlib.jar"


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=240, **options)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(str(word) for word in command)}: status {done.returncode}\n{done.stdout}"
                             f"{done.stderr}")
    return done.stdout


class Examples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="pocketrec-examples-")
        cls.work = pathlib.Path(cls.folder.name)
        cls.tree = cls.work / "tree"
        run("cmake", "--install", BUILD, "--component", "development", "--prefix", cls.tree)
        cls.expected = cls.lists_of_the_program()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def lists_of_the_program(cls):
        """The same as the examples ask, by the command line: ids before the event, and behind it."""
        data = cls.work / "program"
        asked = ("--model", MODEL, "--data", data, "--user", "ann")
        lists = []
        for _ in range(2):
            answer = run(DEVICE, "recommend", *asked, "-n", 5)
            lists.append(re.findall(r'"itemId":"([^"]*)"', answer))
            run(DEVICE, "record", *asked, "--item", "t0042", "--event-type", "Watch", "--event-id", "example")
        return [*lists[0], "after t0042:", *lists[1]]

    def build(self, name, *settings):
        """Configures and builds an example against the tree, and returns its folder."""
        folder = self.work / name
        run("cmake", "-S", EXAMPLES / name, "-B", folder, f"-DCMAKE_PREFIX_PATH={self.tree}",
            f"-DCMAKE_C_FLAGS={' '.join(STRICT)}", f"-DCMAKE_CXX_FLAGS={' '.join(STRICT)}", *settings)
        run("cmake", "--build", folder)
        return folder

    def check(self, *command, more=(), **options):
        """Runs an example with a data folder of its own."""
        with tempfile.TemporaryDirectory(dir=self.work) as data:
            lines = run(*command, MODEL, data, **options).splitlines()
        ids = [line if line.startswith("after") else line.split(" ")[0] for line in lines]
        self.assertEqual(ids[:11], self.expected)
        self.assertEqual(len(lines), 11 + len(more))
        for line, pattern in zip(lines[11:], more):
            self.assertRegex(line, pattern)

    def test_c(self):
        folder = self.build("c")
        self.check(folder / "recommend")
        self.check(folder / "recommend_static")
        self.assertIn("libpocketrec.so.1", run("readelf", "-d", folder / "recommend"))
        self.assertNotIn("libpocketrec", run("readelf", "-d", folder / "recommend_static"))

    def test_cpp(self):
        folder = self.build("cpp")
        one = (r'^\{"itemList":\[\{"itemId":"t[0-9]+","score":0\.[0-9]+\}\],"recommendationId":"RID-[0-9a-f-]+"\}$',)
        self.check(folder / "recommend", more=one)
        self.check(folder / "recommend_static", more=one)

    def test_pkg_config(self):
        pc = run("find", self.tree, "-name", "pocketrec.pc").strip()
        environment = {**os.environ, "PKG_CONFIG_PATH": os.path.dirname(pc)}
        flags = run("pkg-config", "--cflags", "--libs", "pocketrec", env=environment).split()
        library = [flag[2:] for flag in flags if flag.startswith("-L")][0]
        run("cc", "-std=c11", *STRICT, EXAMPLES / "c" / "recommend.c", "-o", self.work / "shared", *flags)
        self.check(self.work / "shared", env={**os.environ, "LD_LIBRARY_PATH": library})
        flags = run("pkg-config", "--static", "--cflags", "--libs", "pocketrec", env=environment).split()
        run("cc", "-std=c11", *STRICT, "-static", EXAMPLES / "c" / "recommend.c", "-o", self.work / "static", *flags)
        self.check(self.work / "static")

    def test_kotlin(self):
        if shutil.which("kotlinc") is None or shutil.which("java") is None:
            self.skipTest("kotlinc or java is not installed (tools/setup installs both)")
        folder = self.build("kotlin")
        sources = sorted((EXAMPLES / "kotlin").glob("*.kt"))
        run("kotlinc", *sources, "-d", folder / "classes")
        self.check("java", f"-Djava.library.path={folder}", "-Xcheck:jni", "-cp", f"{folder / 'classes'}:{KOTLIN_LIBRARY}",
                   "pocketrec.ExampleKt", more=(r'^\{"itemList":', r"^refused, status 3$"))

    def test_the_header_has_the_c_example(self):
        """The example on top of pocketrec.h is compiled as it stands."""
        header = (self.tree / "include" / "pocketrec.h").read_text()
        example = re.search(r" \*     (#include <pocketrec.h>\n.*?\n \*     \})\n", header, re.DOTALL).group(1)
        source = self.work / "header.c"
        source.write_text(re.sub(r"^ \*(     )?", "", example, flags=re.MULTILINE) + "\n")
        run("cc", "-std=c99", *STRICT, f"-I{self.tree}/include", "-c", source, "-o", self.work / "header.o")

    def test_valgrind(self):
        """No leak, no access to what is not there, in the C example and in the one in C++."""
        if shutil.which("valgrind") is None:
            self.skipTest("valgrind is not installed (tools/setup installs it)")
        for name in ("c", "cpp"):
            self.check("valgrind", "-q", "--leak-check=full", "--show-leak-kinds=all", "--error-exitcode=9",
                       self.build(name) / "recommend", more=(r"^\{",) * (name == "cpp"))

    def test_symbols(self):
        """The libraries show the functions of the header, and nothing else."""
        header = (self.tree / "include" / "pocketrec.h").read_text()
        declared = sorted(re.findall(r"^POCKETREC_API .*?\b(pocketrec_[a-z_]+)\(", header, re.MULTILINE))
        self.assertGreater(len(declared), 5)
        library = pathlib.Path(run("find", self.tree, "-name", "libpocketrec.so").strip())
        for of_library, flags in ((library, "-D"), (library.with_suffix(".a"), "-g")):
            symbols = run("nm", flags, "--defined-only", "--format=just-symbols", of_library).split()
            self.assertEqual(sorted(name for name in symbols if not name.endswith((".o:", ".o"))), declared)


if __name__ == "__main__":
    unittest.main()
