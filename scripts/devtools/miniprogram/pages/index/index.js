/* global Page, require, wx -- what a mini program finds */
const functions = require('../../functions.js') // what they serve, and their names; written by scripts/devtools.ts

Page({
  data: {
    names: Object.values(functions),
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
    const condition = name === functions.realtime ? { activityId, actType: 'h5' } : { activityId }
    this.setData({ answer: `${name} …` })
    try {
      const { result } = await wx.cloud.callFunction({ name, data: { beginDate, endDate, condition } })
      this.setData({ answer: JSON.stringify(result, null, 2) })
    } catch (error) {
      this.setData({ answer: error.errMsg })
    }
  },
})
