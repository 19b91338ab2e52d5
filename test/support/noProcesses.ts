/**
 * A unit test that starts a process fails, and is told where it belongs: unit tests are for whoever is changing a line, and a
 * process takes longer than all of them.
 */
import childProcess from 'node:child_process'

const { spawn, spawnSync, exec, execSync, execFile, execFileSync, fork } = childProcess
const STARTERS = { spawn, spawnSync, exec, execSync, execFile, execFileSync, fork }
const { testPath = '' } = expect.getState()

if (!testPath.endsWith('.e2e.test.ts')) {
  for (const starter of Object.keys(STARTERS))
    Object.assign(childProcess, {
      [starter]: (command: unknown) => {
        throw new Error(`the unit test ${testPath} starts ${String(command)}: call its file *.e2e.test.ts`)
      },
    })
  // The next file of tests in this worker has the same module.
  afterAll(() => void Object.assign(childProcess, STARTERS))
}
