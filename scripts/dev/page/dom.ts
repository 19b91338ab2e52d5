type Attributes = Readonly<Record<string, string | boolean | (() => void)>>

/** An element with attributes (a function listens to the event of that name) and children; text is always text. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value)
    else if (typeof value === 'string') element.setAttribute(name, value)
    else element.toggleAttribute(name, value)
  }
  element.append(...children)
  return element
}

/** A control under its label. */
export function field(label: string, control: HTMLElement): HTMLLabelElement {
  return h('label', { class: 'field' }, h('span', {}, label), control)
}

/** A drop-down of values with their names. */
export function select(options: readonly (readonly [value: string, name: string])[]): HTMLSelectElement {
  return h('select', {}, ...options.map(([value, name]) => h('option', { value }, name)))
}

/** Runs what a click or a key starts; an error that nobody handled is a fault of the page, and goes to the console. */
export function run(work: () => Promise<void>): () => void {
  return () => void work().catch((error: unknown) => console.error(error))
}

/** Hands a file to the person at the browser. */
export function download(name: string, url: string): void {
  h('a', { href: url, download: name }).click()
}
