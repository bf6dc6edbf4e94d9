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
    from warehouse.sources.web import Request

ALGORITHM = "AWS4-HMAC-SHA256"


def signed(credentials: Credentials, region: str, request: Request, moment: datetime) -> dict[str, str]:
    """The headers of a request with its signature.

    Args:
        credentials: the access key and its secret.
        region: of the bucket.
        request: as it is sent: the query's parameters in the order of their names, Host among the headers.
        moment: now, UTC.
    """
    payload = hashlib.sha256(request.body).hexdigest()
    said = {name.lower(): value for name, value in request.headers.items()}
    said |= {"x-amz-content-sha256": payload, "x-amz-date": f"{moment:%Y%m%dT%H%M%SZ}"}
    if credentials.session_token:
        said["x-amz-security-token"] = credentials.session_token
    names = ";".join(sorted(said))
    scope = f"{moment:%Y%m%d}/{region}/s3/aws4_request"
    path, _, query = request.target.partition("?")
    lines = "".join(f"{name}:{said[name]}\n" for name in sorted(said))
    canonical = f"{request.method}\n{path}\n{query}\n{lines}\n{names}\n{payload}"
    text = f"{ALGORITHM}\n{said['x-amz-date']}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = _key(credentials.secret_key, scope, text)
    by = f"{ALGORITHM} Credential={credentials.access_key}/{scope},SignedHeaders={names},Signature={signature}"
    return said | {"authorization": by}


def _key(secret: str, scope: str, text: str) -> str:
    key = f"AWS4{secret}".encode()
    for part in (*scope.split("/"), text):
        key = hmac.new(key, part.encode(), "sha256").digest()
    return key.hex()
