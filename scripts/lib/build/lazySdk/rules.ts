/** One file of the SDK in which `require` calls are deferred until what they load is used. */
export interface LazyRule {
  /** The file, as its path below node_modules. */
  file: string
  /** The modules to defer, as the file names them. */
  defer: readonly string[]
  /** Texts to change beforehand, each found exactly once. */
  replace?: readonly { from: string; to: string }[]
}

/**
 * What wx-server-sdk loads at start and `openapi` never uses. Each rule names the outermost `require` of a part, in a
 * file that is loaded in any case; what hangs below comes later too, without a rule of its own.
 */
export const LAZY_RULES: readonly LazyRule[] = [
  {
    file: '@cloudbase/node-sdk/dist/cloudbase.js',
    defer: [
      'axios',
      '@cloudbase/wx-cloud-client-sdk',
      './auth',
      './functions',
      './cloudrun',
      './database',
      './storage',
      './analytics',
      './ai',
      './logger',
      './notification',
    ],
    // The constructor makes the client of the data models. Its arguments are still computed there and then; the client
    // is made when `models` is first read.
    replace: [
      {
        from: 'const httpClient = wx_cloud_client_sdk_1.default.generateHTTPClient(',
        to: 'const httpClient = ((...args) => () => wx_cloud_client_sdk_1.default.generateHTTPClient(...args))(',
      },
      {
        from: 'this.models = httpClient;',
        to: `Object.defineProperty(this, 'models', {
          configurable: true,
          enumerable: true,
          get() { return (this.models = httpClient()) },
          set(value) { Object.defineProperty(this, 'models', { configurable: true, enumerable: true, writable: true, value }) },
        });`,
      },
    ],
  },
  // Asks for the machine's metadata, outside the cloud only.
  { file: '@cloudbase/node-sdk/dist/utils/metadata.js', defer: ['axios'] },
  // Agents for `keepalive` and `proxy`, which are off unless asked for.
  {
    file: '@cloudbase/node-sdk/dist/utils/request-core.js',
    defer: ['https', 'agentkeepalive', 'https-proxy-agent', 'http-proxy-agent'],
  },
  // The types of files that are uploaded: a table of 0.2 MB. And a dozen packages of what every Node.js has had for years.
  {
    file: 'form-data/lib/form_data.js',
    defer: ['https', 'mime-types'],
    replace: [
      { from: "var setToStringTag = require('es-set-tostringtag');", to: '' },
      {
        from: "setToStringTag(FormData.prototype, 'FormData');",
        to: "Object.defineProperty(FormData.prototype, Symbol.toStringTag, { configurable: true, value: 'FormData' });",
      },
      { from: "require('hasown')", to: 'Object.hasOwn' },
    ],
  },
  // It sorts the names of headers and fields to sign. The first `localeCompare` of a process loads ICU, which takes longer
  // than the rest of the signature; over these characters the order is that of their codes, with "_" before the others.
  {
    file: '@cloudbase/signature-nodejs/lib/keyvalue.js',
    defer: [],
    replace: [
      {
        from: '.sort((l, r) => l.toString().localeCompare(r))',
        to: `.sort((l, r) => {
          if (!/^[a-z0-9_-]+$/.test(l) || !/^[a-z0-9_-]+$/.test(r)) return l.localeCompare(r)
          const [left, right] = [l.replace(/_/g, ' '), r.replace(/_/g, ' ')]
          return left < right ? -1 : left > right ? 1 : 0
        })`,
      },
    ],
  },
  { file: 'wx-server-sdk/index.js', defer: ['mime-db'] },
  // It reads its version, for the User-Agent, from a file that is not there when it is bundled.
  {
    file: '@cloudbase/node-sdk/dist/utils/version.js',
    defer: [],
    replace: [
      {
        from: "JSON.parse(fs.readFileSync(path.join(__dirname, '../../package.json')).toString())",
        to: "require('../../package.json')",
      },
    ],
  },
]

/** The rule for a file, by its path, as this machine or Windows writes it. */
export function ruleFor(path: string): LazyRule | undefined {
  const slashed = path.replaceAll('\\', '/')
  return LAZY_RULES.find(({ file }) => slashed.endsWith(`node_modules/${file}`))
}

/**
 * The code of the rule's file with its texts changed.
 *
 * @throws when one of them does not stand in the code exactly once
 */
export function replaceTexts({ file, replace = [] }: LazyRule, code: string): string {
  return replace.reduce((text, { from, to }) => {
    const [before, after, ...more] = text.split(from)
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(`${file}: expected \`${from}\` once, found ${text.split(from).length - 1} times`)
    return before + to + after
  }, code)
}
