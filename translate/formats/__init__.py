"""Bilingual documents, one file a format."""
