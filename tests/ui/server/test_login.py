"""With accounts: the form, its session, and what nobody sees without one."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

PASSWORD = "pas si secret"
HTML = {"accept": "text/html"}


@pytest.fixture
def client(serve: Any, users: str) -> httpx.Client:
    opened: httpx.Client = serve(users=users)
    return opened


def log_in(client: httpx.Client, name: str, password: str = PASSWORD) -> httpx.Response:
    return client.post("/connexion", data={"name": name, "password": password})


@pytest.mark.parametrize("path", ["/", "/deconnexion", "/n'importe/quoi"])
def test_a_browser_is_sent_to_the_form(client: httpx.Client, path: str) -> None:
    response = client.get(path, headers=HTML)
    assert (response.status_code, response.headers["location"]) == (303, "/connexion")


@pytest.mark.parametrize("path", ["/api/sources", "/api/sources/emploi.md", "/metrics"])
def test_a_program_is_told_to_log_in(client: httpx.Client, path: str) -> None:
    response = client.get(path, headers=HTML)
    assert response.status_code == 401
    assert "Il faut se connecter" in response.json()["detail"]
    assert response.headers["www-authenticate"].startswith("Basic")


@pytest.mark.parametrize("path", ["/config", "/gradio_api/file=/etc/passwd", "/assets/x.js"])
def test_nothing_behind_the_page_is_open(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 401


def test_health_stays_open(client: httpx.Client) -> None:
    assert client.get("/health").status_code == 200


def test_the_form_is_french_and_needs_no_script(client: httpx.Client) -> None:
    page = client.get("/connexion").text
    assert '<html lang="fr">' in page
    assert '<label for="password">Mot de passe</label>' in page
    assert "<script" not in page
    assert "http" not in page


def test_logging_in_opens_a_session_that_scripts_and_other_sites_cannot_use(
    client: httpx.Client,
) -> None:
    response = log_in(client, "Anne")
    assert (response.status_code, response.headers["location"]) == (303, "/")
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    assert client.get("/api/sources").status_code == 200
    assert client.get("/connexion").headers["location"] == "/"


def test_behind_https_the_session_never_travels_in_clear(client: httpx.Client) -> None:
    form = {"name": "Anne", "password": PASSWORD}
    response = client.post("/connexion", data=form, headers={"x-forwarded-proto": "https"})
    assert "secure" in response.headers["set-cookie"].lower()


def test_logging_out_closes_it(client: httpx.Client) -> None:
    log_in(client, "Anne")
    assert "Connecté : Anne" in client.get("/deconnexion").text
    client.post("/deconnexion")
    assert client.get("/api/sources").status_code == 401


def test_a_wrong_password_says_so_without_saying_which_part_is_wrong(client: httpx.Client) -> None:
    wrong, unknown = log_in(client, "Anne", "faux"), log_in(client, "Zoé")
    assert wrong.status_code == unknown.status_code == 401
    assert "ne vont pas ensemble" in wrong.text
    assert wrong.text == unknown.text.replace("Zoé", "Anne")
    assert "set-cookie" not in wrong.headers


def test_html_in_a_name_shows_as_text(client: httpx.Client) -> None:
    page = log_in(client, '"><script>alert(1)</script>').text
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_another_site_cannot_log_anyone_in(client: httpx.Client) -> None:
    form = {"name": "Anne", "password": PASSWORD}
    response = client.post("/connexion", data=form, headers={"origin": "https://pirate.example"})
    assert response.status_code == 403


def test_attempts_are_limited_even_if_the_last_one_is_right(client: httpx.Client) -> None:
    codes = [log_in(client, "Anne", "faux").status_code for _ in range(11)]
    assert codes == [401] * 10 + [429]
    refused = log_in(client, "Anne")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert "Trop d&#39;essais" in refused.text


def test_a_program_may_give_its_password_with_each_request(client: httpx.Client) -> None:
    assert client.get("/api/sources", auth=("Léo", PASSWORD)).status_code == 200
    assert client.get("/api/sources", auth=("Léo", "faux")).status_code == 401


def test_passwords_of_programs_are_limited_too(client: httpx.Client) -> None:
    codes = {client.get("/metrics", auth=("Léo", f"faux {n}")).status_code for n in range(10)}
    assert codes == {401}
    assert client.get("/metrics", auth=("Léo", PASSWORD)).status_code == 429


def test_a_student_cannot_send_files(client: httpx.Client) -> None:
    log_in(client, "Léo")
    response = client.post("/gradio_api/upload", files={"files": ("a.txt", b"a")})
    assert response.status_code == 403
    assert "conseiller" in response.json()["detail"]


def test_without_accounts_there_is_no_form(serve: Any) -> None:
    open_to_this_machine = serve()
    assert open_to_this_machine.get("/connexion").headers["location"] == "/"
    assert open_to_this_machine.get("/api/sources").status_code == 200
