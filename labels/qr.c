/* See qr.h. One segment of one mode, so that the length alone decides the version. */
#include "labels/qr.h"

#include <qrencode.h>

static bool alphanumeric(struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.s[i];
        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c && strchr(" $%*+-./:", c))))
            return false;
    }
    return true;
}

static QRcode *encode(struct str text, bool alpha, int version, QRecLevel level)
{
    QRinput *in = QRinput_new2(version, level);
    QRcode *code = NULL;
    if (in && !QRinput_append(in, alpha ? QR_MODE_AN : QR_MODE_8, (int)text.n,
                              (const unsigned char *)text.s))
        code = QRcode_encodeInput(in);
    QRinput_free(in);
    return code;
}

/* Fills in version and level for this length; version 0 stays when nothing holds it. */
static void choose(struct qr_maker *m, struct str text, bool alpha)
{
    QRcode *code = encode(text, alpha, 0, QR_ECLEVEL_M);
    if (!code)
        return;
    int version = code->version;
    QRecLevel level = QR_ECLEVEL_M;
    for (QRecLevel try = QR_ECLEVEL_H; try > QR_ECLEVEL_M && level == QR_ECLEVEL_M; try--) {
        QRcode_free(code);
        code = encode(text, alpha, version, try);
        if (code && code->version == version)
            level = try;
    }
    QRcode_free(code);
    m->kept[alpha][text.n].version = (unsigned char)version;
    m->kept[alpha][text.n].level = (unsigned char)level;
}

int qr_side(struct qr_maker *m, struct str text)
{
    bool alpha = alphanumeric(text);
    if (!text.n || text.n > QR_TEXT_MOST)
        return 0;
    if (!m->kept[alpha][text.n].version)
        choose(m, text, alpha);
    int version = m->kept[alpha][text.n].version;
    return version ? 17 + 4 * version + 2 * QR_QUIET : 0;
}

struct qr qr_make(struct qr_maker *m, struct arena *a, struct str text)
{
    struct qr qr = { 0 };
    bool alpha = alphanumeric(text);
    if (!qr_side(m, text))
        return qr;
    QRecLevel level = (QRecLevel)m->kept[alpha][text.n].level;
    QRcode *code = encode(text, alpha, m->kept[alpha][text.n].version, level);
    if (!code)
        return qr;
    size_t cells = (size_t)code->width * (size_t)code->width;
    unsigned char *dark = arena_get(a, cells);
    for (size_t i = 0; i < cells; i++)
        dark[i] = code->data[i] & 1;
    qr = (struct qr){ .n = code->width, .level = (int)level, .dark = dark };
    QRcode_free(code);
    return qr;
}
