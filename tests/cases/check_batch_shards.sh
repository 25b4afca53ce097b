#!/bin/sh
# SPDX-License-Identifier: MIT
# Beyond one machine: what GNU parallel and a Slurm array (of one node) put together is the single run, byte for byte.
# The recipes are those of core/cli/batch/README.md.
set -e
folder=$(mktemp -d)
started=
end_all() {
    for pid in $started; do kill "$pid" 2> /dev/null || true; done
    for pid in $started; do wait "$pid" 2> /dev/null || true; done
    rm -rf "$folder" 2> /dev/null || { sleep 1; rm -rf "$folder"; }
}
trap end_all EXIT
cd "$folder"
ln -s "$REROUTE_BIN" reroute
export PATH="$folder:$PATH" LC_ALL=C.UTF-8
skipped=0

awk 'BEGIN {
    split("cn:taxi-driver cn:picker cashier cn:bookkeeper cn:sewing-operator", jobs, " ")
    srand(5)
    for (i = 1; i <= 3000; i++)
        printf "{\"id\":\"w-%d\",\"history\":[{\"title\":\"%s\",\"years\":%d}]}\n", i, jobs[1 + int(rand() * 5)], 1 + int(rand() * 20)
}' > everybody.jsonl
reroute taxonomy build "$REROUTE_SOURCE/taxonomies/cn-transition" -o transition.rrt -q
reroute batch everybody.jsonl -t transition.rrt -n 10 --date 2026-11-24 -q -o single.jsonl

if command -v parallel > /dev/null; then
    parallel --will-cite --pipepart -a everybody.jsonl --block 20k --keep-order \
        reroute batch -t transition.rrt -n 10 --date 2026-11-24 --jobs 1 -q > together.jsonl
    cmp single.jsonl together.jsonl || { echo "GNU parallel: not the same"; exit 1; }
    parallel --will-cite --pipe --block 20k --keep-order \
        reroute batch -t transition.rrt -n 10 --date 2026-11-24 --jobs 1 -q < everybody.jsonl > together.jsonl
    cmp single.jsonl together.jsonl || { echo "GNU parallel from a pipe: not the same"; exit 1; }
    echo "GNU parallel: the same bytes"
else
    echo "SKIPPED, LOUDLY: GNU parallel is not installed"
    skipped=1
fi

# One node that is both sides, in this folder, with keys of its own; for the superuser, as Slurm's daemons are.
start_slurm() {
    host=$(hostname -s)
    port=$((20000 + $$ % 20000))
    head -c 1024 /dev/urandom > munge.key
    chmod 0600 munge.key
    chmod 0755 .
    munged --foreground --force --key-file="$folder/munge.key" --socket="$folder/munge.socket" --pid-file="$folder/munge.pid" \
        --log-file="$folder/munge.log" --seed-file="$folder/munge.seed" > munged.out 2>&1 &
    started="$! $started"
    mkdir state spool
    cat > slurm.conf <<END
ClusterName=one
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthInfo=socket=$folder/munge.socket
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
MpiDefault=none
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
END
    export SLURM_CONF="$folder/slurm.conf"
    for i in $(seq 50); do [ -S munge.socket ] && break; sleep 0.1; done
    slurmctld -D -i > slurmctld.out 2>&1 &
    started="$! $started"
    slurmd -D > slurmd.out 2>&1 &
    started="$! $started"
    for i in $(seq 100); do
        sinfo -h -o %T 2> /dev/null | grep -q idle && return 0
        sleep 0.2
    done
    return 1
}

if command -v slurmctld > /dev/null && command -v slurmd > /dev/null && command -v munged > /dev/null && [ "$(id -u)" = 0 ]; then
    start_slurm || { echo "Slurm does not start:"; tail -n 5 munged.out slurmctld.out slurmd.out slurmctld.log slurmd.log; exit 1; }
    sed '2500s/"years"/"yers"/' everybody.jsonl > errors.jsonl # line numbers of errors too
    reroute batch errors.jsonl -t transition.rrt -n 10 --date 2026-11-24 -q --errors-ok -o single.jsonl
    grep -q '"line":2500,' single.jsonl
    split --lines=800 --numeric-suffixes=0 --suffix-length=4 errors.jsonl shard.
    cat > batch.sh <<'END'
#!/bin/sh
#SBATCH --ntasks=1 --cpus-per-task=1 --output=%x.%a.log
shard=$(printf %04d "$SLURM_ARRAY_TASK_ID")
exec reroute batch "shard.$shard" --from jsonl --first-line $((SLURM_ARRAY_TASK_ID * 800 + 1)) -t transition.rrt -n 10 \
    --date 2026-11-24 -q --errors-ok --jobs "$SLURM_CPUS_PER_TASK" --resume -o "ranked.$shard"
END
    sbatch --wait --array=0-$(($(ls shard.???? | wc -l) - 1)) batch.sh > sbatch.out || { echo "the array failed:"; cat sbatch.out batch.sh.*.log; exit 1; }
    cat ranked.???? > together.jsonl
    cmp single.jsonl together.jsonl || { echo "Slurm: not the same"; exit 1; }
    echo "a Slurm array: the same bytes"
else
    echo "SKIPPED, LOUDLY: Slurm (slurmctld, slurmd, munge) is not installed, or this is not the superuser"
    skipped=1
fi
[ $skipped = 0 ] || exit 77
