"""TAP for suites in Python: points are functions, named by the sentence they prove."""
import os
import subprocess
import sys
import traceback

SRC = os.environ.get("KIST_SRC") or os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
BUILD = os.environ.get("KIST_BUILD") or os.path.join(SRC, "build")
TMP = os.environ.get("TMPDIR", "/tmp")
_points = []


def point(sentence):
    """Decorator: the function is a point of the suite; it passes when it returns."""
    def add(function):
        _points.append((sentence, function))
        return function
    return add


def run_points():
    """Runs all points in order and exits."""
    print(f"1..{len(_points)}", flush=True)
    failed = 0
    for number, (sentence, function) in enumerate(_points, 1):
        try:
            function()
            print(f"ok {number} - {sentence}", flush=True)
        except Exception:
            failed += 1
            print(f"not ok {number} - {sentence}")
            for line in traceback.format_exc().splitlines():
                print("#", line)
            sys.stdout.flush()
    sys.exit(1 if failed else 0)


def same(got, want):
    if got != want:
        raise AssertionError(f"\n got {got!r}\nwant {want!r}")


def secret(name, value):
    """Writes a secret file that only its owner may read; its path."""
    path = os.path.join(TMP, name)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(value + "\n")
    return path


def certificate(name, host="127.0.0.1"):
    """A certificate that nobody signed but itself: paths of certificate and key."""
    cert, key = (os.path.join(TMP, f"{name}.{kind}") for kind in ("crt", "key"))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "2", "-subj", f"/CN={host}", "-addext", f"subjectAltName=IP:{host}",
                    "-keyout", key, "-out", cert], check=True, capture_output=True)
    return cert, key
