/**
 * For `npm run test:unit`: a test that starts a process fails there, and says where it belongs. Unit tests are for whoever is
 * changing a line, and a process takes longer than all of them.
 */
import childProcess from 'node:child_process'

const STARTERS = ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'] as const

for (const starter of STARTERS)
  Object.assign(childProcess, {
    [starter]: (command: unknown) => {
      throw new Error(`a unit test starts ${String(command)}: call its file *.e2e.test.ts`)
    },
  })
