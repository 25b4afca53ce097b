/* SPDX-License-Identifier: MIT */
/* The program: arguments in, a command's exit code out. */
#include "cli.h"

int main(int argc, char **argv)
{
    settings s;
    const command *c = NULL;
    int code = parse_arguments(argc, argv, &c, &s);
    if (code != EXIT_DONE)
        return code;
    if (s.version) {
        printf("reroute %s\n", rr_version());
        return EXIT_DONE;
    }
    if (c == NULL || s.help) {
        print_help(s.help ? stdout : stderr, c, s.arguments.count > 0 && c == NULL ? s.arguments.items[0] : NULL, s.lang);
        return s.help ? EXIT_DONE : EXIT_USAGE;
    }
    code = c->run(&s);
    if (fflush(stdout) != 0 && code == EXIT_DONE)
        code = say_wrong(&s, "cannot write the output", "无法写出结果");
    return was_interrupted() ? EXIT_INTERRUPTED : code;
}
