import { parse } from 'protobufjs'

/** The two messages of the cloud call, written from what wx-server-sdk's own encoder does. */
const { root } = parse(
  `
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
`,
  { keepCase: true },
)

const CommApiData = root.lookupType('CommApiData')
const CommOpenApiResp = root.lookupType('CommOpenApiResp')

/** What the gateway answers. */
export interface GatewayAnswer {
  respData?: Buffer
  contentType?: string
  errorCode?: number
}

/** The request that a cloud call carries: each pair's value is JSON. */
export function decodeRequest(bytes: Uint8Array): Record<string, unknown> {
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
  return Buffer.from(CommOpenApiResp.encode(CommOpenApiResp.create({ ...answer })).finish())
}
