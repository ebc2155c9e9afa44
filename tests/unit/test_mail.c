/* E-mails as bytes: addresses, headers that cannot be broken out of (X14), quoted-printable. That
 * others read them back: tests/suite/51-smtp. */
#include "base/buf.h"
#include "reminders/mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena mem;
enum { NOON = 1795521600 }; /* 2026-11-24T12:00:00Z, a Tuesday */

static struct outgoing hello(void)
{
    return (struct outgoing){ .channel = CHANNEL_EMAIL,
                              .to = S("zoe@example.org"),
                              .to_name = S("Zoë"),
                              .subject = S("Graag terug"),
                              .text = S("Hoi Zoë,\n\nTot dinsdag."),
                              .ref = S("m-7"),
                              .lang = S("nl"),
                              .base_url = S("https://kist.example:8443/x") };
}

static struct str written(struct outgoing m, const char *from_name)
{
    struct buf b = { .a = &mem };
    assert_true(mail_write(&b, &m, str_of(from_name), S("kist@example.net"), NOON));
    return buf_str(&b);
}

static bool has(struct str mail, const char *part)
{
    return str_find(mail, str_of(part)) >= 0;
}

static void the_headers_every_mail_has(void **state)
{
    (void)state;
    struct str mail = written(hello(), "Gereedschapskist");
    const char *const headers[] = {
        "Date: Tue, 24 Nov 2026 12:00:00 +0000\r\n",
        "From: \"Gereedschapskist\" <kist@example.net>\r\n",
        "To: =?UTF-8?B?Wm/Dqw==?= <zoe@example.org>\r\n",
        "Subject: Graag terug\r\n",
        "Message-ID: <m-7@kist.example>\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "X-Auto-Response-Suppress: All\r\n",
        "Content-Language: nl\r\n",
        "MIME-Version: 1.0\r\n",
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
        "quoted-printable\r\n\r\n"
        "Hoi Zo=C3=AB,\r\n\r\nTot dinsdag.\r\n",
    };
    for (size_t i = 0; i < COUNT(headers); i++)
        if (!has(mail, headers[i]))
            fail_msg("no %s in %.*s", headers[i], STR(mail));
    assert_false(has(mail, "List-Unsubscribe"));
}

static void rfc_8058_unsubscribing_takes_one_click(void **state)
{
    (void)state;
    struct outgoing m = hello();
    m.unsubscribe = S("https://kist.example/u/abc123");
    struct str mail = written(m, "");
    assert_true(has(mail, "From: kist@example.net\r\n"));
    assert_true(has(mail, "List-Unsubscribe: <https://kist.example/u/abc123>\r\n"
                          "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
}

static void the_sender_stands_in_when_there_is_no_base_url(void **state)
{
    (void)state;
    struct outgoing m = hello();
    const char *const none[] = { "", "https://", "https://[::1]/", "kist.example", "https://a b/" };
    for (size_t i = 0; i < COUNT(none); i++) {
        m.base_url = str_of(none[i]);
        assert_true(has(written(m, ""), "Message-ID: <m-7@example.net>\r\n"));
    }
}

static void rfc_5322_no_line_is_too_long(void **state)
{
    (void)state;
    struct outgoing m = hello();
    struct buf text = { .a = &mem };
    for (int i = 0; i < 300; i++)
        buf_add(&text, S("é=x "));
    m.text = m.html = buf_str(&text);
    m.subject = S("Graag terug op woensdag 25 november: de Überlange Bandschuurmachine van het "
                  "merk Ångström, "
                  "met stofzak, schuurbanden en een koffer van twaalf kilo");
    m.to_name = S("Jonkvrouw Zoë-Eleonora van der Überlangenaam tot den Vijverberg en Omstreken");
    struct str mail =
        written(m, "De Gereedschapskist van Vinkhuizen en omstreken, met \"aanhalingstekens\"");
    struct str line, rest = mail;
    while (str_next(&rest, '\n', &line)) {
        assert_true(str_ends(line, S("\r")) && line.n <= 79);
        assert_false(str_has(str_upto(line, line.n - 1), '\r'));
    }
}

/* Header names in order, folded lines joined: what a reader of mail sees. */
static size_t count(struct str mail, const char *name)
{
    size_t n = 0;
    struct str rest = str_upto(mail, (size_t)str_find(mail, S("\r\n\r\n"))), line;
    while (str_next(&rest, '\n', &line))
        n += str_starts_nocase(line, str_of(name));
    return n;
}

static void x14_no_value_adds_a_header(void **state)
{
    (void)state;
    static const struct str evil[] = {
        { "x\r\nBcc: evil@example.com", 24 }, { "x\nBcc: evil@example.com", 23 },
        { "x\rBcc: evil@example.com", 23 },   { "x\0\r\nBcc: e@example.com", 22 },
        { "x\xe2\x80\xa8" "Bcc: evil@example.com", 25 }, { "x\r\n\r\nbody", 9 },
        { "=?UTF-8?B?eA0KQmNjOiBl?=", 24 },
    };
    for (size_t i = 0; i < COUNT(evil); i++) {
        struct outgoing m = hello();
        m.subject = m.to_name = m.lang = evil[i];
        struct str mail = written(m, str_z(&mem, evil[i]));
        assert_int_equal(count(mail, "Bcc"), 0);
        assert_int_equal(count(mail, "Subject:"), 1);
        assert_int_equal(count(mail, "Content-Language"), 0);
        assert_int_equal(count(mail, "MIME-Version"), 1);
        assert_int_equal(count(mail, "Content-Type: text/plain"), 1);
    }
}

static void x14_what_must_be_exact_is_refused(void **state)
{
    (void)state;
    struct buf b = { .a = &mem };
    struct outgoing m = hello();
    m.ref = S("a\r\nBcc: x");
    assert_false(mail_write(&b, &m, S(""), S("k@example.net"), NOON));
    m.ref = S("");
    assert_false(mail_write(&b, &m, S(""), S("k@example.net"), NOON));
    const char *const links[] = { "https://x.example/>\r\nBcc: e", "https://x.example/ y",
                                  "javascript:x", "https://x.example/é" };
    for (size_t i = 0; i < COUNT(links); i++) {
        m = hello();
        m.unsubscribe = str_of(links[i]);
        assert_false(mail_write(&b, &m, S(""), S("k@example.net"), NOON));
    }
}

static void x14_addresses(void **state)
{
    (void)state;
    const char *const good[] = {
        "a@b.example",        "jan.de-vries+kist@example.org", "x@localhost",
        "o'neil@example.org", "a_b@xn--caf-dma.example",
    };
    const char *const bad[] = {
        "",
        "a",
        "@b",
        "a@",
        "a@b@c",
        "a b@c.example",
        "a@b.example>",
        "<a@b.example>",
        "a@b.example\r\nDATA",
        "\"a b\"@c.example",
        "a@b..example",
        "a@.example",
        "a@-b.example",
        "a@b.example.",
        "zoë@example.org",
        "a@bücher.example",
        "a@b,c@d",
        "a@b;c",
        "a(x)@b.example",
        "a\\@b.example",
        "a@[127.0.0.1]",
        "a@b_c",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b.example",
    };
    for (size_t i = 0; i < COUNT(good); i++)
        if (!mail_address_ok(str_of(good[i])))
            fail_msg("%s was refused", good[i]);
    for (size_t i = 0; i < COUNT(bad); i++)
        if (mail_address_ok(str_of(bad[i])))
            fail_msg("%s was taken", bad[i]);
    assert_false(mail_address_ok(S("a@b.example\0c")));
}

static void a_sender_may_have_a_name(void **state)
{
    (void)state;
    struct str name, address;
    assert_true(mail_split(S(" Gereedschapskist <k@example.net> "), &name, &address));
    assert_true(str_eq(name, S("Gereedschapskist")) && str_eq(address, S("k@example.net")));
    assert_true(mail_split(S("\"Kist, Vinkhuizen\" <k@example.net>"), &name, &address));
    assert_true(str_eq(name, S("Kist, Vinkhuizen")));
    assert_true(mail_split(S("k@example.net"), &name, &address));
    assert_int_equal(name.n, 0);
    assert_false(mail_split(S("Kist"), &name, &address));
    assert_false(mail_split(S("Kist <k@example.net"), &name, &address));
    assert_false(mail_split(S("a <b> <k@example.net>"), &name, &address));
}

static void rfc_2045_blanks_at_a_line_end_and_dots_survive(void **state)
{
    (void)state;
    struct outgoing m = hello();
    m.text = S(".\n..x\ntrailing \ntab\t\nlast ");
    struct str mail = written(m, "");
    assert_true(str_ends(mail, S("\r\n\r\n.\r\n..x\r\ntrailing=20\r\ntab=09\r\nlast=20\r\n")));
}

static int clean(void **state)
{
    (void)state;
    arena_free(&mem);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_headers_every_mail_has),
        cmocka_unit_test(rfc_8058_unsubscribing_takes_one_click),
        cmocka_unit_test(the_sender_stands_in_when_there_is_no_base_url),
        cmocka_unit_test(rfc_5322_no_line_is_too_long),
        cmocka_unit_test(x14_no_value_adds_a_header),
        cmocka_unit_test(x14_what_must_be_exact_is_refused),
        cmocka_unit_test(x14_addresses),
        cmocka_unit_test(a_sender_may_have_a_name),
        cmocka_unit_test(rfc_2045_blanks_at_a_line_end_and_dots_survive),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, clean);
}
