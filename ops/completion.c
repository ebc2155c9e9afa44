/* Completion for bash, written from the table: `source <(kist completion)`. Commands by their
 * words, then the command's own options, the choices of an option, else files. */
#include "ops/help.h"

static const char globals[] = "--config --db --server --as --branch --lang --output --json --csv "
                              "--plain --quiet --verbose --help --version";

static void options_add(struct buf *b, const struct op *op)
{
    const struct arg *a;
    for (size_t i = 0; (a = op_arg_at(op, i)); i++) {
        if (a->flags & ARG_PLACE)
            continue;
        buf_char(b, ' ');
        help_option(b, a);
    }
}

/* A case for each option that has choices. */
static void choices_add(struct buf *b, const struct op *op)
{
    const struct arg *a;
    for (size_t i = 0; (a = op_arg_at(op, i)); i++) {
        if (a->flags & ARG_PLACE || a->kind != K_CHOICE)
            continue;
        buf_printf(b, "    '%s ", op->cmd);
        help_option(b, a);
        buf_z_add(b, "') words='");
        for (const char *p = a->choices; *p; p++)
            buf_char(b, *p == '|' ? ' ' : *p);
        buf_z_add(b, "' ;;\n");
    }
}

/* Commands are distinguished word by word: after `kist loan` come list, show, lost. */
static void commands_add(struct buf *b)
{
    const struct op *op, *other;
    buf_z_add(b, "    '') words='");
    for (size_t i = 0; (op = op_at(i)); i++) {
        bool first = true;
        for (size_t k = 0; k < i && (other = op_at(k)); k++)
            first &= !str_eq(op_group(other), op_group(op));
        if (first)
            buf_printf(b, "%.*s ", STR(op_group(op)));
        if (op->alias)
            buf_printf(b, "%s ", op->alias);
    }
    buf_z_add(b, "' ;;\n");
    for (size_t i = 0; (op = op_at(i)); i++) {
        bool first = true;
        for (size_t k = 0; k < i && (other = op_at(k)); k++)
            first &= !str_eq(op_group(other), op_group(op));
        if (!first)
            continue;
        buf_printf(b, "    '%.*s') words='", STR(op_group(op)));
        for (size_t k = i; (other = op_at(k)); k++)
            if (str_eq(op_group(other), op_group(op)) && strchr(other->cmd, ' '))
                buf_printf(b, "%s ", strchr(other->cmd, ' ') + 1);
        buf_z_add(b, "' ;;\n");
    }
}

void completion_bash(struct buf *b)
{
    const struct op *op;
    buf_z_add(b, "# Completion of kist for bash, written by `kist completion`.\n_kist() {\n"
                 "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
                 "  local command='' words='' i w\n"
                 "  for ((i = 1; i < COMP_CWORD; i++)); do\n    w=${COMP_WORDS[i]}\n"
                 "    case $w in\n    --config|--db|--server|--as|--branch|--lang|--output|-o)\n"
                 "      [[ -n $command ]] || ((i++)) ;;\n    -*) ;;\n"
                 "    *) case \"${command:+$command }$w\" in\n      ");
    for (size_t i = 0; (op = op_at(i)); i++) {
        buf_printf(b, "%s'%s'", i ? "|" : "", op->cmd);
        if (strchr(op->cmd, ' '))
            buf_printf(b, "|'%.*s'", STR(op_group(op)));
        if (op->alias)
            buf_printf(b, "|'%s'", op->alias);
    }
    buf_z_add(b, ") command=${command:+$command }$w ;;\n      esac ;;\n    esac\n  done\n"
                 "  case \"$command $before\" in\n");
    for (size_t i = 0; (op = op_at(i)); i++)
        choices_add(b, op);
    buf_z_add(b, "  esac\n  if [[ -z $words && $word == -* ]]; then\n    case $command in\n");
    for (size_t i = 0; (op = op_at(i)); i++) {
        buf_printf(b, "    '%s'", op->cmd);
        if (op->alias)
            buf_printf(b, "|'%s'", op->alias);
        buf_z_add(b, ") words='");
        options_add(b, op);
        buf_z_add(b, "' ;;\n");
    }
    buf_printf(b, "    esac\n    words+=' %s'\n  elif [[ -z $words ]]; then\n"
                  "    case $command in\n", globals);
    commands_add(b);
    buf_z_add(b,
              "    esac\n  fi\n  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n}\n"
              "complete -o default -F _kist kist\n");
}
