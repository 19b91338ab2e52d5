/* global App, require, wx -- what a mini program finds */
const { envId } = require('./env.js') // written by scripts/devtools.ts

App({
  onLaunch() {
    wx.cloud.init(envId === '' ? {} : { env: envId })
  },
})
