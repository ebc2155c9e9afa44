/* The floor of a sheet of labels: the same codes by libqrencode, and nothing else.
 *
 *     floor_qr BASE FIRST N    codes of BASE/T/417A for N numbers; BASE in capitals */
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    char url[200];
    long modules = 0;
    if (argc != 4)
        return 64;
    for (long i = strtol(argv[2], NULL, 10), end = i + strtol(argv[3], NULL, 10); i < end; i++) {
        int n = snprintf(url, sizeof url, "%s/T/%ldA", argv[1], i);
        QRinput *in = QRinput_new2(0, QR_ECLEVEL_M);
        QRcode *q = NULL;
        if (!QRinput_append(in, QR_MODE_AN, n, (const unsigned char *)url))
            q = QRcode_encodeInput(in);
        if (!q)
            return 1;
        modules += q->width;
        QRcode_free(q);
        QRinput_free(in);
    }
    printf("%ld\n", modules);
    return 0;
}
