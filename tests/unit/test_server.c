/* The parts of the daemon that need no socket: is it one request (X26), what was given, where
 * `next` leads (X21). tests/suite/51-security sends the same over real sockets. */
#include "server/answer.h"
#include "server/body.h"
#include "server/frame.h"
#include "server/route.h"
#include "server/server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <unistd.h>

static struct arena mem;

/* Takes a request apart in its own bytes, as libmicrohttpd 0.9.75 does: a NUL ends each part. */
static enum fault frame_of(const char *text)
{
    static char bytes[8192];
    struct header headers[HEADERS_MOST + 8];
    size_t n = strlen(text), i = 0;
    memcpy(bytes, text, n + 1);
    struct frame f = { .method = bytes, .headers = headers, .size = n };
    char *line = bytes, *end = strstr(bytes, "\r\n");
    assert_non_null(end);
    *end = 0;
    char *first = strchr(line, ' '), *last = strrchr(line, ' ');
    assert_true(first && last > first);
    *first = *last = 0;
    f.target = str_of(first + 1);
    f.version = last + 1;
    for (line = end + 2; strncmp(line, "\r\n", 2); line = end + 2) {
        end = strstr(line, "\r\n");
        char *colon = strchr(line, ':');
        assert_true(end && colon && colon < end && i < COUNT(headers));
        *colon = *end = 0;
        headers[i].name = str_of(line);
        headers[i++].value = str_of(colon + 1 + strspn(colon + 1, " \t"));
    }
    f.n_headers = i;
    return frame_check(&f);
}

static void X26_a_request_is_one_or_none(void **state)
{
    static const struct {
        const char *text;
        enum fault want;
    } all[] = {
        { "GET / HTTP/1.1\r\nHost: x\r\n\r\n", OK },
        { "GET / HTTP/1.0\r\n\r\n", OK },
        { "GET / HTTP/1.1\r\nHost:x\r\nA:\r\nB: \r\nC:   d e \r\n\r\n", OK },
        { "POST / HTTP/1.1\r\nHost: [::1]:80\r\nContent-Length: 0\r\n\r\n", OK },
        { "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n", OK },
        { "GET / HTTP/1.1\r\n\r\n", FAULT_REQUEST_BAD },
        { "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", FAULT_REQUEST_BAD },
        { "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", FAULT_REQUEST_BAD },
        { "GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n", FAULT_REQUEST_BAD },
        { "GET / HTTP/1.1\r\nHost: x\r\nA: b\x01\r\n\r\n", FAULT_REQUEST_BAD },
        { "GET /\x7f HTTP/1.1\r\nHost: x\r\n\r\n", FAULT_REQUEST_BAD },
        { "GET /#a HTTP/1.1\r\nHost: x\r\n\r\n", FAULT_REQUEST_BAD },
        { "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
          FAULT_REQUEST_BAD },
        { "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
          FAULT_REQUEST_BAD },
        { "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1e3\r\n\r\n", FAULT_REQUEST_BAD },
        { "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
          FAULT_REQUEST_BAD },
        { "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\n", FAULT_REQUEST_BAD },
        { "BREW / HTTP/1.1\r\nHost: x\r\n\r\n", FAULT_METHOD_UNKNOWN },
        { "get / HTTP/1.1\r\nHost: x\r\n\r\n", FAULT_METHOD_UNKNOWN },
        { "G(T / HTTP/1.1\r\nHost: x\r\n\r\n", FAULT_REQUEST_BAD },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(all); i++)
        if (frame_of(all[i].text) != all[i].want)
            fail_msg("%s: %s", all[i].text, fault_info(frame_of(all[i].text))->name);
}

/* One byte more or less anywhere than what was delivered. */
static void X26_what_was_swallowed_is_missed(void **state)
{
    (void)state;
    char text[] = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    struct header h = { { text + 16, 4 }, { text + 22, 1 } };
    struct frame f = { .target = S("/"), .headers = &h, .n_headers = 1, .size = strlen(text) };
    text[3] = text[5] = text[14] = text[20] = text[23] = 0;
    f.method = text;
    f.version = text + 6;
    assert_int_equal(frame_check(&f), OK);
    f.size--;
    assert_int_equal(frame_check(&f), FAULT_REQUEST_BAD);
    f.size += 2;
    assert_int_equal(frame_check(&f), FAULT_REQUEST_BAD);
    f.size--;
    f.target = S("/a");
    assert_int_equal(frame_check(&f), FAULT_REQUEST_BAD);
    f.target = S("/");
    h.value.n--;
    assert_int_equal(frame_check(&f), FAULT_REQUEST_BAD);
}

static void X21_next_leads_to_our_own_paths_only(void **state)
{
    static const char *const home[] = { "", "//evil", "/\\evil", "https:evil", "\t//evil", "evil",
        "https://evil", "/a b", "/a\nb", "javascript:alert(1)", "\\\\evil", "/caf\xc3\xa9" };
    (void)state;
    for (size_t i = 0; i < COUNT(home); i++)
        assert_true(str_eq(answer_local(str_of(home[i])), S("/")));
    assert_true(str_eq(answer_local(S("/t/417A?lang=en")), S("/t/417A?lang=en")));
    assert_true(str_eq(answer_local(S("/")), S("/")));
}

static void escapes_in_addresses_are_text_or_nothing(void **state)
{
    static const struct {
        const char *in, *out; /* NULL: refused */
        bool form;
    } all[] = {
        { "417A", "417A", false },
        { "a%20b", "a b", false },
        { "a+b", "a+b", false },
        { "a+b", "a b", true },
        { "%C3%A9", "\xc3\xa9", false },
        { "%c3", NULL, false },
        { "%", NULL, false },
        { "%4", NULL, false },
        { "%zz", NULL, false },
        { "%ed%a0%80", NULL, false },
        { "", "", false },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(all); i++) {
        struct str out;
        bool good = url_decode(&mem, str_of(all[i].in), all[i].form, &out);
        assert_int_equal(good, all[i].out != NULL);
        if (good)
            assert_true(str_eq(out, str_of(all[i].out)));
    }
}

static struct server server = { .spool = "/tmp" };

/* Reads a body of that type; what was given as "name=value name=[file:content]". */
static enum fault given(const char *type, struct str body, struct str *out)
{
    struct request *r = NEW(&mem, struct request);
    struct buf b = { .a = &mem };
    r->server = &server;
    r->body_fd = -1;
    r->body = (struct buf){ .a = &mem };
    r->headers[r->n_headers++] = (struct header){ S("Content-Type"), str_of(type) };
    buf_add(&r->body, body);
    r->body_n = body.n;
    enum fault f = body_read(r);
    for (size_t i = 0; i < r->given.n; i++) {
        const struct given *g = &r->given.at[i];
        char text[64] = "";
        if (g->file) {
            ssize_t n = read(g->file->fd, text, sizeof text - 1);
            assert_true(n >= 0);
            close(g->file->fd);
        }
        buf_printf(&b, "%s%.*s=%.*s%s%s%s", i ? " " : "", STR(g->name), STR(g->value),
                   g->file ? "[" : "", text, g->file ? "]" : "");
    }
    *out = buf_str(&b);
    arena_free(&r->mem);
    return f;
}

static void a_form_gives_what_was_filled_in(void **state)
{
    static const struct {
        const char *type, *body, *want; /* want NULL: refused */
    } all[] = {
        { "application/x-www-form-urlencoded", "a=1&b=&c=x+y%26z&a=2", "a=1 c=x y&z a=2" },
        { "application/x-www-form-urlencoded; charset=utf-8", "a=1", "a=1" },
        { "application/x-www-form-urlencoded", "a=%zz", NULL },
        { "application/json", "{\"a\":\"1\",\"b\":[\"x\",\"y\"],\"c\":7,\"d\":true,\"e\":null}",
          "a=1 b=x b=y c=7 d=true" },
        { "application/json", "{\"a\":{}}", NULL },
        { "application/json", "{\"a\":[[1]]}", NULL },
        { "application/json", "{\"a\":1,\"a\":2}", NULL },
        { "application/json", "{\"a\":1} x", NULL },
        { "application/json", "{\"a\":\"\\u0000\"}", NULL },
        { "text/plain", "a=1", NULL },
        { "multipart/form-data; boundary=B",
          "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--B--\r\n", "a=1" },
        { "multipart/form-data; boundary=\"B\"",
          "--B\r\ncontent-disposition: form-data; name=\"f\"; filename=\"C:\\\\x\\\\y.csv\"\r\n"
          "Content-Type: text/csv\r\n\r\nq,r\r\n--B\r\n"
          "Content-Disposition: form-data; name=\"g\"; filename=\"\"\r\n"
          "\r\n\r\n--B--\r\n",
          "f=y.csv[q,r]" },
        { "multipart/form-data; boundary=B",
          "--B\r\nContent-Disposition: form-data\r\n\r\n1\r\n--B--", NULL },
        { "multipart/form-data; boundary=B",
          "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1", NULL },
        { "multipart/form-data; boundary=B", "1", NULL },
        { "multipart/form-data", "--B--", NULL },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(all); i++) {
        struct str got;
        enum fault f = given(all[i].type, str_of(all[i].body), &got);
        if (!all[i].want != !!f || (!f && !str_eq(got, str_of(all[i].want))))
            fail_msg("%s %s: %s, %.*s", all[i].type, all[i].body, f ? fault_info(f)->name : "OK",
                     STR(got));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(X26_a_request_is_one_or_none),
        cmocka_unit_test(X26_what_was_swallowed_is_missed),
        cmocka_unit_test(X21_next_leads_to_our_own_paths_only),
        cmocka_unit_test(escapes_in_addresses_are_text_or_nothing),
        cmocka_unit_test(a_form_gives_what_was_filled_in),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&mem);
    return failed;
}
