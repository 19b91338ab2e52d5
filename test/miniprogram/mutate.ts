/**
 * Breaks the mini program in one place at a time, and looks whether its tests notice.
 *
 *   npm run mutate:miniprogram [-- TEXT]     only breaks whose name holds TEXT
 *
 * Works on a copy of the package in a temporary folder. For each break it runs the tests that should notice it, some 10 to
 * 30 seconds each, so it is no part of `npm test`. Prints a table. Exit code: 0 every break was noticed, 1 one was not.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Table from 'cli-table3'
import { ROOT } from '../../scripts/lib/root'

interface Break {
  name: string
  /** Below the mini program's sources, else below the package's folder. */
  file: string
  from: string
  to: string
  /** The name of a test that has to fail. */
  noticedBy: string
  /** The file of the test. @default 'dashboard' */
  suite?: 'dashboard' | 'compilers'
}

const MINI_PROGRAM = 'scripts/devtools/miniprogram'
const PARTS = [
  'functions',
  'shared',
  'scripts',
  'test',
  'dist',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'cloudbaserc.json',
]

const DASHBOARD = 'sms-statistics/dashboard'
const CHART = 'sms-statistics/chart'

const BREAKS: readonly Break[] = [
  {
    name: 'ECharts gets the raw canvas node',
    file: `${CHART}/index.ts`,
    from: 'init(new ChartCanvas(node)',
    to: 'init(node',
    noticedBy: 'draws all figures at 390 px',
  },
  {
    name: 'a chart is not disposed of',
    file: `${CHART}/index.ts`,
    from: 'stage.chart?.dispose()',
    to: '',
    noticedBy: 'is left and entered 20 times',
  },
  {
    name: 'the theme listener stays',
    file: `${DASHBOARD}/index.ts`,
    from: 'if (page.onThemeChange !== undefined) wx.offThemeChange(page.onThemeChange)',
    to: '',
    noticedBy: 'is left and entered 20 times',
  },
  {
    name: 'charts do not follow the theme',
    file: `${CHART}/index.ts`,
    from: '.chart?.setTheme(echartsTheme(theme))',
    to: '',
    noticedBy: 'changes while the page is open',
  },
  {
    name: 'the theme is the system’s, whatever the app',
    file: `${DASHBOARD}/index.ts`,
    from: 'show(wx.getAppBaseInfo().theme)',
    to: "show('dark')",
    noticedBy: 'stays light in an app without darkmode',
  },
  {
    name: 'no limit to the canvas',
    file: `${CHART}/canvas.ts`,
    from: 'MAX_CANVAS_PIXELS = 1365',
    to: 'MAX_CANVAS_PIXELS = 9999',
    noticedBy: 'draws sharply',
  },
  {
    name: 'blurred charts',
    file: `${CHART}/canvas.ts`,
    from: 'Math.min(pixelRatio,',
    to: 'Math.min(1,',
    noticedBy: 'draws sharply',
  },
  {
    name: 'touches do not reach the chart',
    file: `${CHART}/index.ts`,
    from: "dispatch(chart, 'mousedown', touch)\n      dispatch(chart, 'mousemove', touch)",
    to: '',
    noticedBy: 'shows a tooltip where a chart is touched',
  },
  {
    name: 'ECharts without its tooltip',
    file: `${CHART}/echarts.ts`,
    from: '  TooltipComponent,\n  CanvasRenderer',
    to: '  CanvasRenderer',
    noticedBy: 'shows a tooltip where a chart is touched',
  },
  {
    name: 'charts keep their size',
    file: `${CHART}/index.ts`,
    from: '.chart?.resize(sizeOf(width, height))',
    to: '',
    noticedBy: 'draws again when the window gets another size',
  },
  {
    name: 'overtaken answers are shown',
    file: `${DASHBOARD}/index.ts`,
    from: 'if (turn === page.turns[id] && !page.left)',
    to: '',
    noticedBy: 'drops an answer that was overtaken',
  },
  {
    name: 'the last day is left out',
    file: 'shared/figures/days.ts',
    from: 'endDate: end + DAY_SECONDS',
    to: 'endDate: end + 1',
    noticedBy: 'calls each function once for the documented day',
  },
  {
    name: 'a begin after the end is asked for',
    file: 'shared/figures/days.ts',
    from: 'if (end < begin)',
    to: 'if (false)',
    noticedBy: 'asks nothing while the begin is after the end',
  },
  {
    name: 'a handler has another name',
    file: `${DASHBOARD}/index.wxml`,
    from: 'bindtap="onRetry"',
    to: 'bindtap="onRetri"',
    noticedBy: 'shows one failed card while the others stand',
  },
  {
    name: 'a tag is not closed',
    file: `${DASHBOARD}/index.wxml`,
    from: '</picker>\n      <text class="muted">至</text>',
    to: '<text class="muted">至</text>',
    noticedBy: 'wcc accepts every template',
    suite: 'compilers',
  },
  {
    name: 'the CSV is shared after the tap',
    file: `${DASHBOARD}/csvFile.ts`,
    from: 'else wx.shareFileMessage({ filePath, fail })',
    to: 'else setTimeout(() => wx.shareFileMessage({ filePath, fail }), 1)',
    noticedBy: 'shares within the tap the CSV',
  },
  {
    name: 'the CSV has ids for a head',
    file: `${DASHBOARD}/csvFile.ts`,
    from: "tableToCsv(table, 'name')",
    to: "tableToCsv(table, 'id')",
    noticedBy: 'shares within the tap the CSV',
  },
  {
    name: 'the OPENID is not shown',
    file: 'sms-statistics/client.ts',
    from: '/OPENID ([\\w-]{8,})/',
    to: '/OPENID=([\\w-]{8,})/',
    noticedBy: 'says who is asked to do what',
  },
  {
    name: 'a refused clipboard says nothing',
    file: `${DASHBOARD}/index.ts`,
    from: "fail: () => this.setData({ copyNote: '没有复制成功：请长按上面的 OPENID，选中后复制。' }),",
    to: '',
    noticedBy: 'says how to copy by hand',
  },
  {
    name: 'the spinner goes on',
    file: `${DASHBOARD}/index.ts`,
    from: 'void this.ask().then(() => wx.stopPullDownRefresh())',
    to: 'void this.ask()',
    noticedBy: 'stops the spinner, also when that fails',
  },
  {
    name: 'a channel reads everything anew',
    file: `${DASHBOARD}/index.ts`,
    from: "CARDS_OF_A_CHANNEL: readonly CardId[] = ['conversion', 'realtime']",
    to: 'CARDS_OF_A_CHANNEL: readonly CardId[] = CARD_IDS',
    noticedBy: 'offers the channels of the answer',
  },
  {
    name: 'a card is wider than the screen',
    file: `${DASHBOARD}/index.wxss`,
    from: '.numbers {\n',
    to: '.numbers {\n  width: 420px;\n',
    noticedBy: 'draws all figures at 390 px',
  },
  {
    name: 'small targets',
    file: `${DASHBOARD}/index.wxss`,
    from: '.ask-meaning {\n  height: 44px;',
    to: '.ask-meaning {\n  height: 30px;',
    noticedBy: 'has targets of 44 px',
  },
  {
    name: 'the wrapped code is not read',
    file: 'sms-statistics/client.ts',
    from: '/service error code (-?\\d+)/',
    to: '/service error number (-?\\d+)/',
    noticedBy: 'a function that does not start',
  },
  {
    name: 'no network is not asked for',
    file: 'sms-statistics/client.ts',
    from: "resolve(networkType === 'none')",
    to: 'resolve(false)',
    noticedBy: 'what became of no network',
  },
  {
    name: 'any reply is taken for an answer',
    file: 'sms-statistics/client.ts',
    from: "!isRecord(result) || typeof result['errCode'] !== 'number'",
    to: '!isRecord(result)',
    noticedBy: 'a reply that is an object of another kind',
  },
  {
    name: 'the deployed name is not used',
    file: 'sms-statistics/client.ts',
    from: 'name: DEPLOYED_NAMES[name]',
    to: 'name',
    noticedBy: 'calls functions by the names that they are deployed under',
  },
  {
    name: 'the activity is forgotten',
    file: `${DASHBOARD}/index.ts`,
    from: 'rememberActivity(checked.question.activityId)',
    to: '',
    noticedBy: 'keeps the activity for the next time',
  },
  {
    name: 'the overview shows another function’s numbers',
    file: `${DASHBOARD}/reading.ts`,
    from: "callStatistics('overview', ofActivity)",
    to: "callStatistics('conversion', ofChannel)",
    noticedBy: 'shows the numbers that the function answers',
  },
]

const copy = mkdtempSync(join(tmpdir(), 'mutate-'))
try {
  main(process.argv[2] ?? '')
} finally {
  rmSync(copy, { recursive: true, force: true })
}

function main(only: string): void {
  for (const part of PARTS) cpSync(join(ROOT, part), join(copy, part), { recursive: true, preserveTimestamps: true })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  const table = new Table({ style: { head: [], border: [], compact: true }, head: ['break', 'test', 'noticed'] })
  for (const each of BREAKS.filter(({ name }) => name.includes(only))) {
    const noticed = isNoticed(each)
    process.stderr.write(`${noticed ? 'noticed' : 'NOT NOTICED'}: ${each.name}\n`)
    table.push([each.name, each.noticedBy, noticed ? 'yes' : 'NO'])
    if (!noticed) process.exitCode = 1
  }
  console.log(table.toString())
}

function isNoticed({ file, from, to, noticedBy, suite = 'dashboard' }: Break): boolean {
  const path = join(copy, file.startsWith('shared/') ? file : join(MINI_PROGRAM, file))
  const source = readFileSync(path, 'utf8')
  if (source.split(from).length !== 2) throw new Error(`${file} does not hold once what is to be broken: ${from}`)
  writeFileSync(
    path,
    source.replace(from, () => to),
  )
  const pattern = noticedBy.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const { stdout } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/jest/bin/jest.js'), `test/miniprogram/${suite}`, '-w', '1', '--json', '-t', pattern],
    { cwd: copy, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  )
  writeFileSync(path, source)
  const { numFailedTests, numPassedTests } = JSON.parse(stdout) as { numFailedTests: number; numPassedTests: number }
  if (numFailedTests + numPassedTests === 0) throw new Error(`no test is called ${noticedBy}`)
  return numFailedTests > 0
}
