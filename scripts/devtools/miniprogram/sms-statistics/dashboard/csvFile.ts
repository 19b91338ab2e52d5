import type { StatisticsTable } from '../../../../../shared/api'
import { tableToCsv } from '../../../../../shared/figures/csv'
import { messageOf } from '../../../../../shared/messageOf'

/**
 * Hands a table over as a CSV file: into a chat on a telephone, onto the disk on a computer. To be called within a tap,
 * without an `await` before: WeChat shares files from a tap only.
 *
 * @param fileName without its ending
 * @param onProblem called with words in Chinese when the file could not be handed over; not when the user changed their mind
 */
export function handOverCsv(table: StatisticsTable, fileName: string, onProblem: (problem: string) => void): void {
  const filePath = `${wx.env.USER_DATA_PATH}/${safeName(fileName)}.csv`
  const fail = ({ errMsg }: { errMsg: string }): void => {
    if (!/cancel/i.test(errMsg)) onProblem(`CSV 没有导出：${errMsg}`)
  }
  try {
    wx.getFileSystemManager().writeFileSync(filePath, tableToCsv(table, 'name'), 'utf8')
    if (isComputer()) wx.saveFileToDisk({ filePath, fail })
    else wx.shareFileMessage({ filePath, fail })
  } catch (error) {
    onProblem(`CSV 没有导出：${messageOf(error)}`)
  }
}

function isComputer(): boolean {
  const { platform } = wx.getDeviceInfo()
  return platform === 'windows' || platform === 'mac'
}

/** Whatever a file system could stumble over is replaced; a channel may be named by anybody. */
function safeName(name: string): string {
  return name.replace(/[^\w\u4e00-\u9fff.-]+/g, '_').slice(0, 80)
}
