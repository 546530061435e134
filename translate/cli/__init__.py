"""The command line: parse, call one function, print.

stdout is data, stderr is everything else. Exit status: 0 done; 1 done, with findings of severity error;
2 could not be done; 130 interrupted.
"""

import os
import sys

from translate.cli.app import app
from translate.cli.console import print_error
from translate.errors import TranslateError

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; turn our own errors into `error:` and `hint:` and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console or a C locale must not stop a Dutch name on its way out.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(prog_name="translate")
    except TranslateError as error:
        if os.environ.get("TRANSLATE_DEBUG") == "1":
            raise
        print_error(error)
        sys.exit(2)
