import type { IncomingMessage, ServerResponse } from 'node:http'
import { describeFaults, parseFault } from './faults'
import { readBody, sendJson } from '../lib/http'
import type { Wechat } from './wechat'

/**
 * The endpoint for tests and tools: `GET /control/faults` lists the faults and which is on, `PUT /control/fault` with
 * `busy:2` in its body switches one on, `DELETE` switches it off, `GET /control/requests` gives what WeChat received.
 */
export async function control(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  wechat: Wechat,
): Promise<void> {
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /control/faults':
      return sendJson(response, 200, { current: wechat.fault.current ?? null, faults: describeFaults() })
    case 'PUT /control/fault':
      wechat.fault.set(parseFault(await readBody(request)))
      return sendJson(response, 200, { current: wechat.fault.current ?? null })
    case 'DELETE /control/fault':
      wechat.fault.set(undefined)
      return sendJson(response, 200, { current: null })
    case 'GET /control/requests':
      return sendJson(response, 200, wechat.requests)
    default:
      return sendJson(response, 404, { errmsg: `the emulator has no endpoint ${request.method} ${url.pathname}` })
  }
}
