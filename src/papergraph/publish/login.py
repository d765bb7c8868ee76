"""Who we are to a server: from the environment or the keyring of the machine, told to one host alone.

Nothing is sent before the server asks for it, except a token. A name and a password go out as Digest where the server
takes that, else as Basic. Neither is kept, logged or repeated in a message.
"""

from __future__ import annotations

import ipaddress
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from papergraph.errors import ConfigError

if TYPE_CHECKING:
    import requests

USER, PASSWORD, TOKEN = "PAPERGRAPH_ENDPOINT_USER", "PAPERGRAPH_ENDPOINT_PASSWORD", "PAPERGRAPH_ENDPOINT_TOKEN"
ASKS = frozenset({401, 403})
"""Statuses of a server that wants to know who asks."""

_DIGEST = re.compile(r"(?:^|,)\s*digest\b", re.IGNORECASE)

Sign: TypeAlias = "Callable[[requests.PreparedRequest], requests.PreparedRequest]"


class Login:
    """The credentials for the host of an endpoint; to be the `auth` of a session."""

    def __init__(self, endpoint: str, environment: Mapping[str, str], *, insecure: bool = False) -> None:
        """Take what the environment says.

        Args:
            endpoint: whose host is meant.
            environment: variables by their names.
            insecure: whether a password may go over a network in the clear.

        Raises:
            ConfigError: what the environment says can be no credentials, or would go in the clear.
        """
        parts = urlsplit(endpoint)
        self._host, self._plain = parts.hostname or "", parts.scheme == "http"
        self._service = f"papergraph+{parts.scheme}://{parts.netloc}"
        self._insecure = insecure
        self._sign: Sign | None = None
        self._secrets: tuple[str, ...] = ()
        self._user, self._password = environment.get(USER, ""), environment.get(PASSWORD, "")
        token = environment.get(TOKEN, "")
        if token:
            if not (token.isascii() and token.isprintable()) or " " in token:
                raise ConfigError(f"{TOKEN} holds what can be no token.")
            self._careful()
            self._sign, self._secrets = _bearer(token), (token,)
        elif bool(self._user) != bool(self._password) and self._password:
            raise ConfigError(f"{PASSWORD} is set, and {USER} is not.")

    @property
    def known(self) -> bool:
        """Whether credentials are sent."""
        return self._sign is not None

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Sign a request that goes to the host of the endpoint."""
        there = urlsplit(request.url or "")
        own = there.hostname == self._host and (there.scheme == "https" or self._plain)
        return self._sign(request) if own and self._sign else request

    def answer(self, url: str, challenge: str) -> bool:
        """Make ready to say who we are, as a `WWW-Authenticate` header wants it; False where that would be no news.

        Raises ConfigError where the password would go over a network in the clear.
        """
        if self._sign or urlsplit(url).hostname != self._host:
            return False
        user, password = self._pair()
        if not password:
            return False
        self._careful()
        from requests.auth import HTTPBasicAuth, HTTPDigestAuth

        # As bytes, so that a password in any script is the UTF-8 that servers expect.
        given = user.encode(), password.encode()
        self._sign = HTTPDigestAuth(user, password) if _DIGEST.search(challenge) else HTTPBasicAuth(*given)
        self._secrets = b64encode(b":".join(given)).decode(), password
        return True

    def concealed(self, text: str) -> str:
        """Return what a server says without the secrets in it: some repeat what they were sent."""
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return text

    def _pair(self) -> tuple[str, str]:
        """The name and the password: of the environment, else of the keyring."""
        if self._password:
            return self._user, self._password
        with suppress(ImportError):
            import keyring
            from keyring.errors import KeyringError

            with suppress(KeyringError):
                found = keyring.get_credential(self._service, self._user or None)
                if found and found.password:
                    return found.username or self._user, found.password
        return "", ""

    def _careful(self) -> None:
        """Raise ConfigError where credentials would go over a network in the clear."""
        if self._plain and not self._insecure and not loopback(self._host):
            raise ConfigError(
                f"The password or token would go to {self._host} unencrypted: use https, or --insecure where you trust"
                " every network in between."
            )


def loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def _bearer(token: str) -> Sign:
    def sign(request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {token}"
        return request

    return sign
