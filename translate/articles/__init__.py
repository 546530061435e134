"""An input file becomes articles."""
