/* Duktape as Loci builds it: the library's own source with an execution that can be stopped.
 *
 * Debian's shared library cannot be interrupted. Its source is in the package duktape-dev: here it is compiled with a check that
 * the interpreter calls every quarter of a million instructions (generator/markdown/script.cc counts those calls), and with
 * limits on recursion that fit the stack of a worker thread. What the API looks like does not change.
 */
#define DUK_COMPILING_DUKTAPE
#include <duk_config.h>

extern int loci_script_is_over(void *udata);

#define DUK_USE_INTERRUPT_COUNTER
#undef DUK_USE_EXEC_TIMEOUT_CHECK
#define DUK_USE_EXEC_TIMEOUT_CHECK(udata) loci_script_is_over((udata))

#undef DUK_USE_NATIVE_CALL_RECLIMIT
#define DUK_USE_NATIVE_CALL_RECLIMIT 200
#undef DUK_USE_REGEXP_COMPILER_RECLIMIT
#define DUK_USE_REGEXP_COMPILER_RECLIMIT 500
#undef DUK_USE_REGEXP_EXECUTOR_RECLIMIT
#define DUK_USE_REGEXP_EXECUTOR_RECLIMIT 1000

#include <duktape.c>
