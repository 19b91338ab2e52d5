import type { Caller } from './platform'

/**
 * Who of the callers gets figures: `developer` holds the developer's credentials, `listed` is let in when its OPENID is in
 * STATS_ALLOWED_OPENIDS, `nobody` is refused whatever the list says.
 */
export type Admission = 'developer' | 'listed' | 'nobody'

/** One way in which a cloud function is called. */
export interface NamedCaller {
  /** For the page, in Chinese. */
  title: string
  /** For the command line. */
  about: string
  admission: Admission
  /** What the platform hands over with such a call. */
  caller: Caller
}

const OPENID = 'o-someone'

function named<N extends string>(callers: Readonly<Record<N, NamedCaller>>): Readonly<Record<N, NamedCaller>> {
  return callers
}

/**
 * Everybody who can call a cloud function, with the variables, the context and the form of event that such a call brings.
 * `npm run invoke -- NAME --caller <name>`, the page's 试一试 and the table of callers in the tests play them. Read in
 * wx-server-sdk, in @cloudbase/node-sdk and in public logs; not seen live.
 */
export const CALLERS = named({
  console: {
    title: '云开发控制台 / tcb fn invoke',
    about: 'the CloudBase console or `tcb fn invoke`: no trace of a caller, and no token of WeChat',
    admission: 'developer',
    caller: {},
  },
  devtools: {
    title: '微信开发者工具',
    about: 'WeChat DevTools, with the OPENID of who is logged in there',
    admission: 'developer',
    caller: { source: 'wx_devtools', openid: OPENID },
  },
  localdebug: {
    title: '开发者工具本地调试',
    about: "local debugging in WeChat DevTools, where the environment's id is the text `local`",
    admission: 'developer',
    caller: { source: 'wx_localdebug', openid: OPENID, environment: { TCB_ENV: 'local', SCF_NAMESPACE: 'local' } },
  },
  http_api: {
    title: '微信 HTTP API（invokecloudfunction）',
    about: "WeChat's HTTP API, called with the mini program's access token",
    admission: 'developer',
    caller: { source: 'wx_http' },
  },
  timer: {
    title: '定时触发器',
    about: 'a timer, which carries the event as the text of its Message',
    admission: 'developer',
    caller: { source: 'wx_trigger', eventForm: 'timer' },
  },
  function_of_timer: {
    title: '由定时触发器启动的云函数',
    about: 'another function, started by a timer',
    admission: 'developer',
    caller: { source: 'wx_trigger,scf' },
  },
  user: {
    title: '小程序用户',
    about: 'a user of the mini program',
    admission: 'listed',
    caller: { source: 'wx_client', openid: OPENID },
  },
  function_of_user: {
    title: '由小程序用户启动的云函数',
    about: 'another function, started by a user of the mini program',
    admission: 'listed',
    caller: { source: 'wx_client,scf', openid: OPENID },
  },
  user_without_identity: {
    title: '没有身份的小程序调用',
    about: 'a call from a mini program that carries neither OPENID nor source',
    admission: 'nobody',
    caller: { environment: { WX_APPID: 'wx0000000000000000' } },
  },
  shared_environment: {
    title: '环境共享的另一个小程序',
    about: 'a user of another mini program, which shares this environment: FROM_OPENID and no OPENID of this one',
    admission: 'nobody',
    caller: {
      source: 'wx_client',
      environment: { WX_FROM_OPENID: OPENID, WX_FROM_APPID: 'wx1111111111111111' },
    },
  },
  unknown: {
    title: '微信未知来源',
    about: 'a source that WeChat itself does not know',
    admission: 'nobody',
    caller: { source: 'wx_unknown' },
  },
  pay_callback: {
    title: '微信支付回调',
    about: "WeChat Pay's callback",
    admission: 'nobody',
    caller: { source: 'wx_paycallback' },
  },
  crawler: {
    title: '小程序爬虫',
    about: "WeChat's crawler of mini programs",
    admission: 'nobody',
    caller: { source: 'wx_crawler' },
  },
  function: {
    title: '来历不明的云函数',
    about: 'another function, whose own caller is unknown',
    admission: 'nobody',
    caller: { source: 'scf' },
  },
  function_of_nobody: {
    title: '来源为空的云函数',
    about: 'another function, whose own source is empty',
    admission: 'nobody',
    caller: { source: ',scf' },
  },
  web: {
    title: '网页登录用户',
    about: 'a person who is logged in to a web page',
    admission: 'nobody',
    caller: { source: 'web_client', environment: { TCB_UUID: 'web-user', TCB_ISANONYMOUS_USER: 'false' } },
  },
  web_without_source: {
    title: '网页登录用户（来源为空）',
    about: 'a person who is logged in to a web page, where TCB_SOURCE is empty',
    admission: 'nobody',
    caller: { environment: { TCB_UUID: 'web-user' } },
  },
  web_source_only: {
    title: '网页（仅有来源）',
    about: 'a web page of which nothing is known but its source',
    admission: 'nobody',
    caller: { source: 'web_client' },
  },
  web_anonymous: {
    title: '网页匿名登录',
    about: 'a web page with an anonymous login',
    admission: 'nobody',
    caller: { environment: { TCB_ISANONYMOUS_USER: 'TRUE' } },
  },
  web_custom: {
    title: '网页自定义登录',
    about: 'a web page with a login of its own (custom ticket)',
    admission: 'nobody',
    caller: { environment: { TCB_CUSTOM_USER_ID: 'custom-user' } },
  },
  qq: {
    title: 'QQ 小程序用户',
    about: 'a user of a QQ mini program',
    admission: 'nobody',
    caller: { environment: { LOGINTYPE: 'QQ-MINI', QQ_OPENID: 'qq-user', QQ_APPID: '1100000000' } },
  },
  http_access: {
    title: 'HTTP 访问服务',
    about: 'the public HTTP access service, whose event is the HTTP request',
    admission: 'nobody',
    caller: { eventForm: 'httpRequest' },
  },
  http_context: {
    title: 'CloudBase HTTP API（/v1/functions）',
    about: "CloudBase's own HTTP API, which passes its JSON body as the event itself",
    admission: 'nobody',
    caller: { environment: { TCB_HTTP_CONTEXT: '{"httpMethod":"POST"}', TCB_SOURCE_IP: '203.0.113.7' } },
  },
  framework: {
    title: '@cloudbase/functions-framework',
    about: "a request to Tencent's functions-framework, which sets context.httpContext",
    admission: 'nobody',
    caller: {
      context: {
        eventID: '00000000-0000-0000-0000-000000000000',
        eventType: 'http',
        httpContext: { url: 'http://localhost:3000/', httpMethod: 'POST', headers: { host: 'localhost:3000' } },
      },
    },
  },
})

/** The names of CALLERS, as `--caller` takes them. */
export type CallerName = keyof typeof CALLERS

/** All names, in the order in which they are offered. */
export const CALLER_NAMES = Object.keys(CALLERS) as readonly CallerName[] // its keys are just these
