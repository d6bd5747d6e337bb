"""The review workbench: a local web application for the people who review pages. Loopback only, no build step.

It shows what `steps.reviewing` gives and calls what `steps.reviewing` offers; it decides and stores nothing itself. Every
page is rendered on the server and works without JavaScript; a small script adds keys and live checks.
"""

from __future__ import annotations

from glosspress.workbench.application import application
from glosspress.workbench.running import Address, bind, serve

__all__ = ["Address", "application", "bind", "serve"]
