"""The small bot as a process of its own: `python -m tests.path.small_bot DATABASE_URL API_URL`, until it is killed."""

import asyncio
import sys

from storage.database import Database
from tests.doubles.botapi import BotApi
from tests.path.house import Path


async def main(database_url: str, api_url: str) -> None:
    api = BotApi(port=int(api_url.rpartition(":")[2]))
    path = Path(api, Database(database_url), tasks=4 if "postgres" in database_url else 1)
    await path.start()
    print("running", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
