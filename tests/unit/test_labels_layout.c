/* What stands where on a label: inside it, beside each other, never too small; and where words
 * break. Random labels on random media, from a seed that is printed. */
#include "labels/label.h"

#include "labels/qr.h"
#include "labels/wrap.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

static struct arena mem;
static uint64_t seed;

static uint32_t roll(uint32_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 20) % n;
}

static struct str random_text(uint32_t most)
{
    static const char *const words[] = {
        "Klopboormachine", "125 mm", "x", "Kettingzaagveiligheidsbroek", "3-delig", "met",
        "\xd7\x9e\xd7\xa7\xd7\x93\xd7\x97\xd7\x94", "\xf0\x9f\x94\xa8", "^XZ~JR" };
    struct buf b = { .a = &mem };
    for (uint32_t n = roll(most + 1); n; n--)
        buf_printf(&b, "%s ", words[roll(COUNT(words))]);
    return str_trim(buf_str(&b));
}

static struct label random_label(void)
{
    struct label l = { .url = S("HTTPS://KIST.EXAMPLE/T/1"), .letter = S("A") };
    l.safety = (int)roll(4);
    l.number = str_printf(&mem, "%u", roll(2) ? roll(1000) : roll(1000000));
    l.name = random_text(roll(20) ? 5 : 100);
    l.brand = random_text(3);
    l.branch = random_text(2);
    l.shelf = roll(2) ? random_text(2) : S("");
    l.colour = roll(2) ? S("#0a5c3c") : S("");
    l.phone = roll(2) ? S("+31501234567") : S("");
    l.inspect = roll(2) ? day_of(2027, 6, 1) : (day){ 0 };
    l.n_parts = roll(2) ? roll(60) : 0;
    struct str *parts = NEW_N(&mem, struct str, l.n_parts + 1);
    for (size_t i = 0; i < l.n_parts; i++)
        parts[i] = random_text(3);
    l.parts = parts;
    return l;
}

static struct medium random_medium(void)
{
    size_t n;
    const struct medium *all = sheets_all(&n);
    struct medium m = all[roll((uint32_t)n)], other;
    struct str choices;
    if (roll(3))
        return m;
    struct str size = str_printf(&mem, "%u.%ux%u", 8 + roll(120), roll(10), 8 + roll(90));
    assert_int_equal(sheet_find(&mem, size, S(""), &other, &choices), OK);
    return other;
}

/* The margin a box keeps; a bar of colour may come nearer than a text. */
static void assert_inside(const struct face *f, const struct box *b)
{
    double edge = LABEL_EDGE - 0.001;
    bool good = b->x >= edge && b->y >= edge && b->w >= 0 && b->h >= 0 &&
                b->x + b->w <= f->w - edge && b->y + b->h <= f->h - edge && isfinite(b->w + b->h);
    if (!good)
        print_message("# box %d at %.2f %.2f, %.2f x %.2f on %.2f x %.2f: %.*s\n", b->is, b->x,
                      b->y, b->w, b->h, f->w, f->h, STR(b->text));
    assert_true(good);
}

static bool overlap(const struct box *x, const struct box *y)
{
    const double hair = 0.01;
    return x->x + x->w > y->x + hair && y->x + y->w > x->x + hair && x->y + x->h > y->y + hair &&
           y->y + y->h > x->y + hair;
}

static bool printed(const struct box *b)
{
    return b->is == BOX_TEXT || b->is == BOX_QR || b->is == BOX_WARN;
}

static void assert_apart(const struct face *f, int layout)
{
    for (size_t i = 0; i < f->n; i++)
        for (size_t k = 0; k < i; k++)
            if (printed(&f->at[i]) && printed(&f->at[k]) && overlap(&f->at[i], &f->at[k])) {
                print_message("# layout %d: %d '%.*s' and %d '%.*s' on %.2f x %.2f\n", layout,
                              f->at[k].is, STR(f->at[k].text), f->at[i].is, STR(f->at[i].text),
                              f->w, f->h);
                fail();
            }
}

static double smallest_module(const struct face *f, int side)
{
    double least = 1000;
    for (size_t i = 0; i < f->n; i++)
        if (f->at[i].is == BOX_QR && f->at[i].w / side < least)
            least = f->at[i].w / side;
    return least;
}

static void boxes_stay_half_a_millimetre_inside_and_off_each_other(void **state)
{
    (void)state;
    static const int sides[] = { 0, 29, 33, 33, 33, 37, 41, 65 };
    int refused = 0, laid = 0;
    for (int i = 0; i < 6000; i++, arena_free(&mem)) {
        struct label_job job = { .layout = (int)roll(LAYOUT_FRAMES), .library = random_text(4) };
        struct label l = random_label();
        struct plan plan = label_plan(&mem, &job, random_medium());
        struct face face;
        int side = sides[roll(COUNT(sides))];
        enum fault f = label_lay(&mem, &plan, &l, side, &face);
        assert_int_equal(face.turned ? (int)(face.h * 100) : (int)(face.w * 100),
                         (int)(plan.medium.w * 100));
        if (f) {
            assert_int_equal(f, FAULT_LABEL_TOO_SMALL);
            assert_true(smallest_module(&face, side) < QR_MODULE_LEAST);
            refused++;
            continue;
        }
        assert_true(!side || smallest_module(&face, side) >= QR_MODULE_LEAST);
        for (size_t k = 0; k < face.n; k++)
            assert_inside(&face, &face.at[k]);
        if (face.h >= 14)
            assert_apart(&face, job.layout);
        laid++;
    }
    print_message("# %d laid out, %d too small\n", laid, refused);
    assert_true(laid > 3000);
}

static const struct box *box_of(const struct face *f, struct str text)
{
    for (size_t i = 0; i < f->n; i++)
        if (str_eq(f->at[i].text, text))
            return &f->at[i];
    return NULL;
}

static void the_number_is_the_biggest_thing_on_a_standard_label(void **state)
{
    (void)state;
    size_t n;
    const struct medium *m = sheets_all(&n);
    const struct label l = { .url = S("x"), .number = S("417"), .letter = S("A"),
                             .name = S("Hamer") };
    for (size_t i = 0; i < n; i++) {
        struct plan plan = label_plan(&mem, &(struct label_job){ 0 }, m[i]);
        struct face face;
        assert_int_equal(label_lay(&mem, &plan, &l, 33, &face), OK);
        const struct box *number = box_of(&face, S("417"));
        assert_non_null(number);
        assert_true(number->caps && number->bold && number->h >= 0.28 * face.h);
        assert_string_equal(number->tail.s, "A");
        for (size_t k = 0; k < face.n; k++)
            assert_true(face.at[k].is != BOX_TEXT || face.at[k].size <= number->h);
    }
}

static void a_label_of_25_by_10_millimetres_has_code_and_number_only(void **state)
{
    (void)state;
    const struct label l = { .url = S("x"), .number = S("417"), .name = S("Hamer") };
    struct medium m;
    struct str choices;
    struct face face;
    assert_int_equal(sheet_find(&mem, S("L4731"), S(""), &m, &choices), OK);
    struct plan plan = label_plan(&mem, &(struct label_job){ .phone = S("+31501234567") }, m);
    assert_int_equal(label_lay(&mem, &plan, &l, 33, &face), OK);
    assert_int_equal(face.n, 2);
    assert_int_equal(label_lay(&mem, &plan, &l, 37, &face), FAULT_LABEL_TOO_SMALL);
}

static void a_kit_lid_says_how_many_parts_did_not_fit(void **state)
{
    (void)state;
    struct str parts[40];
    for (int i = 0; i < 40; i++)
        parts[i] = str_printf(&mem, "deel %d", i + 1);
    const struct label l = { .url = S("x"), .number = S("498"), .parts = parts, .n_parts = 40 };
    struct medium m;
    struct str choices;
    struct face face;
    assert_int_equal(sheet_find(&mem, S("105x74"), S(""), &m, &choices), OK);
    struct plan plan = label_plan(&mem, &(struct label_job){ .layout = LAYOUT_KIT }, m);
    assert_int_equal(label_lay(&mem, &plan, &l, 33, &face), OK);
    int shown = 0, rest = 0;
    for (size_t i = 0; i < face.n; i++) {
        if (str_starts(face.at[i].text, S("deel ")))
            shown++;
        if (str_starts(face.at[i].text, S("+ ")))
            rest = (int)strtol(face.at[i].text.s + 2, NULL, 10);
    }
    assert_true(shown >= 10 && rest > 0);
    assert_int_equal(shown + rest, 40);
}

static void the_branch_phone_goes_before_the_library_phone(void **state)
{
    (void)state;
    const struct label l = { .number = S("1"), .phone = S("+31507654321") };
    const struct label other = { .number = S("2") };
    struct medium m;
    struct str choices;
    struct face face;
    assert_int_equal(sheet_find(&mem, S(""), S(""), &m, &choices), OK);
    struct plan plan = label_plan(&mem, &(struct label_job){ .phone = S("+31501234567") }, m);
    assert_int_equal(label_lay(&mem, &plan, &l, 0, &face), OK);
    assert_non_null(box_of(&face, S("Bel 050 7654321")));
    assert_int_equal(label_lay(&mem, &plan, &other, 0, &face), OK);
    assert_non_null(box_of(&face, S("Bel 050 1234567")));
}

static const char *lines(const char *widths, double room)
{
    struct piece p[32] = { 0 };
    bool begin[32];
    size_t n = 0;
    for (const char *c = widths; *c; c++)
        p[n++] = (struct piece){ .w = *c & 15, .begins = *c < 'a' };
    int count = wrap_even(p, n, room, 1, 1, begin);
    struct buf b = { .a = &mem };
    buf_printf(&b, "%d:", count);
    for (size_t i = 0; i < n && count; i++)
        buf_printf(&b, "%s%c", begin[i] ? "/" : "", widths[i]);
    return buf_z(&b);
}

static void lines_are_few_and_of_about_the_same_length(void **state)
{
    (void)state;
    assert_string_equal(lines("543", 14), "1:543");
    assert_string_equal(lines("5432", 14), "2:54/32");
    assert_string_equal(lines("999", 10), "3:9/9/9");
    assert_string_equal(lines("9", 8), "0:");
}

static void a_word_breaks_once_and_only_when_wider_than_a_line(void **state)
{
    (void)state;
    assert_string_equal(lines("3de", 10), "2:3d/e"); /* d, e: further syllables, 4 and 5 wide */
    assert_string_equal(lines("5e", 7), "2:5/e");
    assert_string_equal(lines("5ee", 7), "0:");
}

static const char *syllables(const char *word)
{
    struct str w = str_of(word);
    struct buf b = { .a = &mem };
    for (size_t from = 0, to; from < w.n; from = to) {
        to = hyphen_next(w, from);
        buf_add(&b, (struct str){ w.s + from, to - from });
        buf_z_add(&b, to < w.n ? "-" : "");
    }
    return buf_z(&b);
}

static void long_dutch_words_break_at_a_syllable(void **state)
{
    (void)state;
    assert_string_equal(syllables("Kettingzaagveiligheidsbroek"),
                        "Ketting-zaag-veilig-heids-broek");
    assert_string_equal(syllables("Klopboormachine"), "Klop-boor-machine");
    assert_string_equal(syllables("heteluchtpistool"), "hete-lucht-pistool");
    assert_string_equal(syllables("Slagmoersleutel"), "Slag-moer-sleutel");
    assert_string_equal(syllables("grasmaaier"), "gras-maaier");
    assert_string_equal(syllables("Hamer"), "Hamer");
    assert_string_equal(syllables("PSB500RE"), "PSB500RE");
    assert_string_equal(syllables("bcdfghjklm"), "bcdfghjklm");
    assert_string_equal(syllables("aaaaaaaaaa"), "aaaaaaaaaa");
}

static int tidy(void **state)
{
    (void)state;
    arena_free(&mem);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(boxes_stay_half_a_millimetre_inside_and_off_each_other, tidy),
        cmocka_unit_test_teardown(the_number_is_the_biggest_thing_on_a_standard_label, tidy),
        cmocka_unit_test_teardown(a_label_of_25_by_10_millimetres_has_code_and_number_only, tidy),
        cmocka_unit_test_teardown(a_kit_lid_says_how_many_parts_did_not_fit, tidy),
        cmocka_unit_test_teardown(the_branch_phone_goes_before_the_library_phone, tidy),
        cmocka_unit_test_teardown(lines_are_few_and_of_about_the_same_length, tidy),
        cmocka_unit_test_teardown(a_word_breaks_once_and_only_when_wider_than_a_line, tidy),
        cmocka_unit_test_teardown(long_dutch_words_break_at_a_syllable, tidy),
    };
    const char *given = getenv("SEED");
    seed = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL) * 2654435761u;
    printf("# SEED=%llu\n", (unsigned long long)seed);
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
