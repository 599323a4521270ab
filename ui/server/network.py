"""The address that the page listens on: who can reach it, and whether it is free."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket

from corpus.document import BaliseError
from ui.settings import Settings

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")


def is_loopback(host: str) -> bool:
    """Return whether only programs of this machine can reach `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def host_names(settings: Settings) -> tuple[str, ...]:
    """Return the names that requests may call this server by; none when any will do.

    A name that somebody else's DNS makes lead here would let their page read our answers. It is
    only from another address without a public name that any name has to be taken.
    """
    if not settings.public_host and not is_loopback(settings.host):
        return ()
    return (*LOOPBACK_NAMES, settings.host, *settings.public_host)


def check_exposure(settings: Settings, accounts: int) -> None:
    """Refuse to show documents and conversations to a network without anybody logging in.

    Raises:
        BaliseError: the address, or the public name of a proxy in front of it, can be reached from
            elsewhere, and there is no account.
    """
    if accounts or settings.open_to_all:
        return
    if is_loopback(settings.host) and not settings.public_host:
        return
    reached = ", ".join(settings.public_host) or settings.host
    raise BaliseError(
        f"L'adresse {reached} peut être atteinte depuis d'autres machines, et aucun compte "
        "ne protège la page. Créez des comptes (« balise ui --hash-password », puis "
        "BALISE_USERS_FILE), ou gardez 127.0.0.1 sans BALISE_PUBLIC_HOST. Pour ouvrir à tous "
        "sans compte : BALISE_OPEN_TO_ALL=true."
    )


def reserve(host: str, port: int) -> socket.socket:
    """Return a socket that holds the address but does not listen yet.

    Nobody can connect before the model is warm, and a taken port is told before it's loaded.

    Raises:
        BaliseError: the port is taken, or the address is not one of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise BaliseError(f"L'adresse « {host} » n'existe pas.") from error
    reserved = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind(address)
    except OSError as error:
        reserved.close()
        raise refused_address(host, port, error) from error
    return reserved


def refused_address(host: str, port: int, error: OSError) -> BaliseError:
    """Return why the system refuses to listen there, in French."""
    if error.errno == errno.EADDRINUSE:
        return BaliseError(
            f"Le port {port} est déjà pris : Balise est peut-être déjà ouvert. "
            "Choisissez-en un autre avec --port (0 : n'importe lequel)."
        )
    if error.errno == errno.EACCES:
        return BaliseError(
            f"Le port {port} est réservé au système : choisissez-en un au-dessus de 1023."
        )
    return BaliseError(f"L'adresse « {host} » n'est pas celle de cette machine.")


def url_of(reserved: socket.socket) -> str:
    """Return the address to open in a browser."""
    host, port = reserved.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "127.0.0.1" if reserved.family == socket.AF_INET else "::1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
