"""Security headers: nothing from another host, and no other site around our page."""

from __future__ import annotations

from secure import Secure
from secure.headers import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    XContentTypeOptions,
    XFrameOptions,
)

_POLICY = {
    "default-src": "'self'",
    # Gradio starts from a script in its page and compiles its templates in the browser.
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
_UNUSED = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")


def secure_headers() -> Secure:
    """Return the headers that every response carries."""
    policy = "; ".join(f"{name} {sources}" for name, sources in _POLICY.items())
    return Secure(
        csp=ContentSecurityPolicy().value(policy),
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        permissions=PermissionsPolicy().value(", ".join(f"{name}=()" for name in _UNUSED)),
        # « no-referrer » would also hide our own pages' origin from our own forms.
        referrer=ReferrerPolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
    )
