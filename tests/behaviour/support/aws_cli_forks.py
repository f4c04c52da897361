"""Runs the AWS CLI many times: each command in a process of its own, forked from one that has loaded the CLI.

Starting Python, importing the CLI and reading its descriptions of services costs five times what a command does; its
code, its configuration and its output are those of `aws`. A line of standard input is a command, `{"id", "args",
"env"}`; a line of standard output is what became of it, `{"id", "status", "stdout", "stderr"}`. Ends with its input.
"""

import gc
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
import botocore.session
import botocore.signers

# As the CLI calls them, and as its library does.
SERVICES = {
    "cloudtrail": "cloudtrail",
    "iam": "iam",
    "organizations": "organizations",
    "s3api": "s3",
    "sts": "sts",
}


def loaded_driver():
    """The CLI with its commands and descriptions read, and with nothing of whose command it will be."""
    os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
    driver = awscli.clidriver.create_clidriver()
    commands = driver._get_command_table()
    driver._create_parser(commands)
    # What a client reads of its service stays with the loader; the session it was read in does not.
    reading = botocore.session.Session()
    reading.register_component("data_loader", driver.session.get_component("data_loader"))
    for command, service in SERVICES.items():
        commands[command]._get_command_table()
        reading.create_client(service, "us-east-1", aws_access_key_id="none", aws_secret_access_key="none")
    return driver


def run(args, env, outputs):
    """In the child, which it ends."""
    status = 255
    try:
        gc.disable()
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        for output, target in zip(outputs, (1, 2)):
            os.dup2(output, target)
        # Where its data lies, the CLI tells itself by the environment when it is imported.
        data = os.environ["AWS_DATA_PATH"]
        os.environ.clear()
        os.environ.update(env, AWS_DATA_PATH=data)
        # The configuration is that of this environment.
        session = driver.session
        session._config = session._profile_map = session._profile = session._credentials = None
        sys.argv = ["aws", *args]
        status = driver.main()
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
driver = loaded_driver()
# Forks share the memory of all this as long as nobody counts in it.
gc.collect()
gc.freeze()
serve()
