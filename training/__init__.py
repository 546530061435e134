"""The recipe of the built-in Dutch-English model: parallel text in, a MarianMT folder out.

Three commands: `python -m training.prepare`, `python -m training.train`, `python -m training.package`.
"""
