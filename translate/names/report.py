"""Reports on names as text: a table for the terminal, TSV for a spreadsheet, HTML for a browser."""

import html
import re
from collections.abc import Sequence

from translate.names.collect import NameReport

HEADER = ("name", "count", "spellings", "renderings", "inconsistent", "places")
WIDEST = 48
"""Characters of the widest column of the table; longer cells are shortened there, nowhere else."""
NOT_FOUND = "(not found)"
STYLE = (
    "body{font:15px/1.4 sans-serif;margin:2em}table{border-collapse:collapse}"
    "th,td{border:1px solid #bbb;padding:.3em .6em;text-align:left;vertical-align:top}"
    "th{background:#eee}tr.inconsistent td{background:#fff2cc}"
)


def format_table(reports: Sequence[NameReport]) -> str:
    """Return a table with aligned columns; inconsistent names are marked with `!`."""
    rows = [
        (
            "!" if report.inconsistent else " ",
            report.name,
            str(report.count),
            spellings(report),
            renderings(report),
        )
        for report in reports
    ]
    rows.insert(0, ("", *HEADER[:4]))
    cells = [[shorten(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells
    ]
    return "\n".join(lines) + "\n"


def format_tsv(reports: Sequence[NameReport]) -> str:
    """Return tab-separated text with a header; no cell is a formula for a spreadsheet."""
    rows = [HEADER]
    rows += [
        (
            report.name,
            str(report.count),
            spellings(report),
            renderings(report),
            "yes" if report.inconsistent else "no",
            " ".join(report.places),
        )
        for report in reports
    ]
    return "".join("\t".join(map(harmless, row)) + "\n" for row in rows)


def format_html(reports: Sequence[NameReport], title: str = "Names") -> str:
    """Return a page that needs nothing else; every text in it is escaped."""
    rows = "".join(html_row(report) for report in reports)
    head = "".join(f"<th>{column}</th>" for column in (*HEADER[:4], HEADER[5]))
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{STYLE}</style></head>\n<body><h1>{html.escape(title)}</h1>\n"
        f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table></body></html>\n"
    )


def html_row(report: NameReport) -> str:
    """Return one row of the page; each rendering says where it stands."""
    cells = [
        html.escape(report.name),
        str(report.count),
        html.escape(spellings(report)),
        "<br>".join(
            f'<span title="{html.escape(" ".join(found.places))}">{html.escape(found.text or NOT_FOUND)} '
            f"({found.count})</span>"
            for found in report.renderings
        ),
        html.escape(" ".join(report.places)),
    ]
    marked = ' class="inconsistent"' if report.inconsistent else ""
    return f"<tr{marked}>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"


def spellings(report: NameReport) -> str:
    """Return the spellings with their counts, `Koeleba (3), Kuleba (1)`."""
    return ", ".join(f"{found.text} ({found.count})" for found in report.spellings)


def renderings(report: NameReport) -> str:
    """Return the renderings with their counts."""
    return ", ".join(f"{found.text or NOT_FOUND} ({found.count})" for found in report.renderings)


def shorten(cell: str) -> str:
    """Return a cell that fits into the table."""
    return cell if len(cell) <= WIDEST else cell[: WIDEST - 1] + "…"


def harmless(cell: str) -> str:
    """Return a cell without tabs and line breaks that no spreadsheet takes for a formula."""
    plain = re.sub(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+", " ", cell)
    return f"'{plain}" if plain.startswith(("=", "+", "-", "@")) else plain
