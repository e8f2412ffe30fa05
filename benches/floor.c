/* The floor under `synth --all`: makes the folders and files of an environment as often as asked, and nothing else.
 *
 *     cc -O2 -o floor benches/floor.c
 *     floor OUT NUMBER < list
 *
 * `list` has a line for each folder (`d path`) and file (`f path bytes`) of one environment, folders first; each file gets so many bytes.
 * No staging, no exchange, no fsync, nothing computed: what the kernel alone takes for the result. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST 4096

struct entry {
    char kind;
    char path[512];
    size_t bytes;
};

static struct entry entries[MOST];

static void fail(const char *path) {
    perror(path);
    exit(1);
}

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "usage: floor OUT NUMBER < list\n");
        return 1;
    }
    size_t known = 0, longest = 0;
    char line[1024];
    while (known < MOST && fgets(line, sizeof line, stdin)) {
        struct entry *entry = &entries[known];
        if (sscanf(line, "%c %511s %zu", &entry->kind, entry->path, &entry->bytes) < 2) continue;
        if (entry->bytes > longest) longest = entry->bytes;
        known++;
    }
    char *contents = malloc(longest + 1);
    if (!contents) fail("malloc");
    memset(contents, ' ', longest);
    mkdir(arguments[1], 0755);
    for (long number = atol(arguments[2]); number > 0; number--) {
        char folder[1024], path[2048];
        snprintf(folder, sizeof folder, "%s/e%05ld", arguments[1], number);
        if (mkdir(folder, 0755)) fail(folder);
        for (size_t at = 0; at < known; at++) {
            struct entry *entry = &entries[at];
            snprintf(path, sizeof path, "%s/%s", folder, entry->path);
            if (entry->kind == 'd') {
                if (mkdir(path, 0755)) fail(path);
                continue;
            }
            int file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0644);
            if (file < 0) fail(path);
            if (write(file, contents, entry->bytes) != (ssize_t)entry->bytes) fail(path);
            close(file);
        }
    }
    return 0;
}
