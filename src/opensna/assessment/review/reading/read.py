"""Which reader a file needs, and what it is told when there is none."""

from __future__ import annotations

import zipfile
from pathlib import Path

from opensna.assessment.review.document import Document
from opensna.assessment.review.reading.html import read_html
from opensna.assessment.review.reading.pdf import read_pdf
from opensna.assessment.review.reading.text import read_text
from opensna.assessment.review.reading.word import read_word
from opensna.core.errors import InputError, UnreadableFileError

READERS = {
    ".txt": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_word,
    ".pdf": read_pdf,
}


def read_document(path: Path) -> Document:
    """A Word, PDF, HTML or text file as a document.

    Raises
    ------
    InputError : no such file, or an ending that no reader knows.
    UnreadableFileError : the file is not what its ending says.
    """
    if not path.is_file():
        raise InputError(
            "there is no such file", where=str(path), do_this="give the path of a Word, PDF, HTML or text file"
        )
    reader = READERS.get(path.suffix.casefold())
    if reader is None:
        raise InputError(
            "no reader for this kind of file",
            where=path.name,
            found=path.suffix or "no ending",
            expected=", ".join(READERS),
            do_this="save it as .docx, .pdf, .html or .txt",
        )
    try:
        return reader(path)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, ArithmeticError) as error:
        raise _unreadable(path, error) from error
    except Exception as error:  # the format libraries have no common base class
        if type(error).__module__.split(".")[0] in ("pypdf", "docx", "lxml"):
            raise _unreadable(path, error) from error
        raise


def _unreadable(path: Path, error: Exception) -> UnreadableFileError:
    return UnreadableFileError(
        "the file cannot be read as what its ending says",
        where=path.name,
        found=type(error).__name__,
        expected=f"a sound {path.suffix} file",
        do_this="open it in its own program and save it again, or save it as text",
    )
