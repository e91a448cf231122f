# Runs one command that must not outlive its owner. The owner holds the other end of standard input.
# A line on it is a signal to deliver; its end (the owner closed it, or died) ends the command.
# usage: guard <signal that ends the command> <directory to delete afterwards, or nothing> <command> [argument ...]
goodbye=$1 doomed=$2
shift 2
exec 3<&0 </dev/null

# The first line of output is the command's process id.
sh -c 'echo $$; exec "$@"' sh "$@" 3<&- &
pid=$!

(
  while read -r signal <&3; do kill -s "$signal" "$pid"; done
  kill -s "$goodbye" "$pid"
  ticks=0
  while [ "$ticks" -lt 100 ] && kill -0 "$pid"; do sleep 0.1; ticks=$((ticks + 1)); done
  kill -s KILL "$pid"
) >/dev/null 2>&1 &
watcher=$!
exec 3<&-

{ wait "$pid"; } 2>/dev/null
status=$?
kill "$watcher"
[ -z "$doomed" ] || rm -rf "$doomed"
exit "$status"
