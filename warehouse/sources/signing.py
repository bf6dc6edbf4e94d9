"""Signs a request to S3 with AWS Signature Version 4, in headers.

Source: "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)", Amazon S3 API Reference.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from warehouse.sources.credentials import Credentials

ALGORITHM = "AWS4-HMAC-SHA256"
EMPTY = hashlib.sha256(b"").hexdigest()


def signed(
    credentials: Credentials, region: str, target: str, headers: dict[str, str], moment: datetime
) -> dict[str, str]:
    """The headers of a GET with its signature.

    Args:
        credentials: the access key and its secret.
        region: of the bucket.
        target: path and query as they are sent, the query's parameters in the order of their names.
        headers: those that are sent, Host among them.
        moment: now, UTC.
    """
    said = {name.lower(): value for name, value in headers.items()}
    said |= {"x-amz-content-sha256": EMPTY, "x-amz-date": f"{moment:%Y%m%dT%H%M%SZ}"}
    if credentials.session_token:
        said["x-amz-security-token"] = credentials.session_token
    names = ";".join(sorted(said))
    scope = f"{moment:%Y%m%d}/{region}/s3/aws4_request"
    path, _, query = target.partition("?")
    lines = "".join(f"{name}:{said[name]}\n" for name in sorted(said))
    request = f"GET\n{path}\n{query}\n{lines}\n{names}\n{EMPTY}"
    text = f"{ALGORITHM}\n{said['x-amz-date']}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = _key(credentials.secret_key, scope, text)
    by = f"{ALGORITHM} Credential={credentials.access_key}/{scope},SignedHeaders={names},Signature={signature}"
    return said | {"authorization": by}


def _key(secret: str, scope: str, text: str) -> str:
    key = f"AWS4{secret}".encode()
    for part in (*scope.split("/"), text):
        key = hmac.new(key, part.encode(), "sha256").digest()
    return key.hex()
