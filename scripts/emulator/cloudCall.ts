import type { IncomingMessage } from 'node:http'
import busboy from 'busboy'
import { decodeRequest } from './protobuf'
import type { RequestBody } from './rules'

/** A cloud call as the SDK posts it: multipart form fields, `requestData` a protobuf message. */
export interface CloudCall {
  action: string
  apiName: string
  body: RequestBody
}

/**
 * Reads a cloud call of wx-server-sdk.
 *
 * @throws when the form or the message cannot be read
 */
export async function readCloudCall(request: IncomingMessage): Promise<CloudCall> {
  const fields = await readForm(request)
  const field = (name: string): string => fields.get(name)?.toString() ?? ''
  return {
    action: field('action'),
    apiName: field('apiName'),
    body: decodeRequest(fields.get('requestData') ?? Buffer.alloc(0)),
  }
}

/** Every part of the form, whether the SDK sent it as a field or, as it does with bytes, as a file. */
function readForm(request: IncomingMessage): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, Buffer>()
    const form = busboy({ headers: request.headers, defParamCharset: 'utf8', limits: { fieldSize: Infinity } })
    form.on('field', (name, value) => fields.set(name, Buffer.from(value)))
    form.on('file', (name, stream) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => fields.set(name, Buffer.concat(chunks)))
    })
    form.on('close', () => resolve(fields)).on('error', reject)
    request.on('error', reject).pipe(form)
  })
}
