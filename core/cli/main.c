/* SPDX-License-Identifier: MIT */
/* The program: arguments in, a command's exit code out. */
#include "cli.h"

/* What went to standard output must have arrived. */
static int finish(const settings *s, int code)
{
    if (fflush(stdout) == 0 && ferror(stdout) == 0)
        return code;
    return code == EXIT_DONE ? say_wrong(s, "cannot write the output", "无法写出结果") : code;
}

int main(int argc, char **argv)
{
    settings s;
    signal(SIGPIPE, SIG_DFL); /* whoever started us may have it ignored; `| head` ends us quietly */
    const command *c = NULL;
    int code = parse_arguments(argc, argv, &c, &s);
    if (code != EXIT_DONE)
        return code;
    if (s.version) {
        printf("reroute %s\n", rr_version());
        return finish(&s, EXIT_DONE);
    }
    if (c == NULL || s.help) {
        print_help(s.help ? stdout : stderr, c, s.arguments.count > 0 && c == NULL ? s.arguments.items[0] : NULL, s.lang);
        return finish(&s, s.help ? EXIT_DONE : EXIT_USAGE);
    }
    code = finish(&s, c->run(&s));
    return was_interrupted() ? interrupted_code() : code;
}
