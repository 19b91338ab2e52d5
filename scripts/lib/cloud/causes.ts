/** Where something failed, for the commands in an advice. */
export interface Place {
  envId: string
  /** The function that was worked on, if it was one. */
  name?: string
}

interface CauseEntry {
  /** Matched against the code and the message of the cloud or of the tcb CLI, which come in two languages. */
  pattern: RegExp
  /** What to do about it. */
  advice: (place: Place) => string
}

/**
 * Why something could not be done in the cloud, as far as it has a cure of its own. The first that fits counts: the codes
 * of some are parts of others' (`RequestLimitExceeded` is no `LimitExceeded`).
 */
const CAUSES = {
  diskFull: {
    pattern: /ENOSPC|no space left on device/i,
    advice: () => 'the disk of this computer is full: free some space, then try again',
  },
  homeNotWritable: {
    pattern: /(?:EACCES|EPERM|EROFS|ENOTDIR|EEXIST)\b.*\b(?:mkdir|open|rename|write)\b/,
    advice: () =>
      'tcb keeps its login and settings in .config of your home folder: make that folder writable, or set HOME',
  },
  rateLimited: {
    pattern:
      /RequestLimitExceeded|TooManyRequests|LimitExceeded\.Frequency|rate limit|请求(?:的次数超过|过于频繁|频率)/i,
    advice: () => 'the cloud limits the number of requests: wait a minute, then try again',
  },
  notPermitted: {
    pattern: /UnauthorizedOperation|\bCAM\b/i,
    advice: () =>
      'the account that is logged in may not do this: its owner has to grant it in the CAM console (QcloudTCBFullAccess, or less); logging in again does not help',
  },
  clockWrong: {
    pattern: /SignatureExpire/,
    advice: () => 'the clock of this computer is wrong: set it, then try again',
  },
  loginRefused: {
    pattern: /AuthFailure|InvalidCredential|No valid identity|无有效身份信息/,
    advice: () => 'the login or the key is no longer valid; log in with: npx tcb login',
  },
  storageRefused: {
    pattern: /Access ?Denied/,
    advice: () =>
      'the object storage (COS) refused it, the network is fine: check in the console that the environment is not isolated or unpaid, and that the account may write to its storage',
  },
  quotaUsedUp: {
    pattern: /LimitExceeded/,
    advice: () => 'delete what is not needed in this environment, or extend its plan',
  },
  environmentNotFound: {
    pattern: /Environment .* not found|(?:ResourceNotFound|InvalidParameter\w*)\.Env|INVALID_ENV|环境.*不存在/i,
    advice: ({ envId }) => `check ENV_ID (${envId}) and that the account that is logged in owns it: npx tcb env list`,
  },
  networkFailed: {
    // The last is how the CLI breaks down over a connection that was cut.
    pattern:
      /ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|EPIPE|socket hang up|network timeout|did not answer|certificate|Bad Gateway|COS 上传失败|message\.includes is not a function/i,
    advice: () => 'the cloud was not reached: check the network (and http_proxy), then try again',
  },
  stillChanging: {
    pattern: /FunctionStatusError|status is (?:Creating|Updating)|当前函数状态/i,
    advice: () => 'the function is still being changed: wait a minute, then try again',
  },
  creationFailed: {
    pattern: /云函数创建失败/,
    advice: ({ envId, name = 'NAME' }) =>
      `a partly created function is left behind: delete it with "npx tcb fn delete ${name} -e ${envId}", then deploy again`,
  },
} as const satisfies Record<string, CauseEntry>

export type Cause = keyof typeof CAUSES

/** What has a known cure in a message or a code of the cloud or of the tcb CLI. */
export function findCause(text: string): Cause | undefined {
  return (Object.keys(CAUSES) as Cause[]).find(cause => CAUSES[cause].pattern.test(text))
}

/** What to do about it. */
export function adviceFor(cause: Cause, place: Place): string {
  return CAUSES[cause].advice(place)
}
