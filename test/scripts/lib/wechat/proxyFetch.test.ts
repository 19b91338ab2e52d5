import { proxyFor } from '../../../../scripts/lib/wechat/proxyFetch'

const WECHAT = 'https://api.weixin.qq.com/tcb/getstatistics'
const PROXY = 'http://127.0.0.1:7890'

function hrefFor(environment: Record<string, string>, url = WECHAT): string | undefined {
  return proxyFor(new URL(url), environment)?.address.href
}

describe('the proxy for a URL', () => {
  it.each([
    ['https_proxy', { https_proxy: PROXY }],
    ['HTTPS_PROXY', { HTTPS_PROXY: PROXY }],
    ['https_proxy before HTTPS_PROXY', { https_proxy: PROXY, HTTPS_PROXY: 'http://other:1' }],
    ['https_proxy before http_proxy', { https_proxy: PROXY, http_proxy: 'http://other:1' }],
    ['http_proxy, where there is no other', { http_proxy: PROXY }],
    ['HTTP_PROXY beside an empty https_proxy', { HTTP_PROXY: PROXY, https_proxy: '' }],
    ['an address without http://, as curl takes it', { https_proxy: '127.0.0.1:7890' }],
    ['no_proxy that lists other hosts', { https_proxy: PROXY, no_proxy: 'localhost,example.com,xqq.com' }],
    ['no_proxy for another port', { https_proxy: PROXY, no_proxy: 'api.weixin.qq.com:8443' }],
    ['an empty no_proxy before a NO_PROXY', { https_proxy: PROXY, no_proxy: '', NO_PROXY: '*' }],
  ])('is that of %s', (_, environment) => {
    expect(hrefFor(environment)).toBe(`${PROXY}/`)
  })

  it.each([
    ['no variable is set', {}],
    ['they are empty', { https_proxy: '', http_proxy: '' }],
    ['no_proxy is *', { https_proxy: PROXY, no_proxy: '*' }],
    ['no_proxy lists the host', { https_proxy: PROXY, no_proxy: 'example.com, api.weixin.qq.com' }],
    ['no_proxy lists the host in capitals', { https_proxy: PROXY, NO_PROXY: 'API.weixin.QQ.com' }],
    ['no_proxy lists the host and its port', { https_proxy: PROXY, no_proxy: 'api.weixin.qq.com:443' }],
    ['no_proxy lists its domain', { https_proxy: PROXY, no_proxy: 'qq.com' }],
    ['no_proxy lists its domain with a dot', { https_proxy: PROXY, no_proxy: '.qq.com' }],
    ['no_proxy lists its domain with a star', { https_proxy: PROXY, no_proxy: '*.qq.com' }],
  ])('is none when %s', (_, environment) => {
    expect(hrefFor(environment)).toBeUndefined()
  })

  it.each(['http://127.0.0.1:8788/', 'http://localhost:8788/', 'http://[::1]:8788/'])(
    'is none for this machine: %s',
    url => {
      expect(hrefFor({ http_proxy: PROXY, https_proxy: PROXY }, url)).toBeUndefined()
    },
  )

  it.each(['socks5://127.0.0.1:1080', 'http://user:secret@', 'not a URL'])(
    'is refused by the name of its variable, and not shown, when it is none: %s',
    value => {
      expect(() => hrefFor({ https_proxy: value })).toThrow(/^https_proxy is not the URL of an HTTP proxy: expected /)
      expect(() => hrefFor({ https_proxy: value })).not.toThrow(/secret/)
    },
  )
})
