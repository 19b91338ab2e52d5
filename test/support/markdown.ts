import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT } from '../../scripts/lib/root'

/** A page of documentation: its path in the package, and its text. */
export interface Page {
  path: string
  text: string
}

/** A command that a page shows, and what it shows of its output; `…` stands for anything. */
export interface ShownCommand {
  command: string
  output: string
}

/** Every page of Markdown in the package. */
export function readPages(): Page[] {
  const nested = ['.github', 'functions', 'shared', 'scripts', 'test'].flatMap(folder =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(path => join(folder, path)),
  )
  return [...readdirSync(ROOT), ...nested]
    .filter(path => path.endsWith('.md'))
    .map(path => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(ROOT, path), 'utf8') }))
}

/** The fenced blocks of one language. */
export function blocksOf({ text }: Page, language: string): string[] {
  return Array.from(text.matchAll(/^```(\w+)\n(.*?)^```$/gms))
    .filter(([, found]) => found === language)
    .map(([, , block = '']) => block)
}

/** The commands of a page's `console` blocks: lines that begin with `$ `, each with the lines below it. */
export function commandsOf(page: Page): ShownCommand[] {
  return blocksOf(page, 'console').flatMap(block =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map(text => {
        const end = text.indexOf('\n')
        return { command: text.slice(0, end), output: text.slice(end + 1) }
      }),
  )
}

/** Whether an output is what the page shows, line breaks at its end aside. */
export function matchesShown(output: string, shown: string): boolean {
  const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${shown.trim().split('…').map(literal).join('.*')}$`, 's').test(output.trim())
}

/** The links of a page that stay in the package, as paths from its root. */
export function localLinksOf({ path, text }: Page): string[] {
  return Array.from(text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g), ([, target = '']) =>
    join(dirname(path), target),
  )
}
