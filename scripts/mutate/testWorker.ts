/** Runs unit tests in Jest, again and again, in a process that may be killed: started by mutate.ts in a copy of the project. */
import { runCLI } from 'jest'

export interface TestRequest {
  /** Paths relative to the project; at least one. */
  testFiles: string[]
}

export interface TestReply {
  /** Whether one of them failed, or could not run. */
  failed: boolean
}

async function run({ testFiles }: TestRequest): Promise<TestReply> {
  const { results } = await runCLI(
    { $0: 'jest', _: testFiles, runTestsByPath: true, runInBand: true, bail: 1, silent: true, reporters: [] },
    [process.cwd()],
  )
  return { failed: !results.success }
}

process.on('message', (request: TestRequest) => {
  void run(request).then(reply => process.send?.(reply))
})
process.on('disconnect', () => process.exit())
