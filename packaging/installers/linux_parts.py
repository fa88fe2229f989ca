"""What of Python and of the wheels a Linux bundle leaves out, and why."""

from __future__ import annotations

from fnmatch import fnmatchcase

STDLIB_WITHOUT = {
    "tests of Python itself": (
        "test/*",
        "*/test/*",
        "*/tests/*",
        "lib-dynload/_test*",
        "lib-dynload/_xx*",
        "lib-dynload/xx*",
    ),
    "another window library": ("tkinter/*", "turtle.py", "turtledemo/*", "idlelib/*", "lib-dynload/_tkinter*"),
    "for those who write or install programs": (
        "ensurepip/*",
        "venv/*",
        "distutils/*",
        "lib2to3/*",
        "pydoc.py",
        "pydoc_data/*",
        "unittest/*",
        "doctest.py",
        "pdb.py",
        "cProfile.py",
        "profile.py",
        "pstats.py",
        "lib-dynload/_lsprof.*",
        "modulefinder.py",
        "pyclbr.py",
        "tabnanny.py",
        "trace.py",
        "config-*",
        "_sysconfigdata*",
        "EXTERNALLY-MANAGED",
    ),
    "what a system adds for itself, and what is installed beside": (
        "site-packages/*",
        "dist-packages/*",
        "sitecustomize.py",
        "usercustomize.py",
        "__pycache__/*",
        "*/__pycache__/*",
    ),
    "servers and clients: the program opens no connection": (
        "smtplib.py",
        "smtpd.py",
        "imaplib.py",
        "nntplib.py",
        "poplib.py",
        "telnetlib.py",
        "ftplib.py",
        "socketserver.py",
        "asyncore.py",
        "asynchat.py",
        "cgi.py",
        "cgitb.py",
        "http/server.py",
        "xmlrpc/*",
        "wsgiref/*",
        "asyncio/*",
        "lib-dynload/_ssl.*",
        "lib-dynload/nis.*",
    ),
    "would bring a library that nothing of ours needs: hashlib has its own, archives of this kind are not read": (
        "lib-dynload/_hashlib.*",
        "lib-dynload/_bz2.*",
        "lib-dynload/_lzma.*",
        "lib-dynload/_uuid.*",
        "lib-dynload/_crypt.*",
        "lib-dynload/_dbm.*",
        "lib-dynload/_gdbm.*",
    ),
    "other processes that Python would talk to: the program starts none": (
        "multiprocessing/*",
        "concurrent/futures/process.py",
        "lib-dynload/_multiprocessing.*",
        "lib-dynload/_posixshmem.*",
    ),
    "for a terminal": ("curses/*", "lib-dynload/_curses*", "lib-dynload/readline.*"),
    "sound": ("lib-dynload/ossaudiodev.*", "lib-dynload/audioop.*"),
    "encodings of East Asia from before Unicode": ("lib-dynload/_codecs_*", "lib-dynload/_multibytecodec.*"),
}
"""Patterns of paths below the standard library, by the reason. Whatever is not named comes along: a later version of
the program may need it."""

WHEELS_WITHOUT = {
    "sources of compiled parts, and types for those who write programs": (
        "*.pyi",
        "*.pyx",
        "*.pxd",
        "*.c",
        "*.h",
        "*/py.typed",
    ),
    "a command line of its own": ("pypdfium2_cli/*", "fontTools/ttx.py", "fontTools/help.py"),
    "for those who draw fonts, merge or convert them: documents only take parts of finished ones": (
        "fontTools/afmLib.py",
        "fontTools/cu2qu/*",
        "fontTools/diff/*",
        "fontTools/feaLib/builder.py",
        "fontTools/feaLib/lexer.*",
        "fontTools/feaLib/parser.py",
        "fontTools/fontBuilder.py",
        "fontTools/merge/*",
        "fontTools/mtiLib/*",
        "fontTools/pens/cu2quPen.py",
        "fontTools/pens/momentsPen.*",
        "fontTools/qu2cu/*",
        "fontTools/svgLib/*",
        "fontTools/t1Lib/*",
        "fontTools/tfmLib.py",
        "fontTools/ufoLib/*",
        "fontTools/varLib/interpolat*",
        "fontTools/varLib/plot.py",
        "fontTools/voltLib/*",
    ),
    "how words of other languages break: letters break none": (
        "pyphen/dictionaries/README_hyph_[!e]*",
        "pyphen/dictionaries/README_hyph_e[!n]*",
        "pyphen/dictionaries/hyph_[!e]*",
        "pyphen/dictionaries/hyph_e[!n]*",
        "pyphen/dictionaries/update.sh",
    ),
    "kinds of picture and text that a letterhead cannot be": (
        "PIL/_avif.*",
        "PIL/_webp.*",
        "PIL/_imagingft.*",
        "PIL/_imagingtk.*",
    ),
}
"""Patterns of paths below site-packages, by the reason."""

QT_PACKAGE = ("__init__.py", "_config.py", "_git_pyside_version.py", "libpyside6.abi3.so*")
QT_MODULES = ("QtCore", "QtGui", "QtWidgets", "QtPrintSupport")
QT_PLUGINS = {
    "platforms": ("qxcb", "qwayland", "qoffscreen"),
    "platformthemes": ("qxdgdesktopportal",),
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "wayland-shell-integration": ("xdg-shell",),
    "wayland-decoration-client": ("adwaita", "bradient"),
    "printsupport": ("cupsprintersupport",),
    "imageformats": ("qsvg",),
    "iconengines": ("qsvgicon",),
}
"""What is taken of PySide6, and nothing else of it: the window is made of widgets that are painted without a graphics
card, so no OpenGL, QML or embedded screens; it reads no picture but PNG and SVG; and Qt's own words stay English, as
nobody loads its translations."""

NEEDED_MODULES = (
    "ctypes",
    "sqlite3",
    "zlib",
    "decimal",
    "unicodedata",
    "pyexpat",
    "json",
    "hashlib",
    "uuid",
    "argparse",
)
"""Some of what Debian and others split off from Python's own package."""


def stdlib_leaves_out(path: str) -> bool:
    """Whether a path below the standard library stays behind."""
    return _named(path, STDLIB_WITHOUT)


def wheels_leave_out(path: str) -> bool:
    """Whether a path below site-packages stays behind. Libraries that only what stays behind used are not named."""
    if path.startswith("PySide6/"):
        return not _of_qt(path.removeprefix("PySide6/"))
    return _named(path, WHEELS_WITHOUT)


def _of_qt(path: str) -> bool:
    if any(fnmatchcase(path, pattern) for pattern in QT_PACKAGE) or path.startswith("Qt/lib/"):
        return True
    if path.startswith("Qt/plugins/"):
        _qt, _plugins, folder, *name = path.split("/")
        return name in [[f"lib{plugin}.so"] for plugin in QT_PLUGINS.get(folder, ())]
    module, _dot, rest = path.partition(".")
    return module in QT_MODULES and rest.endswith("so")


def _named(path: str, reasons: dict[str, tuple[str, ...]]) -> bool:
    return any(fnmatchcase(path, pattern) for patterns in reasons.values() for pattern in patterns)
