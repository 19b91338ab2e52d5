/** An error of the API, in its own terms. */
export interface ApiError {
  Code: string
  Message: string
  /** How many requests get it; then all is well. @default all */
  times?: number
}

/** What the stand-in does wrong, if anything; any of it together. Functions are named. */
export interface CloudFaults {
  /** What an action is answered with, whatever it asks for. */
  errors?: Partial<Record<string, ApiError>>
  /** The same for what asks for one function: by `<action> <function>`. */
  functionErrors?: Partial<Record<string, ApiError>>
  /** The function that is created, but ends in the status CreateFailed. */
  createFails?: string
  /** The function whose code the object storage refuses. */
  refuseUpload?: string
  /** The function whose code is taken, but not kept: what was there before stays. */
  keepsOldCode?: string
  /** The function of which half of the zip is kept. */
  keepsHalfZip?: string
  /** The function whose code cannot be downloaded from the object storage. */
  refuseDownload?: string
  /** New functions stay in the status Creating: the CLI polls without end. */
  staysCreating?: true
  /** So many times GetFunction says Updating after a change. */
  updatingFor?: number
  /** The cloud is gone for good as soon as this action is asked for. */
  diesAt?: string
  /** The entries of the log, newest first, by what they are searched for. */
  logs?: Partial<Record<string, string[]>>
  /** The environment keeps no log. */
  noLogService?: true
  /** This action is never answered. */
  silentAt?: string
}

/** A deployed function, in the API's own terms. */
export interface CloudFunction {
  FunctionName: string
  Runtime: string
  Timeout: number
  MemorySize: number
  Handler: string
  InstallDependency: 'TRUE' | 'FALSE'
  Environment: { Variables: { Key: string; Value: string }[] }
  Status: 'Active' | 'Creating' | 'Updating' | 'CreateFailed'
  /** The code as it was uploaded. */
  zip: Buffer
}

export interface CloudState {
  envId: string
  functions: Map<string, CloudFunction>
  /** Uploaded files by key. */
  objects: Map<string, Buffer>
  /** How often GetFunction will say Updating, by function. */
  updating: Map<string, number>
  faults: CloudFaults
}

/** A request's parameters, as far as they are looked at. */
export type Params = Partial<Omit<CloudFunction, 'Status' | 'zip'>> & {
  EnvId?: string
  Namespace?: string
  Limit?: number
  QueryString?: string
  Offset?: number
  Code?: { TempCosObjectName?: string }
}

/** Where the objects are, and what a signed address of one carries. */
export const OBJECT_HOST = 'bucket-1250000000.cos.ap-shanghai.myqcloud.com'
export const SIGNATURE = 'signature-of-the-code'

type Reply = Record<string, unknown>

/** Answers one action of the API (`X-TC-Action`), and keeps what it changes in `state`. */
export function handleAction(state: CloudState, action: string, params: Params): Reply {
  const { errors = {}, functionErrors = {} } = state.faults
  const error = errors[action] ?? functionErrors[`${action} ${params.FunctionName}`]
  if (error !== undefined && !isOver(error)) return fail(error.Code, error.Message)
  switch (action) {
    case 'DescribeEnvs':
      return { EnvList: params.EnvId === undefined || params.EnvId === state.envId ? [environment(state)] : [] }
    case 'DescribeEnvInfo':
      return params.EnvId === state.envId
        ? { EnvInfo: { EnvBaseInfo: environment(state), UserInfo: { AppId: '1250000000' } } }
        : fail('ResourceNotFound.EnvNotFound', `environment ${params.EnvId} not exist`)
    case 'DescribeTcbAccountInfo':
      return { CloudAppId: '1250000000', AppId: '1250000000' }
    case 'GetTempCosInfo':
      return {
        Date: '2021-02-25',
        Sign: 'q-sign-algorithm=sha1&q-ak=id&q-sign-time=0;1&q-key-time=0;1&q-header-list=&q-url-param-list=&q-signature=0',
      }
    case 'CreateFunction':
      return createFunction(state, params)
    case 'UpdateFunctionCode':
      return updateCode(state, params)
    case 'UpdateFunctionConfiguration':
      return updateConfiguration(state, params)
    case 'GetFunction':
      return getFunction(state, params)
    case 'ListFunctions':
      return listFunctions(state, params)
    case 'SearchClsLog': {
      const { QueryString = '', Limit = 0 } = params
      const entries = (state.faults.logs?.[QueryString] ?? []).slice(0, Limit)
      return { LogResults: { Results: entries.map(Content => ({ Timestamp: '2021-02-25 08:30:00', Content })) } }
    }
    case 'GetFunctionAddress':
      return getFunctionAddress(state, params)
    default:
      return fail('InvalidAction', `the stand-in does not know ${action}`)
  }
}

/** @returns whether it was given out as often as it is meant to be; counts */
function isOver(error: ApiError): boolean {
  if (error.times === undefined) return false
  error.times -= 1
  return error.times < 0
}

function environment({ envId, faults }: CloudState): Reply {
  return {
    EnvId: envId,
    Status: 'NORMAL',
    EnvType: 'baas',
    Region: 'ap-shanghai',
    Functions: [{ Namespace: envId, Region: 'ap-shanghai' }],
    Storages: [{ AppId: '1250000000', Bucket: 'bucket', Region: 'ap-shanghai' }],
    LogServices: faults.noLogService ? [] : [{ TopicId: 'topic', LogsetId: 'logset' }],
  }
}

/** As the real one: 20 unless more are asked for, 100 at most. */
function listFunctions({ functions }: CloudState, { Limit = 20, Offset = 0 }: Params): Reply {
  const all = [...functions.values()].map(withoutCode)
  return { Functions: all.slice(Offset, Offset + Math.min(Limit, 100)), TotalCount: all.length }
}

function createFunction(state: CloudState, params: Params): Reply {
  const { FunctionName = '', Runtime = '', Timeout = 3, MemorySize = 128, Handler = '' } = params
  const { InstallDependency = 'FALSE' } = params
  const { faults } = state
  if (state.functions.has(FunctionName)) return fail('ResourceInUse.FunctionName', 'the function exists already')
  const ready = faults.staysCreating === true ? 'Creating' : 'Active'
  const Status = faults.createFails === FunctionName ? 'CreateFailed' : ready
  const Environment = params.Environment ?? { Variables: [] }
  const zip = kept(state, FunctionName, uploaded(state, params.Code?.TempCosObjectName))
  const settings = { FunctionName, Runtime, Timeout, MemorySize, Handler, InstallDependency, Environment }
  const made: CloudFunction = { ...settings, Status, zip }
  state.functions.set(FunctionName, made)
  return {}
}

/** As the real one: the handler comes with the code. */
function updateCode(state: CloudState, params: Params): Reply {
  const { FunctionName = '', Handler, InstallDependency } = params
  if (state.faults.keepsOldCode === FunctionName) return {}
  return change(state, params, {
    zip: kept(state, FunctionName, uploaded(state, params.Code?.TempCosObjectName)),
    ...(Handler === undefined ? {} : { Handler }),
    ...(InstallDependency === undefined ? {} : { InstallDependency }),
  })
}

function kept({ faults }: CloudState, name: string, zip: Buffer): Buffer {
  return faults.keepsHalfZip === name ? zip.subarray(0, zip.length / 2) : zip
}

/** As the real one: no runtime, and variables are replaced as a whole. */
function updateConfiguration(state: CloudState, params: Params): Reply {
  const { Timeout, MemorySize, Environment } = params
  return change(state, params, {
    ...(Timeout === undefined ? {} : { Timeout }),
    ...(MemorySize === undefined ? {} : { MemorySize }),
    ...(Environment === undefined ? {} : { Environment }),
  })
}

function getFunction(state: CloudState, { FunctionName = '' }: Params): Reply {
  const found = state.functions.get(FunctionName)
  if (found === undefined) return fail('ResourceNotFound.Function', 'the function does not exist')
  const left = state.updating.get(FunctionName) ?? 0
  state.updating.set(FunctionName, left - 1)
  const Status = left > 0 ? 'Updating' : found.Status
  const StatusReasons =
    Status === 'CreateFailed' ? [{ ErrorCode: 'FailedOperation', ErrorMessage: 'no room in the cluster' }] : []
  return { ...withoutCode(found), Status, Type: 'Event', Triggers: [], VpcConfig: {}, StatusReasons }
}

/** Where the code of a function is; whoever has the signature may read it. */
function getFunctionAddress({ functions }: CloudState, { FunctionName = '' }: Params): Reply {
  if (!functions.has(FunctionName)) return fail('ResourceNotFound.Function', 'the function does not exist')
  return { Url: `https://${OBJECT_HOST}/code/${FunctionName}.zip?q-signature=${SIGNATURE}`, CodeSha256: '' }
}

function change(state: CloudState, { FunctionName = '' }: Params, changes: Partial<CloudFunction>): Reply {
  const found = state.functions.get(FunctionName)
  if (found === undefined) return fail('ResourceNotFound.Function', 'the function does not exist')
  state.functions.set(FunctionName, { ...found, ...changes })
  state.updating.set(FunctionName, state.faults.updatingFor ?? 0)
  return {}
}

function uploaded({ objects }: CloudState, key = ''): Buffer {
  const zip = objects.get(key)
  if (zip === undefined) throw new Error(`nothing was uploaded to ${key}; there is ${[...objects.keys()].join(', ')}`)
  return zip
}

function withoutCode({ zip, ...rest }: CloudFunction): Reply {
  return { ...rest, FunctionId: `lam-${rest.FunctionName}`, CodeSize: zip.length }
}

function fail(Code: string, Message: string): Reply {
  return { Error: { Code, Message } }
}
