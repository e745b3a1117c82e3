"""Counts RunInstances by account and error code, each eventID once; with orjson where it is installed. Prints CSV.

python3 python.py FOLDER PROCESSES
"""

import collections
import gzip
import multiprocessing
import pathlib
import sys

try:
    from orjson import loads
except ImportError:
    from json import loads


def read(path):
    with gzip.open(path) as file:
        records = loads(file.read())["Records"]
    return [(r["eventID"], r["recipientAccountId"], r.get("errorCode", "")) for r in records if r["eventName"] == "RunInstances"]


if __name__ == "__main__":
    counts, seen = collections.Counter(), set()
    with multiprocessing.Pool(int(sys.argv[2])) as pool:
        for found in pool.imap(read, sorted(pathlib.Path(sys.argv[1]).rglob("*.json.gz")), chunksize=8):
            for event_id, account, error in found:
                if event_id not in seen:
                    seen.add(event_id)
                    counts[account, error] += 1
    for (account, error), count in sorted(counts.items()):
        print(f"{account},{error},{count}")
