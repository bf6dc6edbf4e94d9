"""What made a release: the version of the code, of its lock file and of its engines, as digests."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("expectations", "flows", "transforms", "warehouse")
SUFFIXES = (".py", ".csv", ".toml", ".j2")
#: Libraries whose version can change the bytes of a release.
ENGINES = (
    "duckdb",
    "great-expectations",
    "polars",
    "pyarrow",
    "pyreadstat",
    "pysdmx",
    "rdflib",
    "scipy",
    "xlsxwriter",
)


def code_version() -> str:
    """The version of this distribution."""
    try:
        return version("banenafspraak")
    except PackageNotFoundError:
        return "unknown"


@cache
def code_digest() -> str:
    """SHA-256 over the project's own code and reference data, and the versions of its engines; 64 hex digits."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix in SUFFIXES and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT)}\0".encode())
                digest.update(path.read_bytes())
    for engine, its_version in engines().items():
        digest.update(f"{engine}=={its_version}\n".encode())
    return digest.hexdigest()


def engines() -> dict[str, str]:
    """The version of each engine."""
    return {engine: version(engine) for engine in ENGINES}


def lock_digest() -> str:
    """SHA-256 of the lock file; "none" for an installation without one."""
    lock = ROOT / "requirements.lock"
    return hashlib.sha256(lock.read_bytes()).hexdigest() if lock.exists() else "none"
