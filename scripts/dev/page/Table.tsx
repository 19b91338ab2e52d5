import { useState } from 'preact/hooks'
import { formatCount } from '../../../shared/answer/chart'
import { type DataCell, type DataTable, sortRows } from './dataTable'
import { Help } from './Help'

/** Longer tables are cut, with a line that says so; the file has them whole. */
const MAX_ROWS = 300

interface TableProps {
  table: DataTable
  chosenChannel: string
  onChannel: (channelId: string) => void
}

/** A table that is sorted by its headings; where a row is a channel, a press on it chooses the channel. */
export function Table({ table, chosenChannel, onChannel }: TableProps) {
  const [sort, setSort] = useState<{ column: number; direction: 'ascending' | 'descending' }>()
  const rows = sort === undefined ? table.rows : sortRows(table.rows, sort.column, sort.direction)
  const sortBy = (column: number, numeric: boolean): void => {
    // Numbers begin with the largest, names with the first.
    const first = numeric ? 'descending' : 'ascending'
    const other = numeric ? 'ascending' : 'descending'
    setSort({ column, direction: sort?.column === column && sort.direction === first ? other : first })
  }
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={table.caption}>
      <table>
        <caption>{table.caption}</caption>
        <thead>
          <tr>
            {table.columns.map(({ name, numeric, meaning }, at) => (
              <th
                key={name}
                scope="col"
                class={numeric ? 'numeric' : undefined}
                aria-sort={sort?.column === at ? sort.direction : 'none'}
              >
                <button type="button" class="sort" onClick={() => sortBy(at, numeric)}>
                  {name}
                  <span aria-hidden="true">
                    {sort?.column !== at ? '' : sort.direction === 'ascending' ? ' ▲' : ' ▼'}
                  </span>
                </button>
                {meaning !== undefined && <Help name={name} meaning={meaning} />}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MAX_ROWS).map(({ cells, channelId }, index) => (
            <tr
              key={channelId ?? index}
              class={channelId === undefined ? undefined : 'choice'}
              aria-current={channelId !== undefined && channelId === chosenChannel ? 'true' : undefined}
              onClick={channelId === undefined ? undefined : () => onChannel(channelId)}
            >
              {cells.map((cell, at) =>
                at === 0 ? (
                  <th key={at} scope="row">
                    {/* The row takes the click; the button is for the keyboard. */}
                    {channelId === undefined ? (
                      cell.text
                    ) : (
                      <button type="button" title="选择这个渠道">
                        {cell.text}
                      </button>
                    )}
                  </th>
                ) : (
                  <td key={at} class={cell.small === true ? 'numeric small' : 'numeric'}>
                    {cell.text}
                    <ChangeNote cell={cell} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MAX_ROWS && (
        <p class="muted">
          前 {MAX_ROWS} 行，共 {formatCount(rows.length)} 行；全部见 CSV。
        </p>
      )}
    </div>
  )
}

function ChangeNote({ cell: { change } }: { cell: DataCell }) {
  if (change === undefined) return null
  return (
    <span class={change.small ? 'change small' : 'change'}>
      {change.text}（n = {formatCount(change.n)}）
    </span>
  )
}
