"""Runs the AWS CLI many times: each command in a process of its own, forked from one that has loaded the CLI.

Starting Python and importing the CLI costs twice what a command does; its code, its configuration and its output are
those of `aws`. A line of standard input is a command, `{"id", "args", "env"}`; a line of standard output is what became
of it, `{"id", "status", "stdout", "stderr"}`. Ends with its input.
"""

import json
import os
import selectors
import sys
import traceback

import awscli.clidriver
import awscli.errorhandler
import awscli.formatter
import awscli.handlers
import botocore.auth
import botocore.client
import botocore.endpoint
import botocore.handlers
import botocore.parsers
import botocore.signers


def run(args, env, outputs):
    """In the child, which it ends."""
    status = 255
    try:
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        for output, target in zip(outputs, (1, 2)):
            os.dup2(output, target)
        # Where its data lies, the CLI tells itself by the environment when it is imported.
        data = os.environ["AWS_DATA_PATH"]
        os.environ.clear()
        os.environ.update(env, AWS_DATA_PATH=data)
        sys.argv = ["aws", *args]
        status = awscli.clidriver.main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status or 0)


class Command:
    """A child, and what it has printed so far."""

    def __init__(self, request):
        self.id = request["id"]
        pipes = [os.pipe(), os.pipe()]
        self.child = os.fork()
        if self.child == 0:
            run(request["args"], request["env"], [write for _, write in pipes])
        self.printed = {}
        for read, write in pipes:
            os.close(write)
            self.printed[read] = b""
        self.open = set(self.printed)

    def read(self, pipe):
        """True once there is no more to come."""
        chunk = os.read(pipe, 1 << 16)
        self.printed[pipe] += chunk
        if not chunk:
            os.close(pipe)
            self.open.remove(pipe)
        return not chunk

    def tell(self):
        _, status = os.waitpid(self.child, 0)
        stdout, stderr = (text.decode() for text in self.printed.values())
        answer = {"id": self.id, "status": os.waitstatus_to_exitcode(status), "stdout": stdout, "stderr": stderr}
        os.write(told, json.dumps(answer).encode() + b"\n")


def serve():
    events = selectors.DefaultSelector()
    events.register(0, selectors.EVENT_READ, None)
    asked = b""
    while True:
        for event, _ in events.select():
            command = event.data
            if command is None:
                chunk = os.read(0, 1 << 16)
                if not chunk:
                    return
                *lines, asked = (asked + chunk).split(b"\n")
                for line in lines:
                    begun = Command(json.loads(line))
                    for pipe in begun.printed:
                        events.register(pipe, selectors.EVENT_READ, begun)
            elif command.read(event.fd):
                events.unregister(event.fd)
                if not command.open:
                    command.tell()


# Children print on pipes of their own; what is told goes where standard output was.
told = os.dup(1)
os.set_inheritable(told, False)
serve()
