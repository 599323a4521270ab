"""The interview sheet: which answers it holds, how it looks, and its files."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ui.page.asking import Shown
from ui.page.context import PageContext
from ui.page.rendering import render
from ui.page.state import Session

if TYPE_CHECKING:
    from ui.fiche.model import Fiche

_MAX_NAME = 120
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}


@dataclass(frozen=True)
class SheetScreen:
    """The screen of the interview sheet."""

    context: PageContext

    def show(self, session: Session, data: Mapping[str, Any]) -> Shown:
        """Return the choices and the preview, or the preview alone when only it has changed."""
        preview = {"sheet_preview": self._preview(session, data)}
        if data.get("only") == "preview":
            return preview
        form = render("sheet_form", session.register_, turns=session.turns, name=_name(data))
        return {"sheet_form": form, **preview}

    def download(self, session: Session, data: Mapping[str, Any]) -> Shown:
        """Return the file asked for, as a parcel that the browser saves.

        It goes through the page and not through a file of the server: a name that was typed on
        the sheet stays nowhere.
        """
        from ui.fiche.docx import to_docx
        from ui.fiche.odt import to_odt

        kind = str(data.get("kind", ""))
        if kind not in _TYPES or not session.turns:
            return {}
        fiche = self._fiche(session, data)
        content = to_docx(fiche) if kind == "docx" else to_odt(fiche)
        parcel = render(
            "parcel",
            name=f"{fiche.file_stem}.{kind}",
            kind=_TYPES[kind],
            content=base64.b64encode(content).decode("ascii"),
            stamp=str(data.get("stamp", "")),
        )
        return {"parcel": parcel}

    def _fiche(self, session: Session, data: Mapping[str, Any]) -> Fiche:
        from ui.fiche.build import build_fiche

        return build_fiche(
            session.chosen,
            consulted=date.today(),
            fingerprint=self.context.service.fingerprint,
            name=_name(data),
        )

    def _preview(self, session: Session, data: Mapping[str, Any]) -> str:
        from ui.fiche.page import to_html

        if not session.turns:
            return ""
        page = to_html(self._fiche(session, data))
        return render("sheet_preview", session.register_, page=page)


def _name(data: Mapping[str, Any]) -> str:
    return " ".join(str(data.get("name", "")).split())[:_MAX_NAME]
