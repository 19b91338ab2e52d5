/**
 * Text from elsewhere (WeChat, the cloud, tcb) as it may be shown in a terminal: without the sequences that would colour it, move
 * the cursor, set the window's title or turn the direction of writing. Line ends and tabs stay.
 */
export function toPlainText(text: string): string {
  return text.replace(SEQUENCES, '').replace(CONTROLS, '')
}

/** CSI (`ESC [ … letter`), OSC and the like (`ESC ] … BEL`), and other two-character escapes, in both encodings of ESC and CSI. */
const SEQUENCES =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g
/** All other control characters, a lone carriage return among them, and those that turn the direction of writing. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROLS = /\r(?!\n)|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g
