"""Starts our programs and talks with them."""

from __future__ import annotations

import json
import subprocess
from typing import Any


class Ours:
    """The example `peers`: a question in, an answer out."""

    def __init__(self, program: str) -> None:
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **question: Any) -> Any:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(question, ensure_ascii=False) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


class Simulator:
    """The program `channel-sim` on a free port."""

    def __init__(self, program: str, *flags: str) -> None:
        self.process = subprocess.Popen([program, *flags], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.address = json.loads(self.process.stdout.readline())["address"]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
