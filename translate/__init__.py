"""Dutch articles to English, every term as the glossary says, and the proof beside it.

The package is laid out in the order of the data flow: `articles` -> `segment` -> `memory` -> `engines`
-> `enforce` -> `checks` -> `formats`; `pipeline` is the whole of it as one generator.
"""

__version__ = "0.1.0"
