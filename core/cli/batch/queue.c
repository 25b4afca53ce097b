/* SPDX-License-Identifier: MIT */
/* Groups in the order of the input in and out, whoever works on them in between: a ring that bounds how much is
 * under way. */
#include "batch.h"

static group *slot(const batch *b, uint64_t number)
{
    return &b->groups[number % b->group_count];
}

/* Whoever reads the output may take long: an interrupt is not to wait for that. */
static void wait_a_little(batch *b)
{
    enum { NANOSECONDS = 250000000, SECOND = 1000000000 };
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += NANOSECONDS;
    until.tv_sec += until.tv_nsec / SECOND;
    until.tv_nsec %= SECOND;
    pthread_cond_timedwait(&b->changed, &b->lock, &until);
    let_interrupts_in();
}

group *queue_next_free(batch *b)
{
    pthread_mutex_lock(&b->lock);
    group *g = slot(b, b->read);
    while (!b->stopped && g->stage != GROUP_FREE && !was_interrupted())
        wait_a_little(b);
    if (b->stopped || g->stage != GROUP_FREE)
        g = NULL;
    pthread_mutex_unlock(&b->lock);
    if (g != NULL)
        group_clear(g);
    return g;
}

void queue_give(batch *b, group *g)
{
    pthread_mutex_lock(&b->lock);
    g->stage = GROUP_READ;
    b->read++;
    pthread_cond_broadcast(&b->changed);
    pthread_mutex_unlock(&b->lock);
}

void queue_end(batch *b)
{
    pthread_mutex_lock(&b->lock);
    b->ended = true;
    pthread_cond_broadcast(&b->changed);
    pthread_mutex_unlock(&b->lock);
}

void queue_stop(batch *b)
{
    pthread_mutex_lock(&b->lock);
    b->stopped = true;
    pthread_cond_broadcast(&b->changed);
    pthread_mutex_unlock(&b->lock);
}

group *queue_take(batch *b)
{
    group *g = NULL;
    pthread_mutex_lock(&b->lock);
    while (!b->stopped && b->taken == b->read && !b->ended)
        pthread_cond_wait(&b->changed, &b->lock);
    if (!b->stopped && b->taken < b->read) {
        g = slot(b, b->taken++);
        g->stage = GROUP_TAKEN;
    }
    pthread_mutex_unlock(&b->lock);
    return g;
}

/* Writes one group, without the lock. false: nothing behind it is to be written. */
static bool write_group(batch *b, group *g)
{
    position *done = &b->to.done;
    bool whole = !g->stops || b->to.plain; /* a file that is gone on with begins with this group again */
    if (g->cancelled || (whole && !target_write(&b->to, g->out, g->out_len)))
        return false;
    b->accepted += whole ? g->accepted : 0;
    b->failed += whole ? g->failed : g->stop_line > 0;
    if (g->stops)
        return false;
    done->failed += g->failed;
    done->records = g->end.records;
    done->input_bytes = g->end.input_bytes;
    done->input_hash = g->end.input_hash;
    return true;
}

void queue_finish(batch *b, group *g)
{
    pthread_mutex_lock(&b->lock);
    g->stage = GROUP_WORKED;
    bool mine = !b->being_written;
    b->being_written = true;
    while (mine && !b->stopped && slot(b, b->written)->stage == GROUP_WORKED && b->written < b->taken) {
        group *next = slot(b, b->written);
        pthread_mutex_unlock(&b->lock);
        bool good = write_group(b, next);
        if (good) {
            show_batch_progress(b, false);
            good = save_now_and_then(b);
        }
        pthread_mutex_lock(&b->lock);
        if (!good) {
            b->stopped = true;
            b->stop = next;
        } else {
            next->stage = GROUP_FREE;
            b->written++;
        }
        pthread_cond_broadcast(&b->changed);
    }
    if (mine)
        b->being_written = false;
    pthread_mutex_unlock(&b->lock);
}
