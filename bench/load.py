"""A client that asks a server on loopback as fast as it answers, over connections that stay open."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence

from attrs import frozen


@frozen
class Measured:
    """What a server did: answers a second, and the seconds of each answer, sorted."""

    answers_per_s: float
    seconds: tuple[float, ...]
    statuses: Mapping[int, int]
    body_bytes: int

    def percentile(self, share: float) -> float:
        """The time within which this share of the answers came, in milliseconds."""
        return self.seconds[min(len(self.seconds) - 1, int(len(self.seconds) * share))] * 1000


@frozen
class Asked:
    """One request: a target as it stands in the request line, and its header fields."""

    target: str
    accept: str = "*/*"

    def as_bytes(self) -> bytes:
        """The request as it goes over the wire."""
        fields = f"Host: 127.0.0.1\r\nAccept: {self.accept}\r\nUser-Agent: bench\r\n\r\n"
        return f"GET {self.target} HTTP/1.1\r\n{fields}".encode()


LONGEST = 120.0  # seconds that an answer is waited for; one that takes longer is counted with these


def measured(port: int, asked: Sequence[Asked], seconds: float, connections: int = 8, most: int = 0) -> Measured:
    """Ask one after the other, round and round, for so many seconds; stop after `most` answers, unless that is 0."""
    return asyncio.run(_measured(port, [each.as_bytes() for each in asked], seconds, connections, most))


async def _measured(port: int, asked: list[bytes], seconds: float, connections: int, most: int) -> Measured:
    times: list[float] = []
    statuses: dict[int, int] = {}
    sizes = [0]
    end = time.perf_counter() + seconds

    async def one(first: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        turn = first
        while time.perf_counter() < end and (not most or len(times) < most):
            start = time.perf_counter()
            writer.write(asked[turn % len(asked)])
            try:
                async with asyncio.timeout(LONGEST):
                    status, size = await _answer(reader)
            except TimeoutError:
                # What comes later would be taken for the answer to the next request.
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                status, size = 0, 0
            times.append(time.perf_counter() - start)
            statuses[status] = statuses.get(status, 0) + 1
            sizes[0] += size
            turn += 1
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(connections)))
    took = time.perf_counter() - began
    return Measured(len(times) / took, tuple(sorted(times)), statuses, sizes[0] // max(1, len(times)))


async def _answer(reader: asyncio.StreamReader) -> tuple[int, int]:
    """The status of an answer, and the bytes of its body."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head[9:12])
    if status in (204, 304):
        return status, 0
    if b"\r\ntransfer-encoding: chunked" in head:
        size = 0
        while length := int(await reader.readuntil(b"\r\n"), 16):
            await reader.readexactly(length + 2)
            size += length
        await reader.readexactly(2)
        return status, size
    length = int(head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0])
    await reader.readexactly(length)
    return status, length
