#!/bin/sh
# SPDX-License-Identifier: MIT
# slurm_test.sh PROGRAM RECIPE INPUT: runs the Slurm recipe on a real Slurm of one node, on loopback,
# and compares with a single run. Needs root and the Debian packages slurmctld, slurmd, slurm-client
# and munge; uses ports 16817 and 16818 and leaves nothing running. Not among the usual tests:
# configure with -DAUDIT_CLUSTER_TESTS=ON.
set -eu
program=$(realpath "$1")
recipe=$(realpath "$2")
input=$(realpath "$3")
folder=$(mktemp -d)
started=""
stop() {
  for pid in $started; do kill "$pid" 2>/dev/null || true; done
  for pid in $started; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM
# munged wants every folder above its socket to be the owner's alone to write.
chmod 755 "$folder"
mkdir -m 755 "$folder/munge"
mkdir "$folder/state" "$folder/spool"
dd if=/dev/urandom of="$folder/munge/key" bs=128 count=1 2>/dev/null
chmod 600 "$folder/munge/key"
socket=$folder/munge/socket
munged --foreground --force --key-file="$folder/munge/key" --socket="$socket" \
  --pid-file="$folder/munge/pid" --seed-file="$folder/munge/seed" \
  --log-file="$folder/munge/log" > "$folder/munge/out" 2>&1 &
started="$started $!"

SLURM_CONF=$folder/slurm.conf
export SLURM_CONF
node=$(hostname -s)
cat > "$SLURM_CONF" <<CONF
ClusterName=test
SlurmctldHost=$node(127.0.0.1)
SlurmUser=root
SlurmdUser=root
SlurmctldPort=16817
SlurmdPort=16818
AuthType=auth/munge
AuthInfo=socket=$socket
CredType=cred/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/builtin
SchedulerParameters=batch_sched_delay=0,sched_interval=1
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
NodeName=$node NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=$node Default=YES MaxTime=INFINITE State=UP
CONF
slurmctld -D -i > "$folder/slurmctld.out" 2>&1 &
started="$started $!"
slurmd -D -N "$node" > "$folder/slurmd.out" 2>&1 &
started="$started $!"
tries=0
until sinfo --noheader --states=idle 2>/dev/null | grep -q idle; do
  tries=$((tries + 1))
  if [ "$tries" -gt 60 ]; then
    echo "no node came up"
    tail -n 20 "$folder"/*.out "$folder"/*.log "$folder/munge/out" 2>/dev/null
    exit 1
  fi
  sleep 1
done
sinfo --version
sinfo

PATH=$(dirname "$program"):$PATH
export PATH
single=0
caljobs-audit check "$input" --as-of 2026-01-31 --no-config --quiet \
  -o "$folder/report.json" -o "$folder/report.csv" || single=$?
merged=0
"$recipe" "$input" 5 "$folder/run" --as-of 2026-01-31 --no-config || merged=$?
scontrol show job --oneliner | sed 's/^\(JobId=[0-9]*\).*\(ArrayTaskId=[^ ]*\).*\(JobState=[^ ]*\).*/\1 \2 \3/; s/ UserId.*\(JobState=[^ ]*\).*/ \1/'
[ "$single" -eq "$merged" ] || { echo "exit codes: $single alone, $merged in parts"; exit 1; }
for file in report.json report.csv; do
  sed '/"started_at"/d' "$folder/$file" > "$folder/a"
  sed '/"started_at"/d' "$folder/run/$file" > "$folder/b"
  cmp "$folder/a" "$folder/b"
done
echo "the same bytes in 5 parts by a Slurm array job; exit code $merged"
