"""`python -m responses.probe pdf < file`: prints the fault of the file, if it has one.

Says so within 10 seconds of processor time and 512 MB, whatever the file tries.
"""

import io
import resource
import sys

SECONDS = 10
MEMORY = 512 * 1024 * 1024


def main(extension: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from responses.probe.faults import RefusedError  # noqa: PLC0415  # what is read may not come before the limits
    from responses.probe.here import look  # noqa: PLC0415

    try:
        look(extension, io.BytesIO(sys.stdin.buffer.read()))
    except RefusedError as refused:
        sys.stdout.write(refused.fault.name)


if __name__ == "__main__":
    main(sys.argv[1])
