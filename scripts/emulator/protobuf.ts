import type * as protobuf from 'protobufjs'

/** The two messages of the cloud call, written from what wx-server-sdk's own encoder does. */
const MESSAGES = `
  syntax = "proto3";

  message KeyValuePair {
    string key = 1;
    bytes value = 2;       // the JSON text of the value
    string contenttype = 3;
    string filename = 4;
  }

  message OpenApiData { repeated KeyValuePair pairs = 1; }

  message CommApiData {
    int32 apiType = 1;     // 0 is OPEN_API
    OpenApiData openapiData = 2;
    string appid = 6;
  }

  message HttpHeader { string key = 1; string value = 2; }

  message CommOpenApiResp {
    bytes respData = 1;
    string contentType = 2;
    int32 errorCode = 3;   // the gateway's refusal, for example -604101
    uint32 httpCode = 4;
    repeated HttpHeader headers = 5;
    int32 svrkitErrorCode = 6;
  }
`

let read: protobuf.Root | undefined
/** Protobuf.js is loaded with the first cloud call: many commands start an emulator, or could, and make none. */
function messageType(name: 'CommApiData' | 'CommOpenApiResp'): protobuf.Type {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import() that is kept as it is does not run in Jest
  read ??= (require('protobufjs') as typeof protobuf).parse(MESSAGES, { keepCase: true }).root
  return read.lookupType(name)
}

/** What the gateway answers. */
export interface GatewayAnswer {
  respData?: Buffer
  contentType?: string
  errorCode?: number
}

/** The request that a cloud call carries: each pair's value is JSON. */
export function decodeRequest(bytes: Uint8Array): Record<string, unknown> {
  const CommApiData = messageType('CommApiData')
  const { openapiData } = CommApiData.toObject(CommApiData.decode(bytes), { bytes: String, defaults: true }) as {
    openapiData: { pairs: { key: string; value: string }[] } | null
  }
  const pairs = openapiData?.pairs ?? []
  return Object.fromEntries(
    pairs.map(({ key, value }) => [key, JSON.parse(Buffer.from(value, 'base64').toString()) as unknown]),
  )
}

/** The gateway's answer as the SDK reads it. */
export function encodeAnswer(answer: GatewayAnswer): Buffer {
  const CommOpenApiResp = messageType('CommOpenApiResp')
  return Buffer.from(CommOpenApiResp.encode(CommOpenApiResp.create({ ...answer })).finish())
}
