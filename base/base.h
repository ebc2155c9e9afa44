/* What every file starts from: fixed-width integers, booleans, and the attributes that make the
 * compiler check our contracts. */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/banned.h"

/* The caller must look at the result: on everything that returns a fault. */
#define MUST __attribute__((warn_unused_result))
/* A printf-like function: argument `fmt` counts from 1. */
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
/* Call `fn(&variable)` when the variable leaves its scope. */
#define CLEANUP(fn) __attribute__((cleanup(fn)))
#define NORETURN __attribute__((noreturn))

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A mistake of the program, never of the user: one line on stderr, then abort. Never compiled out. */
#define ASSERT(cond) ((cond) ? (void)0 : assert_failed(#cond, __FILE__, __LINE__))
NORETURN void assert_failed(const char *cond, const char *file, int line);

#endif
