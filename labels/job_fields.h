/* Inside job.c and job_read.c: the fields of a job, for the writer and the reader alike, so that
 * they cannot differ. */
#ifndef LABELS_JOB_FIELDS_H
#define LABELS_JOB_FIELDS_H

#include "labels/job.h"

enum is { IS_STR, IS_INT, IS_BOOL, IS_DAY, IS_CHOICE, IS_LIST };
struct job_field {
    const char *key;
    size_t at; /* where in the struct */
    enum is is;
    int least, most;            /* IS_INT; IS_LIST: `most` items */
    const char *const *choices; /* IS_CHOICE, ends with NULL */
};

extern const struct job_field job_fields[], label_fields[];
extern const size_t n_job_fields, n_label_fields;

#endif
