"""What the machine says of itself and of this process."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def memory_gb(field: str) -> float | None:
    """Return a field of /proc/self/status (`VmRSS`: resident) in GB; None elsewhere than Linux."""
    try:
        lines = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return None
    found = next((line.split()[1] for line in lines if line.startswith(f"{field}:")), None)
    return int(found) * 1024 / 1e9 if found else None


def load_average() -> float | None:
    """Return the machine's load over the last minute; None where it is not told."""
    try:
        return os.getloadavg()[0]
    except (AttributeError, OSError):
        return None


def processor() -> str:
    """Return the processor's name, empty where it is not told."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if "model name" in line), "")


def cores() -> int:
    """Return the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def disk_mb(folder: Path) -> float:
    """Return the size of the files under `folder`, in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def environment(paths: list[str]) -> Mapping[str, str]:
    """Return an environment in which Python finds the same modules and no setting of Balise."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BALISE_")}
    return {**kept, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}
