/** Says a line to whoever runs the command: on stderr, because stdout holds what was asked for. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** `say` with the command's name before each line. */
export function sayAs(command: string): (line: string) => void {
  return line => say(`${command}: ${line}`)
}
