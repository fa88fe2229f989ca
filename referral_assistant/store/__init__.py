"""All the SQL there is: the connection, the cases and the directory of services."""

from __future__ import annotations

import sys

import sqlcipher3
from sqlcipher3 import dbapi2

# sqlite-utils takes its error classes from `pysqlite3` when there is one. It has to see ours before its own import,
# or it misses the errors of an encrypted connection, which are not those of the standard library.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)
