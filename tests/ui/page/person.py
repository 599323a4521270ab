"""What a person does with the page, in a real browser."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit


class Person:
    """Somebody in front of the page. Remembers what was asked of whom, and the browser's errors."""

    def __init__(self, page: Any, url: str, account: tuple[str, str] | None = None) -> None:
        self.page = page
        self.url = url
        self.hosts: set[str] = set()
        self.paths: set[str] = set()
        self.errors: list[str] = []
        page.on("request", self._note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        if account:
            page.goto(url)
            self.sign_in(*account)
        self.reload()

    def sign_in(self, name: str, password: str) -> None:
        """Fill in the form and send it."""
        self.page.get_by_label("Nom").fill(name)
        self.page.get_by_label("Mot de passe").fill(password)
        self.page.get_by_role("button", name="Se connecter").click()

    def _note(self, request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"}:
            self.hosts.add(address.netloc)
            self.paths.add(address.path)

    def reload(self) -> None:
        """Open the page, or open it again."""
        self.page.goto(self.url)
        self.page.wait_for_selector("#live :is(.welcome, .turn)")
        self.page.wait_for_selector("body[data-ready]")

    def ask(self, question: str) -> Any:
        """Ask as one does, and return the turn once its answer is whole."""
        box = self.page.get_by_label("Votre question")
        box.fill(question)
        box.press("Enter")
        return self.answered(question)

    def answered(self, question: str) -> Any:
        """Wait for the whole answer to a question, and return its turn."""
        asked = self.page.locator(".asked", has_text=question)
        turn = self.page.locator("#live .turn[data-stage=done]").filter(has=asked)
        turn.wait_for()
        self.page.wait_for_selector("#send")
        return turn

    def open_source(self, citation: Any) -> Any:
        """Click a citation and return the panel once the quote is there."""
        citation.click()
        self.page.wait_for_selector("body.panel-open #panel mark")
        return self.page.locator("#panel .source")

    def go(self, screen: str) -> None:
        """Go to another screen."""
        self.page.locator(f"[data-do=screen][data-screen={screen}]").click()

    def sees(self, selector: str) -> bool:
        """Tell whether the middle of an element is in view and nothing covers it."""
        return bool(
            self.page.locator(selector).first.evaluate(
                """element => {
                    const [box] = element.getClientRects();
                    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
                    const there = document.elementFromPoint(x, y);
                    return element.contains(there) || Boolean(there?.contains(element));
                }"""
            )
        )
