/* Functions that invite mistakes. Included by base.h, so that using one does not compile. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

/* The system's own headers mention these names, so they come first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* Fortified, clang makes macros of these two; poisoning a macro is a warning. */
#undef sprintf
#undef vsprintf
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok
#pragma GCC poison atoi atol atoll atof gmtime localtime ctime asctime rand srand

#endif
