/* What routes call: one function a page and method. Each runs as the first stage of a request. */
#ifndef SERVER_PAGES_H
#define SERVER_PAGES_H

#include "server/request.h"

/* Visitors: page_home.c, page_tool.c. */
stage_fn get_home, get_search, get_shelf, get_tool, get_manifest;
stage_fn get_report, post_report; /* page_report.c */
stage_fn get_photo, get_document, get_feed, get_ics; /* page_photo.c, page_feed.c, page_ics.c */
stage_fn get_book, post_book;     /* page_book.c */
stage_fn get_join, post_join, post_join_code; /* page_join.c */
stage_fn get_link, post_link;     /* page_link.c */
stage_fn get_hook, post_hook;     /* page_hook.c */
stage_fn get_stop, post_stop;     /* page_stop.c */
/* Logging in and out: page_login.c. */
stage_fn get_login, post_login, get_code, post_code, post_logout;
/* Members and volunteers: page_me.c, page_work.c. */
stage_fn get_me, get_offline, post_renew, get_work, post_work;
stage_fn get_members, get_member; /* page_member.c */
stage_fn get_stock, post_stock; /* page_stock.c */
stage_fn get_scan, get_dashboard; /* page_scan.c, page_dash.c */
stage_fn get_calls, post_calls; /* page_calls.c */
stage_fn get_labels, get_labels_preview; /* page_labels.c */
/* Coordinators: page_settings.c, page_texts.c. */
stage_fn get_settings, get_setting, post_setting, get_texts, get_text, post_text;
/* Every operation: page_op.c, api.c. */
stage_fn get_ops, get_op, post_op, get_api, post_api, get_openapi;
/* For machines: health.c, static_file.c. */
stage_fn get_health, get_ready, get_static, get_icon, get_robots, get_keeper;

#endif
