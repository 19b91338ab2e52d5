/** WeChat's HTTP API for cloud functions, as far as its pages and public reports tell. */

/** `POST` here, with the token, `env` and `name` in the query and the event as the body. */
export const INVOKE_PATH = '/tcb/invokecloudfunction'

/** No function of this name, or no environment: public reports show both under this code, with different texts. */
export const NOT_FOUND = -501000
/** The function threw, crashed, or could not be loaded. */
export const EXECUTE_FAIL = -504002
/** The function ran into its own timeout. */
export const FUNCTION_TIMEOUT = -504003
