import { canvasNode } from './canvas'

interface Fields {
  node?: boolean
  size?: boolean
}

/** A component of glass-easel, as far as a query needs it. */
interface Queried {
  _$: { getShadowRoot(): { querySelector(selector: string): { $$: unknown } | null } | null }
}

/** `createSelectorQuery` of a page or component: glass-easel's own knows no `node`. Results come later, as on a telephone. */
export function createSelectorQuery(self: Queried): object {
  const results: (() => unknown)[] = []
  let root = self
  const query = {
    in(component: Queried) {
      root = component
      return query
    },
    select(selector: string) {
      return {
        fields(fields: Fields) {
          results.push(() => fieldsOf(root, selector, fields))
          return query
        },
      }
    },
    exec(use: (results: unknown[]) => void) {
      setTimeout(() => use(results.map(result => result())))
    },
  }
  return query
}

function fieldsOf(root: Queried, selector: string, { node, size }: Fields): object | null {
  const element = root._$.getShadowRoot()?.querySelector(selector)?.$$
  if (!(element instanceof HTMLElement)) return null
  const { width, height } = element.getBoundingClientRect()
  return {
    ...(node && { node: element instanceof HTMLCanvasElement ? canvasNode(element) : undefined }),
    ...(size && { width, height }),
  }
}
