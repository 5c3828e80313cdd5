"""A page that needs no server and loads nothing: it reads whole without JavaScript, and filters where there is some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from importlib import resources
from string import Template

Filter = tuple[str, str, Mapping[str, str]]
"""The attribute that it looks at (data-NAME), its label, and label by value."""
Cell = tuple[str, bool]
"""Text of a table's cell, and whether it is a number."""
Row = tuple[Mapping[str, str], Sequence[Cell]]
"""What a row is filtered by, and its cells."""


def draw(
    title: str,
    intro: str,
    body: str,
    *,
    warnings: Sequence[str] = (),
    notes: Sequence[str] = (),
    contents: Mapping[str, str] | None = None,
    filters: Sequence[Filter] = (),
    counted: Mapping[str, int] | None = None,
) -> str:
    """The page's HTML.

    Parameters
    ----------
    body : HTML already; every other text is escaped here. An element with data-kind is filtered and counted as one of its kind.
    contents : headings by the id that they stand under. counted : how many of each kind there are, in the order of the page.
    """
    said = ", ".join(f"{n} of {n} {kind}" for kind, n in (counted or {}).items()) + " shown"
    form = _part("shell_form.html").substitute(filters="\n".join(map(_select, filters)), count=escape(said))
    links = "".join(f'<li><a href="#{escape(key)}">{escape(text)}</a></li>' for key, text in (contents or {}).items())
    return _part("shell.html").substitute(
        title=escape(title),
        warnings="".join(f'<p class="warn">{escape(text)}</p>' for text in warnings),
        intro=escape(intro),
        notes=listed(notes, style="soft") if notes else "",
        contents=f'<nav aria-label="On this page"><ul>{links}</ul></nav>' if links else "",
        form=form if filters else "",
        body=body,
        script=f"<script>\n{_part('shell.js').template}</script>" if filters else "",
    )


def table(name: str, title: str, note: str, heads: Sequence[str], rows: Sequence[Row]) -> str:
    """A heading with its id, a note, and a table that can be scrolled by keyboard; where there is no row, that is said."""
    if not rows:
        return f'<h2 id="{name}">{escape(title)}</h2><p>{escape(note)} There is none.</p>'
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    lines = "".join(
        f'<tr{attributes(data)}><th scope="row">{escape(cells[0][0])}</th>'
        + "".join(f'<td class="number">{escape(t)}</td>' if n else f"<td>{escape(t)}</td>" for t, n in cells[1:])
        + "</tr>"
        for data, cells in rows
    )
    return (
        f'<h2 id="{name}">{escape(title)}</h2><p class="soft">{escape(note)}</p><div class="scroll" role="region" '
        f'aria-labelledby="{name}" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>'
    )


def attributes(data: Mapping[str, str]) -> str:
    """Data attributes, each with a space before it."""
    return "".join(f' data-{key}="{escape(value)}"' for key, value in data.items())


def listed(texts: Sequence[str], *, style: str = "") -> str:
    """Texts as a list."""
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f'<ul class="{style}">{items}</ul>' if style else f"<ul>{items}</ul>"


def _select(chosen: Filter) -> str:
    name, label, values = chosen
    options = "".join(f'<option value="{escape(key)}">{escape(text)}</option>' for key, text in values.items())
    return f'<label>{escape(label)}<select name="{name}"><option value="">Any</option>{options}</select></label>'


def _part(name: str) -> Template:
    return Template((resources.files("opensna.whatworks") / name).read_text("utf-8"))
