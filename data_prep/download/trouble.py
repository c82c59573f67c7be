"""What kept a file from being fetched, in words, and what to do about it."""

import errno
import http
import http.client
import socket
import ssl
import urllib.error
from typing import NamedTuple


class Trouble(NamedTuple):
    """One cause.

    Args:
        text: what was found, and what to do.
        passing: whether the next attempt may do better.
    """

    text: str
    passing: bool = True


_LATER = "try again later, it goes on from there"


def trouble_of(error: Exception) -> Trouble:
    """The cause of an error that `urllib` or the disk raised."""
    if isinstance(error, urllib.error.HTTPError):
        return _status(error.code)
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, OSError):
        error = error.reason
    match error:
        case socket.gaierror():
            return Trouble("no such host (check the network and --base_url)")
        case ssl.SSLCertVerificationError():
            reason = error.verify_message
            return Trouble(
                f"a certificate that cannot be trusted: {reason} (check the clock, and "
                "the certificates of a proxy: SSL_CERT_FILE)",
                passing=False,
            )
        case ssl.SSLError():
            reason = error.reason or error.strerror or "no reason given"
            return Trouble(f"no secure connection (TLS): {reason} ({_LATER})")
        case TimeoutError():
            return Trouble(f"no answer in time ({_LATER})")
        case ConnectionRefusedError():
            return Trouble("a connection refused by the host (is --base_url right?)")
        case ConnectionResetError() | http.client.RemoteDisconnected():
            return Trouble(f"a connection that the host cut off ({_LATER})")
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return Trouble(
                "a full disk (make room, or choose another --data_dir)", passing=False
            )
        case PermissionError() if error.filename:
            return Trouble(
                f"{error.filename} that may not be written (choose another --data_dir)",
                passing=False,
            )
    reason = " ".join(str(error).split()) or type(error).__name__
    if "Tunnel connection failed" in reason:  # said by http.client, as an OSError
        return Trouble(f"a proxy that lets nothing through: {reason}", passing=False)
    return Trouble(f"{reason} ({_LATER})")


def _status(code: int) -> Trouble:
    phrase = f"HTTP {code}"
    if code in set(http.HTTPStatus):
        phrase += f" {http.HTTPStatus(code).phrase}"
    if code >= 500:
        return Trouble(f"{phrase}: the host cannot serve it now ({_LATER})")
    known = {
        403: "the host, or a proxy before it, gives no access (try another network)",
        404: "the host has no such file (is --base_url right?)",
    }
    advice = known.get(code, "the host does not give it (is --base_url right?)")
    return Trouble(f"{phrase}: {advice}", passing=False)
