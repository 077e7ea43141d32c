"""Search once more with Whoosh 2.7.4, the library from which ours descends and to which it can return.

The old library is installed with its hash into a folder of its own and stands first on the path of child processes:
never are both in one environment. It reads the index that ours wrote, ours reads the index that it wrote, and the
contract and fault tests of search run over it.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from devtools import postgres

ROOT = Path(__file__).resolve().parents[2]
PINNED = Path(__file__).with_name("whoosh-2.7.4.txt")
TESTS = ("tests/search/test_contract.py", "tests/search/test_damage.py")
PASS_ON = [
    "-p",
    "no:cacheprovider",
    "-W",
    "ignore::SyntaxWarning",
    "-W",
    "ignore::DeprecationWarning",
]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="pasar-audit-") as scratch, postgres.server() as server:
        old = Path(scratch, "whoosh-2.7.4")
        install(old)
        steps = {
            "ours writes, 2.7.4 reads": exchanged(Path(scratch, "new"), None, old),
            "2.7.4 writes, ours reads": exchanged(Path(scratch, "old"), old, None),
            "contract and damage with 2.7.4": tested(old, server or ""),
        }
    for name, passed in steps.items():
        print(f"audit: {name}: {'ok' if passed else 'FAILED'}")
    return 0 if all(steps.values()) else 1


def install(folder: Path) -> None:
    """By its hash, without what it might depend on."""
    pip = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    subprocess.run([*pip, "--target", str(folder), "-r", str(PINNED)], check=True)


def exchanged(index: Path, writer: Path | None, reader: Path | None) -> bool:
    """Whether one library reads what the other wrote, word by word."""
    return all(
        run(["-m", "devtools.audit.exchange", deed, str(index)], library)
        for deed, library in (("write", writer), ("read", reader))
    )


def tested(library: Path, server: str) -> bool:
    os.environ["PASAR_TEST_POSTGRES"] = server
    return run(["-m", "pytest", "-q", "-n", "2", *PASS_ON, *TESTS], library)


def run(arguments: list[str], library: Path | None) -> bool:
    """A child process in which this library, or ours, is `whoosh`."""
    path = [str(library)] if library else []
    env = os.environ | {
        "PYTHONPATH": os.pathsep.join([*path, str(ROOT)]),
        "PYTHONWARNINGS": "ignore",
    }
    return (
        subprocess.run([sys.executable, *arguments], cwd=ROOT, env=env, check=False).returncode == 0
    )


if __name__ == "__main__":
    sys.exit(main())
