/** What the stand-in does wrong, if anything; any of it together. */
export interface CloudFaults {
  /** The function whose creation is refused. */
  refuseCreate?: string
  /** The function that is created, but ends in the status CreateFailed. */
  createFails?: string
  /** The function whose code is refused. */
  refuseUpload?: string
  /** New functions stay in the status Creating: the CLI polls without end. */
  staysCreating?: true
  /** The cloud is gone for good as soon as this action is asked for. */
  diesAt?: string
}

/** A deployed function, in the API's own terms. */
export interface CloudFunction {
  FunctionName: string
  Runtime: string
  Timeout: number
  MemorySize: number
  Handler: string
  Environment: { Variables: { Key: string; Value: string }[] }
  Status: 'Active' | 'Creating' | 'CreateFailed'
  /** The code as it was uploaded. */
  zip: Buffer
}

export interface CloudState {
  envId: string
  functions: Map<string, CloudFunction>
  /** Uploaded files by key. */
  objects: Map<string, Buffer>
  faults: CloudFaults
}

/** A request's parameters, as far as they are looked at. */
export type Params = Partial<Omit<CloudFunction, 'Status' | 'zip'>> & {
  EnvId?: string
  Code?: { TempCosObjectName?: string }
}

type Reply = Record<string, unknown>

/** Answers one action of the API (`X-TC-Action`), and keeps what it changes in `state`. */
export function handleAction(state: CloudState, action: string, params: Params): Reply {
  switch (action) {
    case 'DescribeEnvs':
      return describeEnvs(state, params)
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
      return change(state, params, { zip: uploaded(state, params.Code?.TempCosObjectName) })
    case 'UpdateFunctionConfiguration':
      return updateConfiguration(state, params)
    case 'GetFunction':
      return getFunction(state, params)
    case 'ListFunctions':
      return { Functions: [...state.functions.values()].map(withoutCode), TotalCount: state.functions.size }
    default:
      return fail('InvalidAction', `the stand-in does not know ${action}`)
  }
}

function describeEnvs({ envId }: CloudState, params: Params): Reply {
  const environment = {
    EnvId: envId,
    Status: 'NORMAL',
    EnvType: 'baas',
    Region: 'ap-shanghai',
    Functions: [{ Namespace: envId, Region: 'ap-shanghai' }],
    Storages: [{ AppId: '1250000000', Bucket: 'bucket', Region: 'ap-shanghai' }],
    LogServices: [{ TopicId: 'topic', LogsetId: 'logset' }],
  }
  return { EnvList: params.EnvId === undefined || params.EnvId === envId ? [environment] : [] }
}

function createFunction(state: CloudState, params: Params): Reply {
  const { FunctionName = '', Runtime = '', Timeout = 3, MemorySize = 128, Handler = '' } = params
  const { faults } = state
  if (faults.refuseCreate === FunctionName)
    return fail('LimitExceeded.Function', 'the number of functions exceeds the limit')
  if (state.functions.has(FunctionName)) return fail('ResourceInUse.FunctionName', 'the function exists already')
  const ready = faults.staysCreating === true ? 'Creating' : 'Active'
  const Status = faults.createFails === FunctionName ? 'CreateFailed' : ready
  const Environment = params.Environment ?? { Variables: [] }
  const zip = uploaded(state, params.Code?.TempCosObjectName)
  const made: CloudFunction = { FunctionName, Runtime, Timeout, MemorySize, Handler, Environment, Status, zip }
  state.functions.set(FunctionName, made)
  return {}
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
  const StatusReasons = [{ ErrorCode: 'FailedOperation', ErrorMessage: 'no room in the cluster' }]
  return { ...withoutCode(found), Type: 'Event', Triggers: [], VpcConfig: {}, StatusReasons }
}

function change(state: CloudState, { FunctionName = '' }: Params, changes: Partial<CloudFunction>): Reply {
  const found = state.functions.get(FunctionName)
  if (found === undefined) return fail('ResourceNotFound.Function', 'the function does not exist')
  state.functions.set(FunctionName, { ...found, ...changes })
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
