/** The cloud environment of the functions; `npm run devtools` writes ENV_ID here. Empty: the mini program's default one. */
export const ENV_ID = '' as string
