"""Starts the installed copy: says where its modules lie, and that there are no others."""

import os
import sys

# The loader has read it. Programs that are opened from here must find their own libraries.
os.environ.pop("LD_LIBRARY_PATH", None)

_python = os.path.dirname(os.path.abspath(__file__))
_stdlib = os.path.dirname(os.__file__)
sys.path[:] = [
    _stdlib,
    os.path.join(_stdlib, "lib-dynload"),
    os.path.join(os.path.dirname(_python), "app"),
    os.path.join(_stdlib, "site-packages"),
]
sys.argv[0] = "referral-assistant"

from referral_assistant.__main__ import main  # noqa: E402

sys.exit(main())
