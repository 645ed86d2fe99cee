# Ends what its parent started, should the parent be killed before it could do so itself.
# Reads one command a line; when the pipe closes, runs them, the last one first.
end() {
    kill -s "$2" "$1" 2>/dev/null
    tries=0
    while kill -0 "$1" 2>/dev/null && [ "$tries" -lt 100 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
}

commands=
while read -r line; do
    commands="$line
$commands"
done
eval "$commands"
