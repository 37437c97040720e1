"""Swaps two paths for each other, again and again: renameat2(2) with RENAME_EXCHANGE, which Node does not offer."""
import ctypes
import os
import sys

AT_FDCWD, RENAME_EXCHANGE = -100, 2
libc = ctypes.CDLL(None, use_errno=True)
left, right = (os.fsencode(path) for path in sys.argv[1:3])
print("swapping", flush=True)
while libc.renameat2(AT_FDCWD, left, AT_FDCWD, right, RENAME_EXCHANGE) == 0:
    pass
sys.exit(os.strerror(ctypes.get_errno()))
