"""Read our files with translate-toolkit; runs in its own virtual environment, prints the pairs as JSON."""

import json
import sys
from pathlib import Path

from translate.storage import tmx, xliff, xliff2  # type: ignore[attr-defined]

READERS = {".tmx": tmx.tmxfile, ".xliff12.xlf": xliff.xlifffile, ".xlf": xliff2.Xliff2File}

found = {}
for argument in sys.argv[1:]:
    path = Path(argument)
    suffix = next(suffix for suffix in READERS if path.name.endswith(suffix))
    store = READERS[suffix].parsefile(str(path))
    found[suffix] = [[str(unit.source), str(unit.target)] for unit in store.units if unit.source]
json.dump(found, sys.stdout)
