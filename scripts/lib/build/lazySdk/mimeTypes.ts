import * as v from 'valibot'

const Types = v.record(v.string(), v.looseObject({ extensions: v.optional(v.array(v.string())) }))

/**
 * mime-db's table, JSON, without the types that have no file extension. The SDK asks for the extension of a type, and FormData
 * for the type of an extension: it is a table of 0.14 MB, of which they can find a third.
 */
export function withExtensionsOnly(table: string): string {
  const types = v.parse(Types, JSON.parse(table))
  return JSON.stringify(
    Object.fromEntries(Object.entries(types).filter(([, { extensions }]) => extensions !== undefined)),
  )
}
