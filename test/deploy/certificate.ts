import { generate } from 'selfsigned'

/** A certificate for the hosts that the CLI and the scripts ask, made anew for each run of the tests and trusted by nobody else. */
export interface Certificate {
  key: string
  cert: string
}

const HOSTS = [
  '*.tencentcloudapi.com',
  '*.cos.ap-shanghai.myqcloud.com',
  '*.beacon.qq.com',
  'iaas.cloud.tencent.com',
  'api.weixin.qq.com',
]

let made: Promise<Certificate> | undefined

/** The certificate of this process; made once, as it takes a moment. */
export function certificate(): Promise<Certificate> {
  made ??= make()
  return made
}

async function make(): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'stand-in of the cloud' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: HOSTS.map(value => ({ type: 2, value })) },
    ],
  })
  return { key, cert }
}
