/* floor_smtp PORT N AT_ONCE: N mails over one multi handle of libcurl, AT_ONCE at once, on connections that
 * are kept: what we do not do, as libcurl waits for the last word of an SMTP server in its own loop. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char text[] = "Subject: x\r\n\r\nHello\r\n";
static size_t on_read(char *to, size_t size, size_t n, void *arg)
{
    size_t *at = arg, left = sizeof text - 1 - *at, want = size * n < left ? size * n : left;
    memcpy(to, text + *at, want);
    *at += want;
    return want;
}

int main(int argc, char **argv)
{
    char url[64];
    int left = argc == 4 ? atoi(argv[2]) : 0, at_once = argc == 4 ? atoi(argv[3]) : 0, running = 0, more;
    size_t at[64] = { 0 };
    if (!left || at_once < 1 || at_once > 64)
        return 64;
    snprintf(url, sizeof url, "smtp://127.0.0.1:%s", argv[1]);
    CURLM *multi = curl_multi_init();
    struct curl_slist *to = curl_slist_append(NULL, "a@kist.example");
    for (int i = 0; i < at_once; i++) {
        CURL *e = curl_easy_init();
        curl_easy_setopt(e, CURLOPT_URL, url);
        curl_easy_setopt(e, CURLOPT_MAIL_FROM, "b@kist.example");
        curl_easy_setopt(e, CURLOPT_MAIL_RCPT, to);
        curl_easy_setopt(e, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(e, CURLOPT_READFUNCTION, on_read);
        curl_easy_setopt(e, CURLOPT_READDATA, &at[i]);
        curl_easy_setopt(e, CURLOPT_PRIVATE, &at[i]);
        curl_easy_setopt(e, CURLOPT_INFILESIZE, (long)sizeof text - 1);
        curl_multi_add_handle(multi, e);
        left--;
        running++;
    }
    while (running) {
        int ignored;
        curl_multi_perform(multi, &ignored);
        for (CURLMsg *m; (m = curl_multi_info_read(multi, &more));) {
            CURL *e = m->easy_handle;
            size_t *mine;
            curl_easy_getinfo(e, CURLINFO_PRIVATE, (char **)&mine);
            *mine = 0;
            curl_multi_remove_handle(multi, e);
            running--;
            if (left-- > 0) {
                curl_multi_add_handle(multi, e);
                running++;
            }
        }
        if (running)
            curl_multi_poll(multi, NULL, 0, 100, NULL);
    }
    _exit(0); /* nobody waits for the answers to QUIT */
}
