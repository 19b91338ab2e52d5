/* global Page, wx -- what a mini program finds */

Page({
  data: {
    names: ['overview', 'overviewByChannel', 'conversion', 'realtime'],
    beginDate: '2021-02-25',
    endDate: '2021-02-26',
    activityId: '',
    answer: '',
  },

  onInput({ currentTarget, detail }) {
    this.setData({ [currentTarget.dataset.key]: detail.value })
  },

  async onTap({ currentTarget }) {
    const { name } = currentTarget.dataset
    const { beginDate, endDate, activityId } = this.data
    const condition = name === 'realtime' ? { activityId, actType: 'h5' } : { activityId }
    this.setData({ answer: `${name} …` })
    try {
      const { result } = await wx.cloud.callFunction({ name, data: { beginDate, endDate, condition } })
      this.setData({ answer: JSON.stringify(result, null, 2) })
    } catch (error) {
      this.setData({ answer: error.errMsg })
    }
  },
})
