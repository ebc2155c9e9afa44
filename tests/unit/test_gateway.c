/* Gateways as the configuration makes them: templates, reply rules, mistakes of the file, and the
 * kinds that need no network. Requests and replies: tests/suite/50-gateway. */
#include "base/buf.h"
#include "reminders/gateway.h"
#include "reminders/rule.h"
#include "reminders/template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena mem;
static char folder[] = "/tmp/kist-gateway-XXXXXX";

static const char *put(const char *name, const char *text)
{
    const char *path = str_printf(&mem, "%s/%s", folder, name).s;
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(chmod(path, 0600), 0);
    return path;
}

/* ---- templates ---- */

static bool value_of(const void *self, struct str name, struct str *value)
{
    (void)self;
    *value = str_eq(name, S("to")) ? S("+31612345678") : S("a\"&<\n€");
    return true;
}

static void fills(enum template_place place, const char *source, const char *want)
{
    struct template t;
    struct str why = S("");
    if (!template_read(&mem, str_of(source), place, &t, &why))
        fail_msg("%s: %.*s", source, STR(why));
    struct buf b = { .a = &mem };
    template_fill(&b, &t, &(struct template_vars){ value_of, NULL });
    assert_string_equal(buf_z(&b), want);
}

static void fails(enum template_place place, const char *source, const char *want)
{
    struct template t;
    struct str why = S("");
    assert_false(template_read(&mem, str_of(source), place, &t, &why));
    assert_string_equal(str_z(&mem, why), want);
}

static void each_filter_writes_what_its_place_needs(void **state)
{
    (void)state;
    fills(PLACE_JSON, "{\"a\":{text|json},\"b\":\"{to|e164}\",\"c\":{to|digits}}",
          "{\"a\":\"a\\\"&<\\n€\",\"b\":\"+31612345678\",\"c\":31612345678}");
    fills(PLACE_FORM, "To={to|url}&Body={text|url}",
          "To=%2B31612345678&Body=a%22%26%3C%0A%E2%82%AC");
    fills(PLACE_XML, "<to>{to|digits}</to><t a=\"{text|xml}\"/>",
          "<to>31612345678</to><t a=\"a&quot;&amp;&lt;\n€\"/>");
    fills(PLACE_TEXT, "{text|base64} {to}", "YSImPArigqw= +31612345678");
    fills(PLACE_URL, "https://x.example/{to|digits}?t={text|url}",
          "https://x.example/31612345678?t=a%22%26%3C%0A%E2%82%AC");
}

static void braces_that_are_no_placeholder_stay(void **state)
{
    (void)state;
    fills(PLACE_TEXT, "{ {} {\"a\"} {A} {9} {to", "{ {} {\"a\"} {A} {9} {to");
    fills(PLACE_JSON, "{\"x\":{\"y\":{}}}", "{\"x\":{\"y\":{}}}");
    fills(PLACE_TEXT, "", "");
}

static void an_unsafe_placeholder_is_a_mistake_of_the_file(void **state)
{
    (void)state;
    fails(PLACE_JSON, "{\"a\":{text}}", "{text} needs a filter here: {text|json}");
    fails(PLACE_JSON, "{\"a\":\"{text|json}\"}", "{text|json} brings its own quotes");
    fails(PLACE_JSON, "{\"a\":{to|e164}}", "{to} needs quotes or the filter json");
    fails(PLACE_JSON, "{\"a\\\"\":{to|e164}}", "{to} needs quotes or the filter json");
    fails(PLACE_FORM, "a={text}", "{text} needs a filter here: {text|url}");
    fails(PLACE_FORM, "a={to|e164}", "{to} needs a filter here: {to|url}");
    fails(PLACE_XML, "<a>{text|json}</a>", "{text} needs a filter here: {text|xml}");
    fails(PLACE_URL, "https://x.example/?t={text}", "{text} needs a filter here: {text|url}");
    fails(PLACE_URL, "https://x.example/{secret:key|url}",
          "{secret:key}: a secret never stands in a URL");
    fails(PLACE_TEXT, "{text|rot13}", "{text|rot13}: there is no such filter");
}

/* ---- rules ---- */

static void holds(const char *line, int status, const char *body, enum rule_says want)
{
    struct str why = S("");
    struct reply r = { status, str_of(body), false };
    if (!rule_check(&mem, str_of(line), &why))
        fail_msg("%s: %.*s", line, STR(why));
    enum rule_says got = rule_holds(&mem, str_of(line), &r);
    if (got != want)
        fail_msg("%s with %d %s: %d", line, status, body, got);
}

static void all_conditions_of_a_line_must_hold(void **state)
{
    (void)state;
    holds("2xx", 204, "", RULE_YES);
    holds("2xx", 302, "", RULE_NO);
    holds("202", 202, "", RULE_YES);
    holds("20x", 212, "", RULE_NO);
    holds("2xx /messages/0/status=0", 200, "{\"messages\":[{\"status\":\"0\"}]}", RULE_YES);
    holds("2xx /messages/0/status=0", 200, "{\"messages\":[{\"status\":\"4\"}]}", RULE_NO);
    holds("2xx /messages/0/status=0", 500, "{\"messages\":[{\"status\":\"0\"}]}", RULE_NO);
    holds("/a!=", 200, "{\"a\":\"x\"}", RULE_YES);
    holds("/a!=", 200, "{}", RULE_NO);
    holds("/a=", 200, "{\"a\":null}", RULE_YES);
    holds("/ok=true /n=5", 200, "{\"ok\":true,\"n\":5}", RULE_YES);
    holds("/a~1b/m~0n=x", 200, "{\"a/b\":{\"m~n\":\"x\"}}", RULE_YES);
    holds("202 ~^[03]: (Acc|Que)", 202, "3: Queued for later delivery", RULE_YES);
    holds("202 ~^[03]: (Acc|Que)", 202, "5: No", RULE_NO);
}

static void a_pointer_into_what_is_no_json_decides_nothing(void **state)
{
    (void)state;
    holds("2xx /ok=1", 200, "<html>", RULE_UNCLEAR);
    holds("2xx /ok=1", 200, "", RULE_UNCLEAR);
    holds("2xx /ok=1", 500, "<html>", RULE_NO);
    struct reply cut = { 200, S("{\"ok\":1"), true };
    assert_int_equal(rule_holds(&mem, S("2xx /ok=1"), &cut), RULE_UNCLEAR);
    assert_int_equal(rule_holds(&mem, S("2xx"), &cut), RULE_YES);
}

static void a_rule_that_cannot_be_read_is_told(void **state)
{
    (void)state;
    struct str why;
    assert_false(rule_check(&mem, S("2xx ok"), &why));
    assert_false(rule_check(&mem, S(""), &why));
    assert_false(rule_check(&mem, S("9xx"), &why));
    assert_false(rule_check(&mem, S("2xx ~(unclosed"), &why));
    assert_false(rule_check(&mem, S("/a~b=1"), &why));
    assert_false(pick_check(&mem, S("id"), &why));
}

static void what_is_picked_out_of_a_reply(void **state)
{
    (void)state;
    struct reply r = {
        200, S("{\"id\":12345678901234,\"m\":{\"id\":\"x\"},\"e\":[{\"d\":\"no\"}]} ref=77;"), false
    };
    assert_true(str_eq(pick_from(&mem, S("~ref=([0-9]+);"), &r), S("77")));
    assert_true(str_eq(pick_from(&mem, S("~ref=[0-9]+"), &r), S("ref=77")));
    r.body = S("{\"id\":12345678901234,\"m\":{\"id\":\"x\"},\"e\":[{\"d\":\"no\"}]}");
    assert_true(str_eq(pick_from(&mem, S("/id"), &r), S("12345678901234")));
    assert_true(str_eq(pick_from(&mem, S("/m/id"), &r), S("x")));
    assert_true(str_eq(pick_from(&mem, S("/e/0/d"), &r), S("no")));
    assert_true(str_eq(pick_from(&mem, S("/e"), &r), S("[{\"d\":\"no\"}]")));
    assert_true(str_eq(pick_from(&mem, S("/e/1/d"), &r), S("")));
    assert_true(str_eq(pick_from(&mem, S(""), &r), S("")));
}

/* ---- loading ---- */

static enum fault load(const char *text, struct conf *conf, struct gateways *all, struct str *why)
{
    assert_int_equal(conf_read(put("kist.conf", text), conf, &mem, why), OK);
    return gateways_load(conf, &mem, all, why);
}

static void complains(const char *text, const char *want)
{
    struct conf conf;
    struct gateways all;
    struct str why = S("(none)");
    assert_int_equal(load(text, &conf, &all, &why), FAULT_CONFIG);
    assert_string_equal(str_z(&mem, str_from(why, sizeof folder)), want);
}

#define HTTP(keys) "gateway \"x\" {\nkind = http\nurl = \"https://x.example/\"\n" keys "\n}\n"

static void a_mistake_is_told_with_file_line_and_key(void **state)
{
    (void)state;
    complains(HTTP("body = '{\"a\":{text}}'"),
              "kist.conf:4: gateway x: body: {text} needs a filter here: {text|json}");
    complains(HTTP("body = '{\"a\":{text|json}'"),
              "kist.conf:4: gateway x: body: is no JSON: '}' expected near end of file");
    complains(HTTP("body = 'a={nonsense|url}'"),
              "kist.conf:4: gateway x: body: {nonsense}: there is no such placeholder");
    complains(HTTP("body = 'a={account|url}'"),
              str_printf(&mem,
                         "kist.conf:2: gateway x: account is missing ({account} at %s/kist.conf:4)",
                         folder)
                  .s);
}

static void a_missing_secret_is_told_by_its_key(void **state)
{
    (void)state;
    struct conf conf;
    struct gateways all;
    struct str why;
    assert_int_equal(load(HTTP("header = 'A: {secret:token}'"), &conf, &all, &why), FAULT_CONFIG);
    assert_true(str_find(why, S("token_file is missing ({secret:token} at ")) > 0);
}

static void keys_that_make_no_sense_are_told(void **state)
{
    (void)state;
    complains("gateway \"x\" {}\n", "kist.conf:1: gateway x: kind is missing");
    complains("gateway \"x\" { kind = fax }\n",
              "kist.conf:1: gateway x: kind: is http, smtp, exec, file or console");
    complains("gateway \"X y\" { kind = console }\n",
              "kist.conf:1: gateway X y: a name has small letters, digits and dashes, 40 at most");
    complains("gateway \"x\" { kind = console\nurl = x }\n",
              "kist.conf:2: gateway x: url: means nothing for kind console");
    complains("gateway \"x\" { kind = console\nkind = console }\n",
              "kist.conf:1: gateway x: kind: takes one value");
    complains("gateway \"x\" { kind = file }\n", "kist.conf:1: gateway x: folder is missing");
    complains("gateway \"x\" { kind = file folder = here }\n",
              "kist.conf:1: gateway x: folder: is a whole path");
    complains("gateway \"x\" { kind = console channel = fax }\n",
              "kist.conf:1: gateway x: channel: is sms or email");
    complains("gateway \"x\" { kind = console per_minute = many }\n",
              "kist.conf:1: gateway x: per_minute: a number from 0 to 100000");
    complains(HTTP("seconds = 31"), "kist.conf:4: gateway x: seconds: a number from 1 to 30");
    complains(HTTP("ok = yes"), "kist.conf:4: gateway x: ok: yes: a condition is 2xx, "
                                "/pointer=value, /pointer!=value or ~regex");
    complains(HTTP("id = sid"), "kist.conf:4: gateway x: id: sid: neither /pointer nor ~regex");
    complains(HTTP("method = DELETE"), "kist.conf:4: gateway x: method: is GET, POST or PUT");
    complains(HTTP("header = \"no colon\""), "kist.conf:4: gateway x: header: is \"Name: value\"");
    complains(HTTP("header = \"A: b\\nC: d\""), "kist.conf:4: gateway x: header: is one line");
    complains("gateway \"x\" { kind = exec command = \"gammu\" }\n",
              "kist.conf:1: gateway x: command: begins with the whole path of a program");
}

static void x13_only_http_and_smtp_addresses_that_are_spelled_out(void **state)
{
    (void)state;
    const char *const bad[] = {
        "ftp://x.example/",
        "file:///etc/passwd",
        "https://{to|digits}.example/",
        "https://x.example{to|digits}/",
        "https://user:pw@x.example/",
        "https:///x",
        "gopher://x",
        "x.example",
        "https://x.example/a b",
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct conf conf;
        struct gateways all;
        struct str why;
        struct str text = str_printf(&mem, "gateway \"x\" { kind = http url = \"%s\" }\n", bad[i]);
        if (load(text.s, &conf, &all, &why) != FAULT_CONFIG)
            fail_msg("%s was taken", bad[i]);
    }
    complains("gateway \"x\" { kind = smtp from = \"a@b.example\" url = \"https://x.example\" }\n",
              "kist.conf:1: gateway x: url: is smtp://HOST:PORT or smtps://HOST:PORT");
    complains(
        "gateway \"x\" { kind = smtp from = \"a@b.example\" url = \"smtp://u:p@x.example\" }\n",
        "kist.conf:1: gateway x: url: is smtp://HOST:PORT, without user, password or path");
}

/* A gateway that logs in without encryption: is it taken? */
static enum fault load_plain(const char *host, struct str *why)
{
    struct conf conf;
    struct gateways all;
    struct str text = str_printf(&mem, "gateway \"x\" { kind = smtp tls = none user = u\n"
                                       "from = \"a@b.example\" password_file = \"%s/pw\"\n"
                                       "url = \"smtp://%s:25\" }\n", folder, host);
    return load(text.s, &conf, &all, why);
}

static void a_password_never_crosses_the_network_in_the_clear(void **state)
{
    (void)state;
    const char *const far[] = { "mail.example", "127.evil.example", "localhost.example", "10.0.0.1" };
    struct str why;
    put("pw", "hunter2\n");
    for (size_t i = 0; i < COUNT(far); i++) {
        assert_int_equal(load_plain(far[i], &why), FAULT_CONFIG);
        assert_true(str_ends(why, S("tls: the password would cross the network unencrypted")));
    }
    assert_int_equal(load_plain("localhost", &why), OK);
    assert_int_equal(load_plain("127.0.0.1", &why), OK);
    assert_int_equal(load_plain("[::1]", &why), OK);
}

static void a_preset_gives_what_the_section_does_not_say_itself(void **state)
{
    (void)state;
    struct conf conf;
    struct gateways all;
    struct str why;
    put("shop.conf",
        "kind = http\nchannel = sms\nper_minute = 5\nurl = \"https://x.example/{user|url}\"\n");
    put("self.conf", "preset = shop\n");
    struct str text =
        str_printf(&mem,
                   "presets = \"%s\"\ngateway \"a\" { preset = shop user = u per_minute = 7 }\n"
                   "gateway \"b\" { kind = console channel = email }\n"
                   "gateway \"c\" { preset = \"%s/shop.conf\" user = u }\n",
                   folder, folder);
    assert_int_equal(load(text.s, &conf, &all, &why), OK);
    assert_int_equal(all.n, 3);
    assert_int_equal(all.at[0].per_minute, 7);
    assert_int_equal(all.at[2].per_minute, 5);
    assert_ptr_equal(gateway_for(&all, CHANNEL_SMS, 0), &all.at[0]);
    assert_ptr_equal(gateway_for(&all, CHANNEL_SMS, 1), &all.at[2]);
    assert_ptr_equal(gateway_for(&all, CHANNEL_EMAIL, 0), &all.at[1]);
    assert_null(gateway_for(&all, CHANNEL_EMAIL, 1));
    assert_ptr_equal(gateway_named(&all, S("c")), &all.at[2]);
    text = str_printf(&mem, "presets = \"%s\"\ngateway \"a\" { preset = self }\n", folder);
    assert_int_equal(load(text.s, &conf, &all, &why), FAULT_CONFIG);
    assert_true(str_ends(why, S("self.conf:1: gateway a: preset: a preset stands by itself")));
    text = str_printf(&mem, "presets = \"%s\"\ngateway \"a\" { preset = none }\n", folder);
    assert_int_equal(load(text.s, &conf, &all, &why), FAULT_CONFIG);
    assert_true(str_ends(why, S("none.conf: No such file or directory")));
}

static void without_a_section_there_is_no_gateway(void **state)
{
    (void)state;
    struct conf conf;
    struct gateways all;
    struct str why;
    assert_int_equal(load("", &conf, &all, &why), OK);
    assert_int_equal(all.n, 0);
    assert_null(gateway_for(&all, CHANNEL_SMS, 0));
}

/* ---- sending without a network ---- */

static int64_t noon(const struct world *w)
{
    (void)w;
    return 1795521600;
}

static struct verdict sent_by(const struct gateway *g, struct outgoing m)
{
    static const struct world world = { .now = noon };
    struct ctx c = ctx_make(NULL, &mem, &world);
    struct verdict v;
    m.channel = g->channel;
    assert_int_equal(gateway_send(&c, g, &m, false, &v), OK);
    return v;
}

static struct outgoing hello(void)
{
    return (struct outgoing){ .to = S("+31612345678"),
                              .text = S("Hoi Zoë\nTot dinsdag"),
                              .ref = S("m-1") };
}

static struct str slurp(const char *path)
{
    char bytes[4000];
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    return str_copy(&mem, (struct str){ bytes, n });
}

static void a_file_for_each_message_whole_and_private(void **state)
{
    (void)state;
    const char *out = str_printf(&mem, "%s/out", folder).s;
    const struct gateway *g = gateway_folder(&mem, "folder", CHANNEL_SMS, out);
    struct verdict v = sent_by(g, hello());
    assert_int_equal(v.is, VERDICT_SENT);
    const char *path = str_printf(&mem, "%s/m-1.txt", out).s;
    assert_string_equal(str_z(&mem, slurp(path)),
                        "To: +31612345678\nChannel: sms\nRef: m-1\n\nHoi Zoë\nTot dinsdag\n");
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(stat(out, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    assert_int_equal(access(str_printf(&mem, "%s/.m-1.tmp", out).s, F_OK), -1);
}

static void a_reference_never_leaves_the_folder(void **state)
{
    (void)state;
    const char *out = str_printf(&mem, "%s/out", folder).s;
    const struct gateway *g = gateway_folder(&mem, "folder", CHANNEL_SMS, out);
    struct outgoing m = hello();
    m.ref = S("../../x\nTo: y");
    assert_int_equal(sent_by(g, m).is, VERDICT_SENT);
    assert_int_equal(access(str_printf(&mem, "%s/______x_To__y.txt", out).s, F_OK), 0);
    struct str text = slurp(str_printf(&mem, "%s/______x_To__y.txt", out).s);
    assert_true(str_find(text, S("\nRef: ../../x To: y\n")) > 0);
}

static void a_folder_that_cannot_be_written_is_tried_again_later(void **state)
{
    (void)state;
    const struct gateway *g = gateway_folder(&mem, "folder", CHANNEL_SMS, "/proc/none");
    struct verdict v = sent_by(g, hello());
    assert_int_equal(v.is, VERDICT_RETRY);
    assert_true(v.gateway);
    assert_true(v.error.n > 0);
}

static void x14_an_address_that_is_none_goes_nowhere(void **state)
{
    (void)state;
    const char *out = str_printf(&mem, "%s/never", folder).s;
    const char *const numbers[] = {
        "", "0612345678", "+31", "+31612345678\n", "+31 612345678", "+3161234567890123", "-x"
    };
    struct outgoing m = hello();
    for (size_t i = 0; i < COUNT(numbers); i++) {
        m.to = str_of(numbers[i]);
        struct verdict v = sent_by(gateway_folder(&mem, "f", CHANNEL_SMS, out), m);
        assert_int_equal(v.is, VERDICT_FAILED);
        assert_false(v.gateway);
    }
    m.to = S("a@b.example\r\nBcc: c@d.example");
    assert_int_equal(sent_by(gateway_folder(&mem, "f", CHANNEL_EMAIL, out), m).is, VERDICT_FAILED);
    assert_int_equal(access(out, F_OK), -1);
}

/* ---- exec ---- */

static struct verdict ran(const char *script, const char *keys, struct outgoing m)
{
    struct conf conf;
    struct gateways all;
    struct str why;
    const char *path = put("run.sh", script);
    assert_int_equal(chmod(path, 0700), 0);
    struct str text = str_printf(
        &mem, "gateway \"x\" { kind = exec %s command = {\"%s\", \"{to}\", \"{subject}\"} }\n",
        keys, path);
    if (load(text.s, &conf, &all, &why))
        fail_msg("%.*s", STR(why));
    return sent_by(&all.at[0], m);
}

static void a_program_gets_the_text_on_stdin_and_its_exit_code_counts(void **state)
{
    (void)state;
    const char *seen =
        str_printf(&mem, "#!/bin/sh\n{ echo \"$# $1\"; cat; } > %s/seen\necho \"id=42\"\n", folder)
            .s;
    struct verdict v = ran(seen, "id = \"~id=([0-9]+)\"", hello());
    assert_int_equal(v.is, VERDICT_SENT);
    assert_true(str_eq(v.id, S("42")));
    assert_string_equal(str_z(&mem, slurp(str_printf(&mem, "%s/seen", folder).s)),
                        "1 +31612345678\nHoi Zoë\nTot dinsdag"); /* the empty subject is left out */
    v = ran("#!/bin/sh\necho busy for +31612345678 >&2\nexit 75\n", "", hello());
    assert_int_equal(v.is, VERDICT_RETRY);
    assert_true(str_eq(v.error, S("busy for ***")));
    assert_int_equal(ran("#!/bin/sh\nexit 1\n", "", hello()).is, VERDICT_FAILED);
    assert_int_equal(ran("#!/bin/sh\nkill -9 $$\n", "", hello()).is, VERDICT_UNKNOWN);
}

static void a_program_that_hangs_is_ended_and_the_outcome_unknown(void **state)
{
    (void)state;
    time_t start = time(NULL);
    struct verdict v = ran("#!/bin/sh\nsleep 60 & sleep 60\n", "seconds = 1", hello());
    assert_int_equal(v.is, VERDICT_UNKNOWN);
    assert_true(time(NULL) - start < 5);
}

static void a_program_that_does_not_read_or_floods_harms_nobody(void **state)
{
    (void)state;
    struct buf big = { .a = &mem };
    for (int i = 0; i < 30000; i++)
        buf_add(&big, S("0123456789"));
    struct outgoing m = hello();
    m.text = buf_str(&big);
    assert_int_equal(ran("#!/bin/sh\nexit 0\n", "", m).is, VERDICT_SENT);
    assert_int_equal(ran("#!/bin/sh\nhead -c 3000000 /dev/zero\n", "", m).is, VERDICT_SENT);
}

static void a_program_that_is_not_there_is_the_gateways_fault(void **state)
{
    (void)state;
    struct conf conf;
    struct gateways all;
    struct str why;
    assert_int_equal(
        load("gateway \"x\" { kind = exec command = \"/nonexistent/gammu\" }\n", &conf, &all, &why),
        OK);
    struct verdict v = sent_by(&all.at[0], hello());
    assert_int_equal(v.is, VERDICT_RETRY);
    assert_true(v.gateway);
    assert_true(str_eq(v.error, S("No such file or directory")));
}

static void x14_a_value_never_becomes_an_option(void **state)
{
    (void)state;
    struct outgoing m = hello();
    m.subject = S("--help");
    struct verdict v = ran("#!/bin/sh\nexit 0\n", "", m);
    assert_int_equal(v.is, VERDICT_FAILED);
    assert_true(v.gateway);
}

static void a_lean_program_says_that_it_cannot(void **state)
{
    (void)state;
    struct conf conf;
    struct gateways all;
    struct str why;
    static const struct world world = { .now = noon };
    struct ctx c = ctx_make(NULL, &mem, &world);
    struct outgoing m = hello();
    struct verdict v;
    assert_int_equal(load(HTTP(""), &conf, &all, &why), OK);
    assert_true(gateway_needs_wire(&all.at[0]));
    assert_int_equal(gateway_send(&c, &all.at[0], &m, false, &v), FAULT_HELPER);
}

static int set_up(void **state)
{
    (void)state;
    return !mkdtemp(folder);
}

static int clean(void **state)
{
    (void)state;
    arena_free(&mem);
    char command[200];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_filter_writes_what_its_place_needs),
        cmocka_unit_test(braces_that_are_no_placeholder_stay),
        cmocka_unit_test(an_unsafe_placeholder_is_a_mistake_of_the_file),
        cmocka_unit_test(all_conditions_of_a_line_must_hold),
        cmocka_unit_test(a_pointer_into_what_is_no_json_decides_nothing),
        cmocka_unit_test(a_rule_that_cannot_be_read_is_told),
        cmocka_unit_test(what_is_picked_out_of_a_reply),
        cmocka_unit_test(a_mistake_is_told_with_file_line_and_key),
        cmocka_unit_test(a_missing_secret_is_told_by_its_key),
        cmocka_unit_test(keys_that_make_no_sense_are_told),
        cmocka_unit_test(x13_only_http_and_smtp_addresses_that_are_spelled_out),
        cmocka_unit_test(a_password_never_crosses_the_network_in_the_clear),
        cmocka_unit_test(a_preset_gives_what_the_section_does_not_say_itself),
        cmocka_unit_test(without_a_section_there_is_no_gateway),
        cmocka_unit_test(a_file_for_each_message_whole_and_private),
        cmocka_unit_test(a_reference_never_leaves_the_folder),
        cmocka_unit_test(a_folder_that_cannot_be_written_is_tried_again_later),
        cmocka_unit_test(x14_an_address_that_is_none_goes_nowhere),
        cmocka_unit_test(a_program_gets_the_text_on_stdin_and_its_exit_code_counts),
        cmocka_unit_test(a_program_that_hangs_is_ended_and_the_outcome_unknown),
        cmocka_unit_test(a_program_that_does_not_read_or_floods_harms_nobody),
        cmocka_unit_test(a_program_that_is_not_there_is_the_gateways_fault),
        cmocka_unit_test(x14_a_value_never_becomes_an_option),
        cmocka_unit_test(a_lean_program_says_that_it_cannot),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, clean);
}
