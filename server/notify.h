/* Tells systemd how it goes (sd_notify(3)), by hand: one datagram. */
#ifndef SERVER_NOTIFY_H
#define SERVER_NOTIFY_H

/* "READY=1". Does nothing outside systemd. */
void notify_systemd(const char *state);

#endif
