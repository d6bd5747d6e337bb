"""A process that has loaded what most commands load, and forks for each command line: read by `warm.py`, run with `python -c`.

A fork starts where a new `glosspress` stands after its imports: with the arguments, folder, environment and files of whoever
asked. What reads the environment when it is imported (Prefect, Argos Translate) is not loaded before.
"""

import array
import atexit
import gc
import importlib
import json
import os
import select
import socket
import sys
import threading

LOADED = ("glosspress.cli", "glosspress.steps", "glosspress.steps.reviewing", "glosspress.steps.proposing_source")


def serve(listening):
    """Fork for each request; returns in the forks only. Ends with whoever started it, whose pipe is our stdin."""
    while True:
        ready, _, _ = select.select([listening, 0], [], [])
        if 0 in ready:
            os._exit(0)
        connection, _ = listening.accept()
        if os.fork() == 0:
            listening.close()
            return attend(connection)
        connection.close()
        while reaped():
            pass


def attend(connection):
    """Fork once more: one process is the command, the other tells how it ended."""
    request, files = received(connection)
    child = os.fork()
    if child == 0:
        connection.close()
        return request, files
    for file in files:
        os.close(file)
    _, status = os.waitpid(child, 0)
    connection.sendall(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def received(connection):
    """Arguments, folder, environment; stdin, stdout and stderr of the client."""
    data, files = b"", array.array("i")
    while not data.endswith(b"\n"):
        part, ancillary, _, _ = connection.recvmsg(65536, socket.CMSG_SPACE(3 * files.itemsize))
        data += part
        for _, _, content in ancillary:
            files.frombytes(content)
    return json.loads(data), list(files)


def reaped():
    try:
        return os.waitpid(-1, os.WNOHANG)[0]
    except ChildProcessError:
        return 0


def become(request, files):
    """Take the place of the client."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.argv[1:] = request["arguments"]


def end(code):
    """As a process ends, but without taking its modules apart, which costs 0.1 s."""
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


for _name in LOADED:
    importlib.import_module(_name)
gc.collect()
gc.freeze()
_listening = socket.socket(fileno=int(sys.argv[1]))
become(*serve(_listening))

from glosspress.cli import main  # noqa: E402 - in the fork

try:
    main()
except SystemExit as ended:
    end(ended.code)
