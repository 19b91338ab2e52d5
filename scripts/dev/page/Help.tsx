import { useState } from 'preact/hooks'

/** A "?" that says what a figure means, for whoever presses it. */
export function Help({ name, meaning }: { name: string; meaning: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <span class="help" onKeyDown={({ key }) => key === 'Escape' && setOpen(false)}>
      <button type="button" aria-expanded={isOpen} aria-label={`${name}是什么意思`} onClick={() => setOpen(!isOpen)}>
        ?
      </button>
      {isOpen && <span class="meaning">{meaning}</span>}
    </span>
  )
}
