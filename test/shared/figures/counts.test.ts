import type { StatisticsTable } from '../../../shared/api'
import { channelIdsOf } from '../../../shared/figures/counts'

describe('the channels of a table', () => {
  it('are those that it has rows of, without the row over all channels', () => {
    expect(channelIdsOf(tableOf('channel_id'))).toStrictEqual(['zhihu', '_cms_sms_'])
  })

  it('are none in a table without their column', () => {
    expect(channelIdsOf(tableOf('activity_id'))).toStrictEqual([])
  })
})

function tableOf(colId: string): StatisticsTable {
  const dataColumn = [{ colId, colName: '渠道', colDataType: '0' }]
  const dataValue = ['all', 'zhihu', '_cms_sms_'].map(id => ({ dataValue: [id] }))
  return { dataColumn, dataValue, totalNum: 3, errMsg: 'openapi.cloudbase.getStatistics:ok', errCode: 0 }
}
