"""Labels as they come out of the printer, looked at as a scanner and a ruler would: drawn by kist-labels,
rasterised by Poppler, read by two decoders that know nothing of each other."""
import csv
import json
import os
import re
import struct
import subprocess
import zlib

from tap import BUILD, SRC, TMP, same

HOST = "HTTPS://KIST.EXAMPLE.ORG/T/"
LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
LAYOUTS = ("standard", "tiny", "big", "flag", "tag", "kit", "card", "sign")
# What the sheets of these tests are: label, grid, first label, pitch (mm). From the makers' pages,
# not from the program.
SHEETS = {"L7160": (63.5, 38.1, 3, 7, 7.2, 15.15, 66.04, 38.1), "L4773": (63.5, 33.9, 3, 8, 7.21, 12.9, 66.04, 33.9),
          "L4778": (45.72, 21.17, 4, 12, 9.75, 21.41, 48.26, 21.17), "L4731": (25.4, 10, 7, 27, 8.48, 13.43, 27.94, 10)}
HOSTILE = ["x" * 10000, "lang woord " * 1000, "\u202eelcitsalp\u202d boor\u2066", "Boor \U0001f528\U0001fa9a machine",
           "regel een\nregel twee\r\n\tdrie", "^XZ~JR^XA^FDx^FS \\& _5E", "<script>alert('x')</script>", "a\0b\x07\x1b[31mc",
           "مفتاح ربط كبير", "מקדחה חשמלית", "电动螺丝刀和充电器套装盒子非常长的名字", "Z\u0338\u0322\u031b\u0330a\u0335\u0336\u030d",
           "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten", "'; DROP TABLE tools; --", "", "\u0301\u0301"]
# Fontconfig keeps what it read until the end; that is no leak of ours.
with open(f"{TMP}/fontconfig.supp", "w", encoding="ascii") as _supp:
    _supp.write("leak:libfontconfig\n")
os.environ["LSAN_OPTIONS"] = f"suppressions={TMP}/fontconfig.supp:print_suppressions=0"


def code(number):
    return f"{number}{LETTERS[number % 23]}"


def label(number, name, **more):
    return {"url": HOST + code(number), "number": str(number), "letter": LETTERS[number % 23], "name": name} | more


def stock():
    """The demo's tools."""
    colours = {"De Hoogte": "#0a5c3c", "Vinkhuizen": "#1f4e8c"}
    with open(f"{SRC}/demo/models.csv", encoding="utf-8") as file:
        models = {(m["name"], m["brand"], m["type"]): m for m in csv.DictReader(file)}
    with open(f"{SRC}/demo/tools.csv", encoding="utf-8") as file:
        for i, tool in enumerate(csv.DictReader(file)):
            name, brand, kind = (tool["model"].split("|") + ["", ""])[:3]
            safety = int(models.get((name, brand, kind), {}).get("safety") or 0)
            more = {"safety": safety} if safety else {}
            more |= {"inspect": "2027-06-01"} if i % 9 == 4 else {}
            yield label(int(tool["number"]), name, brand=f"{brand} {kind}".strip(), branch=tool["home"],
                        shelf=tool["shelf"], colour=colours[tool["home"]], **more)


def sample(layout, number=417):
    """A label with all that a layout may show."""
    if layout == "sign":
        return label(number, "Schaafstraat 2", branch="De Hoogte", colour="#0a5c3c") | {"number": "B4"}
    if layout == "card":
        return label(number, "Aaltje Bosma-van der Veen")
    return label(number, "Klopboormachine", brand="Bosch PSB 500", branch="De Hoogte", shelf="B4", colour="#0a5c3c",
                 safety=2, inspect="2027-06-01", owner="Van M20417G",
                 parts=["1 koffer", "1 zijhandgreep", "1 diepteaanslag", "9 boren", "1 boorhouder"])


def run(job):
    return subprocess.run([f"{BUILD}/kist-labels"], input=json.dumps(job).encode(), capture_output=True, timeout=60)


def draw(name, labels, **job):
    done = run({"library": "Mijn Gereedschapskist", "phone": "+31501234567", "labels": labels} | job)
    same((done.returncode, done.stderr.decode()), (0, ""))
    path = f"{TMP}/{name}"
    with open(path, "wb") as out:
        out.write(done.stdout)
    return path


def media():
    return [line.split("\t")[0] for line in run({"format": "sheets", "labels": []}).stdout.decode().splitlines()]


def raster(pdf, dpi):
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", pdf, f"{pdf}-{dpi}"], check=True)
    return sorted(f"{TMP}/{f}" for f in os.listdir(TMP) if f.startswith(os.path.basename(pdf) + f"-{dpi}-"))


def scanned(paths):
    """What zbar reads, from whole pages too."""
    done = subprocess.run(["zbarimg", "-q", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", *paths],
                          capture_output=True, text=True, timeout=100)
    return done.stdout.split()


def scanned_again(paths):
    """What ZXing reads; it finds few codes on a page of many, so it is given a label at a time."""
    done = subprocess.run(["ZXingReader", "-format", "QRCode", *paths], capture_output=True, text=True, timeout=100)
    return re.findall(r'^Text: +"(.*)"$', done.stdout, re.M)


def text_of(pdf):
    return subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True).stdout.decode()


def gray(path):
    """A binary PGM: width, height, pixels."""
    with open(path, "rb") as file:
        data = file.read()
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
    return int(head[1]), int(head[2]), data[head.end():]


def png(path):
    """Size, and the rows of an RGB picture without interlacing (PNG 9.2)."""
    with open(path, "rb") as file:
        data = file.read()
    width, height, *kind = struct.unpack(">IIBBBBB", data[16:29])
    same(kind, [8, 2, 0, 0, 0])
    packed, at = b"", 8
    while at < len(data):
        size, name = struct.unpack(">I4s", data[at:at + 8])
        packed += data[at + 8:at + 8 + size] if name == b"IDAT" else b""
        at += size + 12
    n = 3 * width
    raw, rows, above = zlib.decompress(packed), [], bytes(n)
    for y in range(height):
        how, line = raw[y * (n + 1)], bytearray(raw[y * (n + 1) + 1:(y + 1) * (n + 1)])
        for i in range(n if how else 0):
            a, b, c = (line[i - 3], above[i], above[i - 3]) if i > 2 else (0, above[i], 0)
            near = min((abs(b - c), 0, a), (abs(a - c), 1, b), (abs(a + b - 2 * c), 2, c))[2]
            line[i] = (line[i] + (0, a, b, (a + b) // 2, near)[how]) & 255
        rows.append(bytes(line))
        above = line
    return width, height, rows


def assert_only_inside(pages, sheet, dpi, shift=(0, 0)):
    """Nothing is printed in the gutters nor in the outermost half millimetre of any label. `sheet` is one of
    SHEETS, or the numbers themselves."""
    w, h, nx, ny, x0, y0, dx, dy = SHEETS.get(sheet, sheet) if isinstance(sheet, str) else sheet
    edge, per = 0.5, dpi / 25.4
    columns = [(x0 + i * dx + edge + shift[0], x0 + i * dx + w - edge + shift[0]) for i in range(nx)]
    rows = [(y0 + i * dy + edge + shift[1], y0 + i * dy + h - edge + shift[1]) for i in range(ny)]
    for page in pages:
        width, height, pixels = gray(page)
        gaps = zip([0] + [int(b * per) + 1 for _, b in columns], [int(a * per) for a, _ in columns] + [width])
        gaps = [(a, b) for a, b in gaps if b > a]
        for y in range(height):
            line = pixels[y * width:(y + 1) * width]
            inside = any(a * per <= y + 1 and y <= b * per for a, b in rows)
            for a, b in gaps if inside else [(0, width)]:
                if line.count(b"\xff", a, b) != b - a:
                    raise AssertionError(f"{page}: ink in line {y} ({y / per:.2f} mm) between {a / per:.2f} and {b / per:.2f} mm")


def assert_on_medium(pairs, dpi):
    """Each (layout, medium): one label on a page of its size has its text, its code for both decoders, and
    nothing in the outermost half millimetre; or the program says that it is too small and what to choose."""
    paths, want, small = [], [], []
    for i, (layout, medium) in enumerate(pairs):
        one = sample(layout, 100 + i)
        job = {"library": "Mijn Gereedschapskist", "phone": "+31501234567", "labels": [one], "sheet": medium,
               "layout": layout, "single": True}
        done = run(job)
        if done.returncode:
            facts = json.loads(done.stderr.decode().split("\t")[1])
            same((done.stderr.decode().split("\t")[0], facts["number"], facts["choose"] != ""),
                 ("LABEL_TOO_SMALL", one["number"] + one["letter"], True))
            small.append((layout, medium))
            continue
        pdf = f"{TMP}/{i}-{dpi}.pdf"
        with open(pdf, "wb") as out:
            out.write(done.stdout)
        text = text_of(pdf)
        if one["number"] not in text.replace("\n", ""):
            raise AssertionError(f"{layout} on {medium}: {text}")
        pages = raster(pdf, dpi)
        width, height, _ = gray(pages[0])
        size = width * 25.4 / dpi, height * 25.4 / dpi
        assert_only_inside(pages, (*size, 1, 1, 0, 0, *size), dpi)
        paths += pages
        want += [one["url"]] * (2 if layout == "flag" else 1)
    same(scanned(paths), want)
    same(sorted(set(scanned_again(paths))), sorted(set(want)))
    for path in paths:
        os.unlink(path)
    return small


def assert_hostile(layout, sheet):
    """Hostile and long names on a sheet: inside their labels, every code read, no control character."""
    labels = [label(i + 1, name, brand=name, branch=name, shelf=name, owner=name, safety=i % 4, parts=[name] * 30)
              for i, name in enumerate(HOSTILE)]
    pdf = draw(f"hostile-{layout}.pdf", labels, sheet=sheet, layout=layout, library="^XZ~JR \u202e" * 50)
    pages = raster(pdf, 200)
    assert_only_inside(pages, sheet, 200)
    want = sorted(l["url"] for l in labels for _ in range(2 if layout == "flag" else 1))
    same((layout, sorted(scanned(pages))), (layout, want))
    # pdftotext itself puts U+202B and U+202C around what runs from right to left.
    same(re.findall("[\0-\b\x0e-\x1f\x7f\u202a\u202d\u202e\u2066-\u2069]", text_of(pdf)), [])
