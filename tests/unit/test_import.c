/* Reading lists into the library (X31, T9): what comes in, what stays out, and what a second reading
 * does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail
#include <fcntl.h>
#include <unistd.h>

#include "lending/branch.h"
#include "lending/export.h"
#include "lending/import.h"
#include "lending/loan.h"
#include "lending/tool_row.h"
#include "schema/db.h"
#include "tests/unit/library.h"
#include "text/text.h"

static struct library lib;
static struct import im; /* what the last list did */

static int setup(void **state)
{
    (void)state;
    library_make(&lib);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    library_drop(&lib);
    return 0;
}

static int file_of(struct str x)
{
    int fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, x.s, x.n), x.n);
    return fd;
}

static enum fault write_body(struct ctx *c, void *arg)
{
    return import_write(c, arg);
}

static enum fault list_read(enum import_what what, struct str text, bool skip_bad)
{
    library_ctx(&lib);
    im = (struct import){ .what = what, .fd = file_of(text), .skip_bad = skip_bad };
    enum fault f = import_check(&lib.c, &im);
    if (!f)
        f = db_write(&lib.c, write_body, &im);
    import_end(&im);
    close(im.fd);
    return f;
}

#define TOOLS(text) list_read(IMPORT_TOOLS, S(text), false)
#define MEMBERS(text) list_read(IMPORT_MEMBERS, S(text), false)

static struct tool tool_of(const char *code)
{
    struct tool t = { 0 };
    int64_t id;
    library_ctx(&lib);
    assert_int_equal(tool_find(&lib.c, "tool", str_of(code), &id), OK);
    assert_int_equal(tool_get(&lib.c, id, &t), OK);
    return t;
}

static struct member member_of(const char *text)
{
    struct member m = { 0 };
    int64_t id;
    library_ctx(&lib);
    assert_int_equal(member_find(&lib.c, "member", str_of(text), &id), OK);
    assert_int_equal(member_get(&lib.c, id, &m), OK);
    return m;
}

static int64_t tools_count(void)
{
    const struct tool *all;
    size_t n;
    int64_t total;
    library_ctx(&lib);
    assert_int_equal(tool_list(&lib.c, &(struct tool_query){ 0 }, &all, &n, &total), OK);
    return total;
}

static void assert_text(struct str x, const char *want)
{
    assert_string_equal(str_z(&lib.mem, x), want);
}

/* The faults of the last list: "3 NUMBER_FORMAT number, 5 MISSING name". */
static const char *faults(void)
{
    struct buf b = { .a = &lib.mem };
    for (size_t i = 0; i < im.n_faults; i++) {
        const struct wrong *w = &im.faults[i].wrong;
        buf_printf(&b, "%s%lld %s%s%s", i ? ", " : "", (long long)im.faults[i].row,
                   fault_info(w->fault)->name, w->arg ? " " : "", w->arg ? w->arg : "");
    }
    return buf_z(&b);
}

static void x31_nothing_is_written_when_a_row_is_broken_and_every_one_is_told(void **state)
{
    (void)state;
    assert_int_equal(TOOLS("Nummer;Naam;Aantal;Status;Gekocht;Prijs\n1;Boor;;;;\n1;Zaag;;;;\n"
                           "x7;Zaag;;;;\n3;;;;;\n4;5\" pin;;;;\n5;Ladder;0;;;\n6;Ladder;;verdwenen;;\n"
                           "7;Ladder;;;31-02-2020;\n8;Ladder;;;;twaalf\n9;Ladder;1;ok;1-1-2020;3;x\n"
                           "1234567;Ladder\n417B;Ladder\n"), FAULT_ROWS_BAD);
    assert_string_equal(faults(),
        "3 ROW_TWICE number, 4 NUMBER_FORMAT number, 5 MISSING name, 6 ROW_QUOTE, "
        "7 NUMBER_RANGE quantity, 8 CHOICE_UNKNOWN status, 9 DAY_FORMAT bought, 10 AMOUNT_FORMAT price, "
        "11 ROW_CELLS, 12 NUMBER_RANGE number, 13 CODE_CHECK number");
    assert_int_equal(im.rows, 12);
    assert_int_equal(im.bad, 11);
    assert_int_equal(tools_count(), 0);
}

static void x31_all_faults_of_a_row_are_told(void **state)
{
    (void)state;
    assert_int_equal(TOOLS("nr,naam,aantal,prijs\nx,,veel,duur\n"), FAULT_ROWS_BAD);
    assert_string_equal(faults(), "2 MISSING name, 2 NUMBER_FORMAT number, 2 NUMBER_FORMAT quantity, "
                                  "2 AMOUNT_FORMAT price");
    assert_int_equal(im.bad, 1);
}

static void x31_skip_bad_takes_the_good_rows(void **state)
{
    (void)state;
    assert_int_equal(list_read(IMPORT_TOOLS, S("nr,naam\n1,Boor\n2,\n3,Zaag\n"), true), OK);
    assert_int_equal(im.made, 2);
    assert_int_equal(im.bad, 1);
    assert_text(tool_of("3").name, "Zaag");
}

static void t9_numbers_stay_and_counted_rows_are_that_many_tools(void **state)
{
    (void)state;
    struct str list = S("Number,Name,Quantity\n143,Hacksaw,3\n150,Level,\n,Rake,\n");
    assert_int_equal(list_read(IMPORT_TOOLS, list, false), OK);
    assert_int_equal(im.made, 5);
    assert_text(tool_of("143").name, "Hacksaw");
    assert_text(tool_of("151").name, "Hacksaw");
    assert_text(tool_of("152").name, "Hacksaw");
    assert_text(tool_of("153").name, "Rake");
    assert_int_equal(list_read(IMPORT_TOOLS, list, false), OK);
    assert_int_equal(im.made, 0);
    assert_int_equal(im.same, 5);
    assert_int_equal(TOOLS("Number,Name,Quantity\n143,Hacksaw,4\n"), OK);
    assert_int_equal(im.made, 1);
    assert_int_equal(im.same, 3);
    assert_text(tool_of("154").name, "Hacksaw");
}

static void a_changed_cell_changes_that_and_an_empty_one_erases_nothing(void **state)
{
    (void)state;
    assert_int_equal(TOOLS("nr,naam,merk,plank,opmerking,prijs\n5,Boor,Bosch,A1,Zwaar,10\n6,Zaag,,,,\n"), OK);
    assert_int_equal(TOOLS("nr,naam,merk,plank,opmerking,prijs\n5,Boor,Bosch,B2,,\n6,Zaag,,,,\n"), OK);
    assert_int_equal(im.changed, 1);
    assert_int_equal(im.same, 1);
    struct tool t = tool_of("5");
    assert_text(t.shelf, "B2");
    assert_text(t.note, "Zwaar");
    assert_int_equal(t.price, 1000);
}

static void t9_a_foreign_list_takes_no_number_that_is_used(void **state)
{
    (void)state;
    assert_int_equal(TOOLS("nr,naam\n1,Boor\n2,Zaag\n3,Ladder\n"), OK);
    assert_int_equal(TOOLS("nr,naam\n2,Shovel\n3,Rake\n4,Level\n"), FAULT_ROWS_BAD);
    assert_string_equal(faults(), "2 NUMBER_USED number, 3 NUMBER_USED number");
    assert_text(im.faults[0].wrong.facts[0].v.s, "Zaag");
    assert_int_equal(list_read(IMPORT_TOOLS, S("nr,naam\n2,Shovel\n3,Rake\n4,Level\n"), true), OK);
    assert_int_equal(im.made, 1);
    assert_text(tool_of("2").name, "Zaag");
}

/* Even when most of the list came in with --skip-bad before, so that most numbers agree. */
static void t9_what_is_nothing_alike_is_another_tool(void **state)
{
    (void)state;
    assert_int_equal(TOOLS("nr,naam,merk,gekocht\n2,Decoupeerzaag,Metabo,1-1-2020\n"), OK);
    struct str list = S("nr,naam,merk,gekocht\n1,Hammer,,5-7-2019\n2,Paint tray,,5-7-2019\n"
                        "3,Level,Stanley,6-7-2019\n");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(list_read(IMPORT_TOOLS, list, true), OK);
        assert_string_equal(faults(), "3 NUMBER_USED number");
        assert_text(tool_of("2").model.name, "Decoupeerzaag");
    }
    assert_int_equal(TOOLS("nr,naam,merk,gekocht\n1,Claw hammer,,5-7-2019\n3,Waterpas,Stanley,6-7-2019\n"
                           "2,Decoupeerzaag,Metabo,1-1-2020\n4,Level,,\n"), OK);
    assert_int_equal(im.changed, 2);
}

static void a_name_changed_in_our_own_list_renames_the_tool(void **state)
{
    (void)state;
    assert_int_equal(TOOLS("nr,naam,type\n1,Boor,\n2,Zaag,\n3,Ladder,X\n4,Ladder,X\n"), OK);
    int64_t model = tool_of("2").model.id;
    assert_int_equal(TOOLS("nr,naam,type\n1,Boor,\n2,Handzaag,\n3,Ladder,X\n4,Trap,X\n"), OK);
    assert_int_equal(im.changed, 2);
    assert_text(tool_of("2").name, "Handzaag");
    assert_int_equal(tool_of("2").model.id, model); /* the only one of it: the model got the name */
    assert_text(tool_of("3").name, "Ladder X");
    assert_text(tool_of("4").name, "Trap X");
}

static void rows_alike_without_a_number_are_two_tools_and_stay_so(void **state)
{
    (void)state;
    struct str list = S("naam,merk,plank\nHark,Talen,A\nHark,Talen,A\nSchop,,\n");
    assert_int_equal(list_read(IMPORT_TOOLS, list, false), OK);
    assert_int_equal(im.made, 3);
    assert_int_equal(list_read(IMPORT_TOOLS, list, false), OK);
    assert_int_equal(im.made + im.changed, 0);
    assert_int_equal(TOOLS("naam,merk,plank\nHark,Talen,A\nHark,Talen,B\nHark,Talen,C\n"), OK);
    assert_int_equal(im.made, 1);
    assert_int_equal(im.changed, 1);
    assert_text(tool_of("2").shelf, "B");
}

static void headings_are_known_in_dutch_and_english(void **state)
{
    (void)state;
    static const char *const headings[] = { "Nr.;Naam;Plank\n", "NUMMER;Gereedschap;Schap\n",
        "#;Item name;Shelf location\n", "inventarisnummer;Benaming;stelling\n", "Tool number;Tool;bin\n",
        "id;omschrijving;vak\n", "Code;Titel;Kast\n" };
    for (size_t i = 0; i < COUNT(headings); i++) {
        struct buf b = { .a = &lib.mem };
        buf_z_add(&b, headings[i]);
        buf_printf(&b, "%zu;Boor %zu;A%zu\n", i + 1, i, i);
        assert_int_equal(list_read(IMPORT_TOOLS, str_copy(&lib.mem, buf_str(&b)), false), OK);
        struct tool t = tool_of(str_printf(&lib.mem, "%zu", i + 1).s);
        assert_text(t.name, str_printf(&lib.mem, "Boor %zu", i).s);
        assert_text(t.shelf, str_printf(&lib.mem, "A%zu", i).s);
    }
}

static void the_plan_says_what_each_column_is_and_which_is_left_unread(void **state)
{
    (void)state;
    assert_int_equal(TOOLS("Nr,Naam,Kleur,Naam\n1,Boor,rood,x\n"), OK);
    assert_int_equal(im.n_columns, 4);
    assert_string_equal(im.columns[0].field, "number");
    assert_string_equal(im.columns[1].field, "name");
    assert_null(im.columns[2].field);
    assert_text(im.columns[2].heading, "Kleur");
    assert_text(im.columns[2].sample, "rood");
    assert_null(im.columns[3].field);
}

static void a_title_above_the_headings_is_passed_over(void **state)
{
    (void)state;
    assert_int_equal(TOOLS("Lijst van 2024;;\n;;\nnr;naam;plank\n7;Boor;A\n"), OK);
    assert_text(tool_of("7").shelf, "A");
    assert_int_equal(TOOLS("Lijst van 2024;;\n;;\nnr;naam;plank\n8;;A\n"), FAULT_ROWS_BAD);
    assert_string_equal(faults(), "4 MISSING name");
}

static void a_file_without_headings_we_know_is_refused(void **state)
{
    (void)state;
    assert_int_equal(TOOLS("1,Boor,Bosch\n2,Zaag,Bahco\n"), FAULT_FILE_FORMAT);
    assert_string_equal(lib.c.wrong[0].arg, "headings");
    assert_int_equal(TOOLS("nr,plank\n1,A\n"), FAULT_FILE_FORMAT);
    assert_int_equal(TOOLS("PK\003\004 rest"), FAULT_FILE_FORMAT);
}

static void a_list_of_members_is_not_read_as_tools(void **state)
{
    (void)state;
    assert_int_equal(TOOLS("nummer,naam,telefoon,email,postcode\n52318,Anna,,,\n"), FAULT_FILE_FORMAT);
    assert_string_equal(lib.c.wrong[0].arg, "members");
    assert_int_equal(MEMBERS("nummer,naam,merk,plank,aantal\n1,Boor,,,\n"), FAULT_FILE_FORMAT);
    assert_string_equal(lib.c.wrong[0].arg, "tools");
}

static void a_category_path_becomes_a_tree_and_others_are_found_too(void **state)
{
    (void)state;
    const struct category *all;
    const struct tool *found;
    size_t n;
    int64_t total, id;
    assert_int_equal(TOOLS("nr,naam,categorie\n1,Zaag,Zagen > Hout; Tuin\n2,Schop,Tuin\n"), OK);
    library_ctx(&lib);
    assert_int_equal(category_all(&lib.c, &all, &n), OK);
    assert_int_equal(n, 3);
    assert_text(tool_of("1").model.category_name, "Hout");
    assert_int_equal(category_find(&lib.c, S("Tuin"), &id), OK);
    assert_int_equal(tool_list(&lib.c, &(struct tool_query){ .category = id }, &found, &n, &total), OK);
    assert_int_equal(total, 2);
    assert_int_equal(tool_list(&lib.c, &(struct tool_query){ .words = S("tuin") }, &found, &n, &total), OK);
    assert_int_equal(total, 2);
    assert_int_equal(TOOLS("nr,naam,categorie\n1,Zaag,Zagen > Hout\n2,Schop,Tuin\n"), OK);
    assert_int_equal(im.changed, 1);
}

static void t5_other_names_are_synonyms(void **state)
{
    (void)state;
    const struct tool *found;
    size_t n;
    int64_t total;
    assert_int_equal(TOOLS("nr,naam,ook wel\n1,Haakse slijper,\"flex, slijptol\"\n"), OK);
    library_ctx(&lib);
    assert_int_equal(tool_list(&lib.c, &(struct tool_query){ .words = S("flex") }, &found, &n, &total), OK);
    assert_int_equal(total, 1);
    assert_int_equal(TOOLS("nr,naam,ook wel\n1,Haakse slijper,\"slijptol, tol\"\n"), OK);
    assert_int_equal(im.changed, 1);
    library_ctx(&lib);
    assert_int_equal(tool_list(&lib.c, &(struct tool_query){ .words = S("flex") }, &found, &n, &total), OK);
    assert_int_equal(total, 0);
}

static void s1_a_notice_is_to_be_read_and_those_of_all_rows_count(void **state)
{
    (void)state;
    struct terms terms;
    struct str list = S("nr,naam,let op\n1,Zaag,Draag een bril.\n2,Zaag,Vraag het snoer.\n3,Zaag,\n"
                        "4,Hark,\n");
    assert_int_equal(list_read(IMPORT_TOOLS, list, false), OK);
    struct tool t = tool_of("3");
    assert_text(t.model.notice, "Draag een bril.\nVraag het snoer.");
    assert_int_equal(tool_terms(&lib.c, t.model.id, &terms), OK);
    assert_int_equal(terms.safety, 1);
    assert_int_equal(tool_terms(&lib.c, tool_of("4").model.id, &terms), OK);
    assert_int_equal(terms.safety, 0);
    assert_int_equal(list_read(IMPORT_TOOLS, list, false), OK);
    assert_int_equal(im.changed, 0);
}

static void t3_status_words_are_states(void **state)
{
    (void)state;
    assert_int_equal(TOOLS("nr,naam,status,reden\n1,A b,maintenance,Snoer\n2,A b,retired,\n3,A b,zoek,\n"
                           "4,A b,pending,\n5,A b,,\n"), OK);
    assert_int_equal(tool_of("1").state, TOOL_REPAIR);
    assert_text(tool_of("1").state_reason, "Snoer");
    assert_int_equal(tool_of("2").state, TOOL_RETIRED);
    assert_int_equal(tool_of("3").state, TOOL_MISSING);
    assert_int_equal(tool_of("4").state, TOOL_DRAFT);
    assert_int_equal(tool_of("5").state, TOOL_ACTIVE);
}

static void parts_and_old_codes_come_with_the_tool(void **state)
{
    (void)state;
    const struct part *parts;
    size_t n;
    struct str list = S("nr,naam,onderdelen,oude code\n7,Boor,koffer; accu x2,GK-0123\n8,Boor,,\n");
    assert_int_equal(list_read(IMPORT_TOOLS, list, false), OK);
    struct tool t = tool_of("gk 0123");
    assert_int_equal(t.number, 7);
    assert_int_equal(tool_parts(&lib.c, t.id, &parts, &n), OK);
    assert_int_equal(n, 2);
    assert_int_equal(parts[1].count, 2);
    assert_int_equal(list_read(IMPORT_TOOLS, list, false), OK);
    assert_int_equal(im.changed, 0);
    assert_int_equal(TOOLS("nr,naam,onderdelen,oude code\n7,Boor,accu x3,\n8,Boor,,\n"), OK);
    library_ctx(&lib);
    assert_int_equal(tool_parts(&lib.c, t.id, &parts, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(parts[0].count, 3);
    assert_int_equal(TOOLS("nr,naam,oude code\n7,Boor,\n8,Boor,GK-0123\n9,Boor,7\n"), FAULT_ROWS_BAD);
    assert_string_equal(faults(), "3 NUMBER_USED old_codes, 4 ALIAS_OWN_CODE old_codes");
}

static void t9_codes_that_are_no_numbers_become_old_codes(void **state)
{
    (void)state;
    struct str list = S("code,naam\nA-12,Boor\n17,Zaag\nA-13,Ladder\n");
    assert_int_equal(list_read(IMPORT_TOOLS, list, false), OK);
    assert_text(tool_of("a12").name, "Boor");
    assert_text(tool_of("17").name, "Zaag");
    assert_int_equal(tool_of("A-13").number, 19);
    assert_int_equal(list_read(IMPORT_TOOLS, list, false), OK);
    assert_int_equal(im.made + im.changed, 0);
}

static void a_new_library_takes_the_branches_of_its_first_list(void **state)
{
    (void)state;
    assert_int_equal(TOOLS("nr,naam,uitleenpunt\n1,Boor,De Hoogte\n2,Zaag,Vinkhuizen\n"), OK);
    assert_text(tool_of("2").home_name, "Vinkhuizen");
    assert_int_equal(TOOLS("nr,naam,uitleenpunt\n3,Boor,De Hoogtee\n4,Boor,\n"), FAULT_ROWS_BAD);
    assert_string_equal(faults(), "2 NAME_UNKNOWN branch, 3 BRANCH_NEEDED branch");
    assert_int_equal(TOOLS("nr,naam\n3,Boor\n"), FAULT_BRANCH_NEEDED);
}

static void t15_a_tool_that_is_out_is_not_retired_by_a_list(void **state)
{
    (void)state;
    const struct block open = { 1, 600, 720, 660 };
    struct lent lent;
    int64_t branch;
    assert_int_equal(MEMBERS("nr,naam,tel\n52318,Anna de Boer,06 12345678\n"), OK);
    assert_int_equal(TOOLS("nr,naam,status\n1,Boor,\n2,Zaag,\n"), OK);
    int64_t tool = tool_of("1").id, member = member_of("M52318G").id;
    library_ctx(&lib);
    assert_int_equal(branch_of_counter(&lib.c, &branch), OK);
    assert_int_equal(branch_hours_set(&lib.c, branch, &open, 1), OK);
    assert_int_equal(loan_out(&lib.c, &(struct lend){ .tool = tool, .member = member, .branch = branch,
                              .until = DAY_NONE, .backdate = DAY_NONE }, &lent), OK);
    assert_int_equal(TOOLS("nr,naam,status\n1,Boor,retired\n2,Zaag,retired\n"), FAULT_ROWS_BAD);
    assert_string_equal(faults(), "2 TOOL_NOT_FREE status");
    assert_int_equal(tool_of("2").state, TOOL_ACTIVE);
}

static void members_names_are_joined_and_phones_stored_as_m2_says(void **state)
{
    (void)state;
    const struct contact *k;
    size_t n;
    struct str list = S("Lidnummer;Voornaam;Tussenvoegsel;Achternaam;Mobiel;E-mailadres;Straat;Huisnummer;"
                        "Postcode;Woonplaats;Lid sinds\n"
                        "52318;Wiel;van der;Berg;06-12345678;wiel@example.org;Hamerpad;3;9716ab;Groningen;"
                        "1-2-2020\n;Zo\xc3\xab;;Bos;0031612345002;;;;;;\n");
    assert_int_equal(list_read(IMPORT_MEMBERS, list, false), OK);
    assert_int_equal(im.made, 2);
    struct member m = member_of("M52318G");
    assert_text(m.name, "Wiel van der Berg");
    assert_text(m.address, "Hamerpad 3");
    assert_text(m.postcode, "9716 AB");
    assert_int_equal(m.since.n, day_of(2020, 2, 1).n);
    assert_int_equal(member_contacts(&lib.c, m.id, &k, &n), OK);
    assert_int_equal(n, 2);
    assert_text(k[0].value, "+31612345678");
    assert_int_equal(member_of("06 12345002").state, MEMBER_ACTIVE);
    assert_int_equal(list_read(IMPORT_MEMBERS, list, false), OK);
    assert_int_equal(im.made + im.changed, 0);
    assert_int_equal(im.same, 2);
}

static void members_without_a_card_are_known_by_name_and_contact(void **state)
{
    (void)state;
    assert_int_equal(MEMBERS("naam,tel,plaats\nAnna de Boer,0612345678,\n"), OK);
    assert_int_equal(MEMBERS("naam,tel,plaats\nANNA DE BOER,+31 6 12345678,Groningen\n"), OK);
    assert_int_equal(im.made, 0);
    assert_int_equal(im.changed, 1);
    assert_int_equal(MEMBERS("naam,tel,plaats\nAnna de Boer,0612345679,\nBram de Boer,0612345678,\n"), OK);
    assert_int_equal(im.made, 2);
    assert_int_equal(MEMBERS("naam,tel\nCas,0612345001\nCas,06 12 34 50 01\n"), FAULT_ROWS_BAD);
    assert_string_equal(faults(), "3 ROW_TWICE name");
}

static void broken_rows_of_members_are_told(void **state)
{
    (void)state;
    assert_int_equal(MEMBERS("nr,naam,tel,email,postcode,status,taal,lid tot\n"
        "123456,A b,,,,,,\nM52318X,A b,,,,,,\n417A,A b,,,,,,\n4,A b,06 1234,,,,,\n5,A b,,a@b,,,,\n"
        "6,A b,,,9716,,,\n7,A b,,,971,weg,fr,32-1-2020\n8,,,,,,,\n"), FAULT_ROWS_BAD);
    assert_string_equal(faults(), "2 NUMBER_RANGE number, 3 CODE_CHECK number, 4 CODE_FAMILY number, "
        "5 PHONE_SHORT phone, 6 EMAIL_FORMAT email, 8 CHOICE_UNKNOWN language, 8 CHOICE_UNKNOWN state, "
        "8 DAY_FORMAT member_until, 9 MISSING name");
}

static void loans_come_in_once_with_an_open_due_day(void **state)
{
    (void)state;
    const struct block open = { 2, 600, 720, 660 };
    int64_t branch;
    assert_int_equal(MEMBERS("nr,naam\n52318,Anna de Boer\n"), OK);
    assert_int_equal(TOOLS("nr,naam\n1,Boor\n2,Zaag\n"), OK);
    library_ctx(&lib);
    assert_int_equal(branch_of_counter(&lib.c, &branch), OK);
    assert_int_equal(branch_hours_set(&lib.c, branch, &open, 1), OK);
    struct str list = S("tool,member,out,due,back\n1,M52318G,2026-11-17,2026-11-25,\n"
                        "2,M52318G,2026-10-06,2026-10-13,2026-10-13\n");
    assert_int_equal(list_read(IMPORT_LOANS, list, false), OK);
    assert_int_equal(im.made, 2);
    assert_int_equal(tool_of("1").due.n, day_of(2026, 12, 1).n); /* the 25th is shut (C3) */
    assert_int_equal(list_read(IMPORT_LOANS, list, false), OK);
    assert_int_equal(im.same, 2);
    assert_int_equal(list_read(IMPORT_LOANS, S("tool,member,out,due,back\n1,M52318G,2026-11-18,2026-12-01,\n"
        "2,M52318G,2026-12-01,2026-12-08,\n3,M52318G,2026-11-01,,\n"), false), FAULT_ROWS_BAD);
    assert_string_equal(faults(), "2 TOOL_NOT_FREE tool, 3 DAY_ORDER out, 4 CODE_UNKNOWN tool, 4 MISSING due");
}

static struct str chicago(void)
{
    const char *src = getenv("KIST_SRC");
    struct buf b = { .a = &lib.mem };
    char part[4096];
    int fd = open(str_printf(&lib.mem, "%s/tests/data/chicago-tools.csv", src ? src : ".").s, O_RDONLY);
    assert_true(fd >= 0);
    for (ssize_t n; (n = read(fd, part, sizeof part)) > 0;)
        buf_add(&b, (struct str){ part, (size_t)n });
    close(fd);
    return buf_str(&b);
}

static void a_real_list_comes_in_as_it_is(void **state)
{
    (void)state;
    struct terms terms;
    assert_int_equal(list_read(IMPORT_TOOLS, chicago(), false), OK);
    assert_int_equal(im.rows, 200);
    assert_int_equal(im.made, 236);
    assert_int_equal(tool_of("1189").state, TOOL_RETIRED);
    assert_int_equal(tool_of("1341").state, TOOL_REPAIR);
    assert_text(tool_of("117").size, "12-13\"");
    assert_text(tool_of("2178").name, "7 1/4\xe2\x80\x9d circ saw Skilsaw 77");
    struct tool t = tool_of("1402");
    assert_text(t.model.notice, "Check blade oil");
    assert_int_equal(tool_terms(&lib.c, t.model.id, &terms), OK);
    assert_int_equal(terms.safety, 1);
    assert_int_equal(list_read(IMPORT_TOOLS, chicago(), false), OK);
    assert_int_equal(im.made + im.changed, 0);
    assert_int_equal(im.same, 236);
}

/* The same list as other programs would save it: semicolons, CRLF and UTF-16. */
static struct str as_excel(struct str x)
{
    struct buf b = { .a = &lib.mem };
    bool quoted = false;
    buf_z_add(&b, "\xff\xfe");
    for (size_t i = 0; i < x.n;) {
        uint32_t cp = utf8_next(x, &i);
        quoted = quoted != (cp == '"');
        if (cp == '\n')
            buf_add(&b, (struct str){ "\r", 2 });
        cp = cp == ',' && !quoted ? '\t' : cp;
        buf_add(&b, (struct str){ (char[]){ (char)cp, (char)(cp >> 8) }, 2 });
    }
    return buf_str(&b);
}

static void a_real_list_in_another_coding_is_the_same_list(void **state)
{
    (void)state;
    assert_int_equal(list_read(IMPORT_TOOLS, chicago(), false), OK);
    assert_int_equal(list_read(IMPORT_TOOLS, as_excel(chicago()), false), OK);
    assert_int_equal(im.made + im.changed, 0);
    assert_int_equal(im.same, 236);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(x31_nothing_is_written_when_a_row_is_broken_and_every_one_is_told),
        TEST(x31_all_faults_of_a_row_are_told),
        TEST(x31_skip_bad_takes_the_good_rows),
        TEST(t9_numbers_stay_and_counted_rows_are_that_many_tools),
        TEST(a_changed_cell_changes_that_and_an_empty_one_erases_nothing),
        TEST(t9_a_foreign_list_takes_no_number_that_is_used),
        TEST(t9_what_is_nothing_alike_is_another_tool),
        TEST(a_name_changed_in_our_own_list_renames_the_tool),
        TEST(rows_alike_without_a_number_are_two_tools_and_stay_so),
        TEST(headings_are_known_in_dutch_and_english),
        TEST(the_plan_says_what_each_column_is_and_which_is_left_unread),
        TEST(a_title_above_the_headings_is_passed_over),
        TEST(a_file_without_headings_we_know_is_refused),
        TEST(a_list_of_members_is_not_read_as_tools),
        TEST(a_category_path_becomes_a_tree_and_others_are_found_too),
        TEST(t5_other_names_are_synonyms),
        TEST(s1_a_notice_is_to_be_read_and_those_of_all_rows_count),
        TEST(t3_status_words_are_states),
        TEST(parts_and_old_codes_come_with_the_tool),
        TEST(t9_codes_that_are_no_numbers_become_old_codes),
        TEST(a_new_library_takes_the_branches_of_its_first_list),
        TEST(t15_a_tool_that_is_out_is_not_retired_by_a_list),
        TEST(members_names_are_joined_and_phones_stored_as_m2_says),
        TEST(members_without_a_card_are_known_by_name_and_contact),
        TEST(broken_rows_of_members_are_told),
        TEST(loans_come_in_once_with_an_open_due_day),
        TEST(a_real_list_comes_in_as_it_is),
        TEST(a_real_list_in_another_coding_is_the_same_list),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
