import type { IncomingMessage, ServerResponse } from 'node:http'
import { type CloudState, SIGNATURE } from './cloudActions'

/**
 * The object storage that the CLI uploads a function's zip to, in the multipart form of its SDK: a POST with `?uploads`
 * begins, PUTs with `?partNumber=` bring the parts, a POST with `?uploadId=` ends. It also hands out the code of functions.
 */
export function handleObject(
  state: CloudState,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): void {
  const url = new URL(request.url ?? '', 'https://objects')
  const key = decodeURIComponent(url.pathname)
  const [, name = ''] = /^\/code\/(.+)\.zip$/.exec(key) ?? []
  if (name !== '') return sendCode(state, name, url, response)
  if (key.endsWith(`/${state.faults.refuseUpload}.zip`)) {
    return sendXml(response, 403, '<Error><Code>AccessDenied</Code><Message>Access Denied.</Message></Error>')
  }
  if (request.method === 'GET') return sendXml(response, 200, '<ListMultipartUploadsResult/>')
  if (request.method === 'PUT') {
    state.objects.set(key, Buffer.concat([state.objects.get(key) ?? Buffer.alloc(0), body]))
    response.setHeader('ETag', '"part"')
    return sendXml(response, 200, '')
  }
  if (url.searchParams.has('uploads')) {
    state.objects.delete(key)
    return sendXml(
      response,
      200,
      '<InitiateMultipartUploadResult><UploadId>upload</UploadId></InitiateMultipartUploadResult>',
    )
  }
  const stored = key.slice(1)
  sendXml(response, 200, `<CompleteMultipartUploadResult><Key>${stored}</Key></CompleteMultipartUploadResult>`)
}

function sendCode({ functions, faults }: CloudState, name: string, url: URL, response: ServerResponse): void {
  const zip = functions.get(name)?.zip
  const signed = url.searchParams.get('q-signature') === SIGNATURE
  if (zip === undefined || !signed || faults.refuseDownload === name)
    return sendXml(response, 403, '<Error><Code>AccessDenied</Code><Message>Access Denied.</Message></Error>')
  response.writeHead(200, { 'content-type': 'application/zip' }).end(zip)
}

function sendXml(response: ServerResponse, status: number, xml: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' }).end(xml)
}
