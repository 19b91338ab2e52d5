/** wcc and wcsc, WeChat's compilers, by package; it has no types of its own. */
declare module 'miniprogram-compiler' {
  /** Compiles every template of a mini program; throws what wcc says of one that is wrong. */
  export function wxmlToJs(folder: string): string
  /** Compiles every style sheet of a mini program. */
  export function wxssToJs(folder: string): string
}
