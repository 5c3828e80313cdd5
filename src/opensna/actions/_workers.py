"""Several processes that draw areas side by side. One that dies costs the area it was drawing and is replaced."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from queue import Empty, SimpleQueue

from opensna.actions._draw import Order, Outcome


def draw_side_by_side(order: Order, codes: Sequence[str], *, processes: int) -> Iterator[Outcome]:
    """Outcomes of all areas as they come; areas begin in the order given."""
    waiting: SimpleQueue[_Worker] = SimpleQueue()
    with ThreadPoolExecutor(processes) as threads:
        running = [threads.submit(_draw, order, code, waiting) for code in codes]
        try:
            for done in as_completed(running):
                yield done.result()
        finally:
            for one in running:
                one.cancel()
            threads.shutdown()
            while not waiting.empty():
                waiting.get().close()


def _draw(order: Order, code: str, waiting: SimpleQueue[_Worker]) -> Outcome:
    """Have an area drawn by a process that waits, or by a new one."""
    try:
        worker = waiting.get_nowait()
    except Empty:
        worker = _Worker(order)
    answer = worker.draw(code)
    if answer is None:
        ended = worker.close()
        return Outcome(
            code, 0, 0, dict.fromkeys(order.formats, f"the process that drew it ended with exit code {ended}")
        )
    waiting.put(worker)
    return answer


class _Worker:
    """A process that has read the edition and draws one area after another."""

    def __init__(self, order: Order) -> None:
        command = [sys.executable, "-m", "opensna.actions._draw"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self._say(json.dumps(asdict(order)))

    def draw(self, code: str) -> Outcome | None:
        """The area's outcome, or None if the process ended before it gave one."""
        self._say(json.dumps(code))
        assert self._process.stdout is not None  # it was opened as a pipe
        line = self._process.stdout.readline()
        return Outcome(**json.loads(line)) if line.endswith("\n") else None

    def close(self) -> int:
        """End the process once it has drawn what it was told; its exit code."""
        self._process.communicate()
        return self._process.returncode

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None  # it was opened as a pipe
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:  # it ended; `draw` sees that it gives no answer
            pass
