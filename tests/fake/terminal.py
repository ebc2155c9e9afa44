"""A small terminal (ECMA-48) around a real program: types at it, and reads its screen as a person does."""
import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
import unicodedata

SEQUENCE = re.compile(r"\x1b\[([?>]?)([0-9;]*)([@-~])|\x1b([78=>c]|\([A-Z0-9])|\x1b\][^\x07]*\x07")


class Terminal:
    def __init__(self, argv, rows=24, columns=80, env=None):
        self.rows, self.columns = rows, columns
        self.cells, self.at, self.kept, self.bells, self.rest, self.written = [], (0, 0), (0, 0), 0, "", ""
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.clear()
        self.pid, self.fd = pty.fork()
        if not self.pid:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execve(argv[0], argv, dict(os.environ, **{"TERM": "xterm", **(env or {})}))
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.code = None

    # ---- what the person does ----
    def type(self, text):
        os.write(self.fd, text.encode())

    def shoot(self, text, at_once=400):
        """Types without a pause, reading what comes, so that neither side waits for the other."""
        data = text.encode()
        while data:
            if select.select([], [self.fd], [], 0.05)[1]:
                data = data[os.write(self.fd, data[:at_once]):]
            while self.read(0):
                pass

    def resize(self, rows, columns):
        self.rows, self.columns = rows, columns
        self.clear()
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        self.end()

    def end(self):
        """Waits for the program; its exit code."""
        if self.code is None:
            until = time.monotonic() + 10
            while time.monotonic() < until:
                self.read(0.01)
                done, status = os.waitpid(self.pid, os.WNOHANG)
                if done:
                    self.code = status
                    os.close(self.fd)
                    return self.code
            os.kill(self.pid, signal.SIGKILL)
            raise AssertionError("it does not end\n" + self.screen())
        return self.code

    # ---- what the person sees ----
    def screen(self):
        return "\n".join("".join(row).replace("\0", "").rstrip() for row in self.cells)

    def wait(self, words, seconds=10):
        """Until the screen shows these words."""
        until = time.monotonic() + seconds
        while not re.search(words, self.screen()):
            if time.monotonic() > until:
                raise AssertionError(f"never shown: {words}\n{self.screen()}")
            self.read(0.05)
        return self.screen()

    def still(self, quiet=0.15, seconds=10):
        """Until nothing has been written for a moment."""
        until = time.monotonic() + seconds
        while self.read(quiet) and time.monotonic() < until:
            pass
        return self.screen()

    def read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            got = os.read(self.fd, 65536)
        except OSError:
            return False
        self.take(got)
        return bool(got)

    # ---- the terminal ----
    def clear(self):
        self.cells = [[" "] * self.columns for _ in range(self.rows)]
        self.at = (0, 0)

    def take(self, got):
        text = self.rest + self.decoder.decode(got)
        self.written += text
        i = 0
        while i < len(text):
            c = text[i]
            if c == "\x1b":
                found = SEQUENCE.match(text, i)
                if not found:
                    if len(text) - i < 20:
                        break
                    i += 1
                    continue
                self.sequence(found)
                i = found.end()
                continue
            self.character(c)
            i += 1
        self.rest = text[i:]

    def character(self, c):
        y, x = self.at
        if c == "\r":
            self.at = (y, 0)
        elif c == "\n":
            if y + 1 == self.rows:
                self.cells = self.cells[1:] + [[" "] * self.columns]
            self.at = (min(y + 1, self.rows - 1), x)
        elif c == "\b":
            self.at = (y, max(0, x - 1))
        elif c == "\a":
            self.bells += 1
        elif c >= " ":
            width = 0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
            if x + width > self.columns:
                self.character("\r")
                self.character("\n")
                y, x = self.at
            if not width:
                self.cells[y][max(0, x - 1)] += c
                return
            self.cells[y][x] = c
            if width == 2:
                self.cells[y][x + 1] = "\0"
            self.at = (y, x + width)

    def sequence(self, found):
        private, numbers, last, short = found.group(1), found.group(2), found.group(3), found.group(4)
        n = [int(x or 0) for x in (numbers or "").split(";")]
        y, x = self.at
        if short == "7":
            self.kept = self.at
        elif short == "8":
            self.at = self.kept
        elif short or private == ">":
            return
        elif last == "h" and numbers == "1049" or last == "l" and numbers == "1049":
            self.clear()
        elif last in "Hf":
            self.at = (min(max(n[0], 1), self.rows) - 1, min(max(n[1] if len(n) > 1 else 1, 1), self.columns) - 1)
        elif last == "J":
            if n[0] == 2:
                self.cells = [[" "] * self.columns for _ in range(self.rows)]
            else:
                self.cells[y][x:] = [" "] * (self.columns - x)
                for row in range(y + 1, self.rows):
                    self.cells[row] = [" "] * self.columns
        elif last == "K":
            first, after = (x, self.columns) if n[0] == 0 else (0, x + 1) if n[0] == 1 else (0, self.columns)
            self.cells[y][first:after] = [" "] * (after - first)
        elif last == "C":
            self.at = (y, min(x + max(n[0], 1), self.columns - 1))
        elif last == "D":
            self.at = (y, max(0, x - max(n[0], 1)))
        elif last == "A":
            self.at = (max(0, y - max(n[0], 1)), x)
        elif last == "B":
            self.at = (min(self.rows - 1, y + max(n[0], 1)), x)
        elif last == "G":
            self.at = (y, max(n[0], 1) - 1)
        elif last == "P":
            k = max(n[0], 1)
            self.cells[y][x:] = self.cells[y][x + k:] + [" "] * k
        elif last == "@":
            k = max(n[0], 1)
            self.cells[y][x:] = ([" "] * k + self.cells[y][x:])[:self.columns - x]
