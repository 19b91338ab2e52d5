import type { IncomingMessage, ServerResponse } from 'node:http'
import busboy from 'busboy'
import { API } from '../../shared/constants'
import { decodeRequest, encodeAnswer, type GatewayAnswer } from './protobuf'
import type { RequestBody } from './rules'
import { BODY_LIMIT_BYTES, sendJson } from '../lib/http'
import type { Wechat } from './wechat'

/** The SDK's endpoint: a form with a protobuf message in, a protobuf message out; JSON out is a refusal of the platform. */
export async function cloudCall(request: IncomingMessage, response: ServerResponse, wechat: Wechat): Promise<void> {
  const { action, apiName, body } = await readCloudCall(request)
  if (action !== 'wx.openApi' || apiName !== API)
    return sendJson(response, 200, {
      code: 'INVALID_PARAM',
      message: `the emulator knows ${API}, not ${action} ${apiName}`,
    })
  const good = await wechat.answer('cloudCall', body)
  const fault = wechat.fault.next()
  const record = (answer: string | Buffer): void => void wechat.answers.set(body, answer.toString('utf8'))
  if (fault === undefined) {
    record(good)
    return sendMessage(response, jsonAnswer(good))
  }
  const { behaviour, call } = fault
  switch (behaviour.layer) {
    case 'wechat': {
      const { body: respData, contentType } = behaviour.answer(good, call)
      record(respData)
      return sendMessage(response, { ...jsonAnswer(respData), ...(contentType !== undefined && { contentType }) })
    }
    case 'gateway':
      record(`{"errorCode":${behaviour.errorCode}}`)
      return sendMessage(response, { errorCode: behaviour.errorCode })
    case 'platform': {
      const refusal = { code: behaviour.code, message: behaviour.message ?? `[${behaviour.code}] on demand` }
      record(JSON.stringify(refusal))
      return sendJson(response, 200, refusal)
    }
    case 'http':
      return behaviour.respond(response, encodeAnswer(jsonAnswer(good)))
  }
}

function jsonAnswer(body: string | Buffer): GatewayAnswer {
  return { respData: Buffer.from(body), contentType: 'application/json; charset=UTF-8' }
}

function sendMessage(response: ServerResponse, answer: GatewayAnswer): void {
  response.writeHead(200, { 'content-type': 'application/octet-stream' })
  response.end(encodeAnswer(answer))
}

async function readCloudCall(
  request: IncomingMessage,
): Promise<{ action: string; apiName: string; body: RequestBody }> {
  const fields = await readForm(request)
  const field = (name: string): string => fields.get(name)?.toString() ?? ''
  const body = decodeRequest(fields.get('requestData') ?? Buffer.alloc(0))
  return { action: field('action'), apiName: field('apiName'), body }
}

/** The SDK sends some ten parts. */
const MAX_PARTS = 50

/** Every part of the form, whether it came as a field or, as the SDK sends bytes, as a file. */
function readForm(request: IncomingMessage): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, Buffer>()
    const limits = { fieldSize: BODY_LIMIT_BYTES, fileSize: BODY_LIMIT_BYTES, parts: MAX_PARTS }
    const form = busboy({ headers: request.headers, limits })
    form.on('field', (name, value) => fields.set(name, Buffer.from(value)))
    form.on('file', (name, stream) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => fields.set(name, Buffer.concat(chunks)))
      stream.on('error', reject) // a form that is cut off in the middle of this part
    })
    form.on('close', () => resolve(fields)).on('error', reject)
    request.on('error', reject).pipe(form)
  })
}
