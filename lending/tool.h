/* Tools and their models (T1-T5, T9): finding, adding, and what state each is in. */
#ifndef LENDING_TOOL_H
#define LENDING_TOOL_H

#include "lending/code.h"
#include "queries.h"

enum tool_state { TOOL_DRAFT, TOOL_ACTIVE, TOOL_REPAIR, TOOL_MISSING, TOOL_RETIRED };
/* What a person wants to know: one function of the facts, never stored (T3). */
enum situation { SIT_FREE, SIT_OUT, SIT_READY, SIT_TRANSIT, SIT_DRAFT, SIT_REPAIR, SIT_MISSING,
                 SIT_RETIRED, SIT_INSPECTION };

struct model {
    int64_t id, category;
    struct str name, brand, type, text, notice, signs, manual_url, category_name, icon;
};
struct tool {
    int64_t id, number, home, present, owner;
    struct str code; /* "417A" */
    struct model model;
    struct str name; /* "Klopboormachine Bosch PSB 500" */
    struct str shelf, state_reason, serial, size, strength, note, home_name, present_name;
    enum tool_state state;
    int64_t price; /* cents; -1: unknown */
    day bought, added, state_day;
    /* The open loan, when there is one. */
    int64_t loan, loan_member;
    int64_t out_at, due_at; /* due_at: half-day loans; else 0 */
    day due;
    bool in_house;
    /* The hold it is set apart for, when there is one. */
    int64_t hold, hold_member;
    bool hold_ready; /* else assigned */
    int64_t waiting; /* holds waiting that it could serve */
    /* The open transfer, when there is one (B4); in_transit once it was sent. */
    int64_t transfer, to_branch;
    struct str to_branch_name;
    bool in_transit;
    day inspect; /* the inspection is valid through it; DAY_NONE: none needed */
    /* The owner's terms (T6, T10, T11); months 0: all year. */
    int owner_from, owner_to, notice_days;
    day recall;
    int64_t printed_at, worn_at; /* of its label: printed, reported as worn; 0: not */
    struct str printed_as;       /* what the label said when it was printed */
    struct str source_key;
};
struct terms { /* the policy in force: model, else category, else library */
    int period, renewals, renewal_days, safety, min_age; /* 0: none */
    int limit_tools;      /* at once of what has this limit (M5), when there is one: */
    bool limited, half_day;
    int64_t limit_policy; /* the policy that sets it, */
    struct str limit_of;  /* and the category it is of; empty: the model */
    int64_t fee, deposit, late;
};

MUST enum fault tool_get(struct ctx *, int64_t id, struct tool *);
/* Its day value (G9) in cents: lending/money.h, day_value. */
int64_t tool_value(const struct tool *, day on);
enum situation tool_situation(const struct tool *, day today);
const char *tool_state_name(enum tool_state);
enum tool_state tool_state_named(struct str); /* one of the names */
const char *situation_name(enum situation);
/* Does it read as a code or number of ours? Then it is one, whatever models and kits are called. */
bool tool_coded(struct ctx *, struct str text);
/* Any written form (T2, T8, T9): FAULT_CODE_*, with what was read in c->wrong. `arg` names the
 * field for the refusal. */
MUST enum fault tool_find(struct ctx *, const char *arg, struct str scan, int64_t *id);
/* Notes a refusal of a code, with what its sentence speaks of. */
MUST enum fault code_refused(struct ctx *, enum fault, const char *arg, struct str scan);
/* base_url and old_urls: the addresses that are ours (T2). */
struct str hosts_ours(struct ctx *);
MUST enum fault tool_terms(struct ctx *, int64_t model, struct terms *);

/* Tools by words, each found in number, name, brand, synonym, category (T5); empty words: all.
 * Ordered by name, then number; *total counts them all, those before `after` not. */
struct tool_query {
    struct str words;
    int64_t branch, category, model; /* 0: any; category: with those below it */
    bool free_only, visible_only;    /* visible: not draft, not retired */
    struct str shelf;                /* its name, in any case; empty: any */
    const char *state;               /* a stored state; NULL: any */
    int64_t limit, offset;
    int64_t after; /* the tool after which to go on; 0: from the first. Not with `newest` */
    bool newest;
};
MUST enum fault tool_list(struct ctx *, const struct tool_query *, const struct tool **out, size_t *n,
                          int64_t *total);
/* T5: the nearest known words for what was typed; empty when nothing is near. */
MUST enum fault tool_did_you_mean(struct ctx *, struct str words, struct str *better);
/* Nothing was found by these words: counted, the words only, never who (buying advice). Words with an
 * address or a number of five digits in them are not kept; a flood of new words neither. */
enum { SEARCH_MISSED_MOST = 60 }; /* characters */
MUST enum fault tool_search_missed(struct ctx *, struct str words);

struct part {
    int64_t id, count;
    struct str name;
    day missing;
};
MUST enum fault tool_parts(struct ctx *, int64_t tool, const struct part **out, size_t *n);

/* Adding. 0 and empty fields: unknown. */
struct tool_new {
    int64_t number; /* 0: the next */
    struct str name, brand, type; /* the model: found by these three, else made */
    int64_t category, home, owner;
    struct str shelf, serial, size, strength, note, source_key, state_reason;
    enum tool_state state; /* TOOL_DRAFT is 0: say what you mean */
    int64_t price; /* cents; -1 unknown */
    day bought;
};
MUST enum fault tool_add(struct ctx *, const struct tool_new *, int64_t *id);
MUST enum fault model_find_or_add(struct ctx *, struct str name, struct str brand, struct str type,
                                  int64_t category, int64_t *id, bool *made);
MUST enum fault model_get(struct ctx *, int64_t id, struct model *);
/* By name, part of it, or a tool's code: FAULT_NAME_UNKNOWN, FAULT_NAME_SEVERAL. */
MUST enum fault model_find(struct ctx *, const char *arg, struct str text, int64_t *id);
MUST enum fault model_synonym_add(struct ctx *, int64_t model, struct str word);
/* One value of the model's own policy (F_POLICY_SAFETY ...); V_NONE: as its category says. */
MUST enum fault model_policy_set(struct ctx *, int64_t model, enum field_id, struct val);
/* After its names, synonyms or category changed. */
MUST enum fault model_search_key(struct ctx *, int64_t model);
/* "Tuin > Heggen": found or made, with those above it. */
MUST enum fault category_path(struct ctx *, struct str path, int64_t *id);
struct category {
    int64_t id, parent, tools; /* tools that visitors see in it and below it */
    struct str name, path_key, icon;
};
/* The whole tree in order. */
MUST enum fault category_all(struct ctx *, const struct category **out, size_t *n);
MUST enum fault category_find(struct ctx *, struct str text, int64_t *id);
MUST enum fault category_icon_set(struct ctx *, int64_t category, struct val icon, bool *changed);
MUST enum fault alias_add(struct ctx *, int64_t tool, struct str written);
MUST enum fault part_add(struct ctx *, int64_t tool, struct str name, int64_t count);
MUST enum fault tool_state_set(struct ctx *, int64_t tool, enum tool_state, struct str reason);
MUST enum fault tool_present_set(struct ctx *, const struct tool *, int64_t branch);

/* Changing (lending/tool_edit.c, model_edit.c). Values as edit.h has them: V_NONE leaves, "" clears.
 * *changed is set when anything did. */
struct tool_change {
    struct val model, home, shelf, price, bought, owner, serial, size, strength, note, inspect,
        from_month, to_month, notice_days;
};
MUST enum fault tool_change(struct ctx *, const struct tool *, const struct tool_change *,
                            bool *changed);
/* T15: a tool that is out keeps its state (FAULT_TOOL_OUT). What it was set apart for waits again at
 * its old place (H18); what it cost to lose it goes back when it is there again (G11). `was` is the tool
 * before. */
struct refund; /* lending/loan.h */
MUST enum fault tool_move_to(struct ctx *, int64_t tool, enum tool_state, struct str reason,
                             struct tool *was, struct refund *);
/* Its label was seen to be worn (L20); nothing when that is known already. */
MUST enum fault tool_label_worn(struct ctx *, const struct tool *);
MUST enum fault tool_aliases(struct ctx *, int64_t tool, const struct str **written, size_t *n);
/* A part by its name: FAULT_NAME_UNKNOWN with those there are. */
MUST enum fault part_find(struct ctx *, int64_t tool, struct str name, int64_t *id);
MUST enum fault part_remove(struct ctx *, int64_t part);

struct model_change {
    struct val name, brand, type, category, text, notice, signs, manual_url;
};
MUST enum fault model_change(struct ctx *, const struct model *, const struct model_change *,
                             bool *changed);
MUST enum fault model_synonyms(struct ctx *, int64_t model, const struct str **words, size_t *n);
/* FAULT_NAME_UNKNOWN when it has none such. */
MUST enum fault model_synonym_drop(struct ctx *, int64_t model, struct str word);
/* "Klopboormachine Bosch PSB 500" */
struct str model_name(struct arena *, const struct model *);
struct model_query {
    struct str words;
    int64_t category;      /* with those below it */
    bool visible_only;     /* with a tool that is neither draft nor retired */
    int64_t limit, after;  /* after: a model */
};
struct model_found {
    struct model model;
    int64_t tools, free;
};
MUST enum fault model_list(struct ctx *, const struct model_query *, const struct model_found **,
                           size_t *n, int64_t *total);

#endif
