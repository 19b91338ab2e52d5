import { connect } from 'node:net'

/** Sends bytes to a server on loopback, and gives all that comes back until it hangs up. */
export function rawRequest(url: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.end(text))
    socket
      .setEncoding('utf8')
      .on('data', (chunk: string) => (answer += chunk))
      .on('close', () => resolve(answer))
      .on('error', reject)
  })
}

/** Request lines that no browser sends, and some that end a server which parses them carelessly. */
export const ODD_REQUEST_LINES: readonly string[] = [
  'GET // HTTP/1.1',
  'GET //evil.example/control/faults HTTP/1.1',
  'GET //:99999/ HTTP/1.1',
  'POST ///// HTTP/1.1',
  'GET /\\ HTTP/1.1',
  'GET http:// HTTP/1.1',
  'GET http://[ HTTP/1.1',
  'GET * HTTP/1.1',
  'OPTIONS * HTTP/1.1',
  'GET ?x HTTP/1.1',
  'GET /%ff%zz?access_token=%E0%A4%A HTTP/1.1',
  'HEAD / HTTP/1.1',
  'BREW / HTTP/1.1',
  'CONNECT 127.0.0.1:1 HTTP/1.1',
  'POST / HTTP/1.1',
  'GET /__proto__ HTTP/1.1',
  'POST /constructor HTTP/1.1',
  '\0\0\0',
]
