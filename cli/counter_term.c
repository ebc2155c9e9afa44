/* See counter_term.h. */
#include "cli/counter_term.h"

#include <errno.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static struct termios before;
static volatile sig_atomic_t begun, resized, stopped;
static const char enter[] = "\033[?1049h\033[2J";
static const char leave[] = "\033[0m\033[?25h\033[?1049l";

void term_write(struct str x)
{
    while (x.n) {
        ssize_t n = write(STDOUT_FILENO, x.s, x.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return; /* the terminal is gone; reading will tell */
        x = str_from(x, (size_t)n);
    }
}

/* Only what a signal handler may call. */
void term_end(void)
{
    if (!begun)
        return;
    begun = 0;
    ssize_t n = write(STDOUT_FILENO, leave, sizeof leave - 1);
    (void)n;
    tcsetattr(STDIN_FILENO, TCSANOW, &before);
}

/* A crash leaves a usable terminal, and then is the crash it was. */
static void crashed(int sig)
{
    term_end();
    signal(sig, SIG_DFL);
    raise(sig);
}

static void noted(int sig)
{
    if (sig == SIGWINCH)
        resized = 1;
    else
        stopped = 1;
}

static void on(int sig, void (*handler)(int))
{
    struct sigaction a = { .sa_handler = handler }; /* no SA_RESTART: poll is to end */
    sigaction(sig, &a, NULL);
}

bool term_begin(void)
{
    static const int ends[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH };
    static const int crashes[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL };
    if (tcgetattr(STDIN_FILENO, &before))
        return false;
    for (size_t i = 0; i < COUNT(ends); i++)
        on(ends[i], noted);
    for (size_t i = 0; i < COUNT(crashes); i++)
        on(crashes[i], crashed);
    on(SIGTSTP, SIG_IGN);
    on(SIGPIPE, SIG_IGN);
    begun = 1;
    term_write((struct str){ enter, sizeof enter - 1 });
    return true;
}

void term_size(int *rows, int *columns)
{
    struct winsize w;
    bool good = !ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) && w.ws_row && w.ws_col;
    *rows = good ? w.ws_row : 24;
    *columns = good ? w.ws_col : 80;
}

bool term_resized(void)
{
    bool was = resized;
    resized = 0;
    return was;
}

bool term_stopped(void)
{
    return stopped;
}
