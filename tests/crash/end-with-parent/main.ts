// Loaded with `--import` into every process of the crash matrix: whoever ends the matrix ends them too, even with
// SIGKILL. The channel itself keeps none of them alive.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.channel?.unref()
