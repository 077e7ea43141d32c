"""Make .venv and keep it equal to a hashed lock, the one named as the argument.

Runs under the system's Python before anything is installed, so it uses the standard library alone.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")
SATISFIED_BY = {
    "requirements.txt": ("requirements.txt", "requirements-dev.txt"),
    "requirements-dev.txt": ("requirements-dev.txt",),
}


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever is too old must hear it
        sys.exit("Pasar RW needs Python 3.11 or newer: name one with make PYTHON=python3.11 ...")
    lock = sys.argv[1]
    with (ROOT / lock).open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # two `make run` side by side install once
        if not is_usable():
            create()
        if not any(is_installed(name) for name in SATISFIED_BY[lock]):
            install(lock)


def is_usable() -> bool:
    """A half-made environment (an interrupted run, a removed Python) is made again."""
    try:
        asked = [PYTHON, "-c", "import pip"]
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def create() -> None:
    if not importlib.util.find_spec("ensurepip"):
        install_venv_package()
    print(f"Creating {VENV.name} with Python {sys.version.split()[0]}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def install_venv_package() -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit("This Python cannot make environments: ask for apt-get install python3-venv.")
    print("Installing python3-venv", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    command = ["apt-get", "install", "-y", "-qq", "python3-venv"]
    subprocess.run(command, check=True, env=quiet, stdout=subprocess.DEVNULL)


def is_installed(lock: str) -> bool:
    stamp = stamp_of(lock)
    return stamp.exists() and stamp.read_text() == fingerprint(lock)


def install(lock: str) -> None:
    print(f"Installing {lock}", flush=True)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / lock)], check=True)
    stamp_of(lock).write_text(fingerprint(lock))


def stamp_of(lock: str) -> Path:
    return VENV / f"{lock}.installed"


def fingerprint(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failed:
        sys.exit(f"Could not prepare .venv: {failed}")
    except KeyboardInterrupt:
        sys.exit(130)
