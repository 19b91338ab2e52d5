/** Runs unit tests in Jest, again and again, in a process that may be killed: started by mutate.ts in a copy of the project. */
import { existsSync } from 'node:fs'
import { runCLI } from 'jest'

/** Which tests: those in a file, or all that have to do with one. */
export type TestRequest = { testFile: string } | { relatedTo: string }

/** Whether one of them failed, or could not run. */
export interface TestReply {
  failed: boolean
}

async function run(request: TestRequest): Promise<TestReply> {
  const chosen = 'testFile' in request ? [request.testFile] : [request.relatedTo]
  if ('testFile' in request && !existsSync(request.testFile)) return { failed: false }
  const { results } = await runCLI(
    {
      $0: 'jest',
      _: chosen,
      ...('relatedTo' in request ? { findRelatedTests: true } : { runTestsByPath: true }),
      testPathIgnorePatterns: ['[.]e2e[.]test[.]ts'],
      passWithNoTests: true,
      runInBand: true,
      bail: 1,
      silent: true,
      reporters: [],
    },
    [process.cwd()],
  )
  return { failed: !results.success }
}

process.on('message', (request: TestRequest) => {
  void run(request).then(reply => process.send?.(reply))
})
process.on('disconnect', () => process.exit())
