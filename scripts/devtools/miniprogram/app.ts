import { ENV_ID } from './env'

App({
  onLaunch() {
    wx.cloud.init(ENV_ID === '' ? {} : { env: ENV_ID })
  },
})
