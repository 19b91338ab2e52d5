import { useState } from 'preact/hooks'
import { formatCount } from '../../../shared/answer/chart'
import { channelName } from '../../../shared/answer/channels'
import type { BigFigure } from './bigFigure'
import { type CardId, CARD_TITLES, type Drawn } from './cards'
import { Chart } from './Chart'
import { Failure } from './Failure'
import { fileName, saveCsv, savePng } from './files'
import { Help } from './Help'
import type { ShownCard } from './look'
import { describeSpan } from './question'
import { Table } from './Table'

interface CardProps {
  id: CardId
  shown: ShownCard | undefined
  /** Its figures answer the question of the form. */
  isCurrent: boolean
  isWaiting: boolean
  /** What the activity is called. */
  activity: string
  chosenChannel: string
  onChannel: (channelId: string) => void
  onRetry: () => void
  onProblem: (problem: unknown) => void
}

/** One of the four figures, as a chart or as a table, with its two ways to take it along. */
export function Card(props: CardProps) {
  const { id, shown, isCurrent, isWaiting, activity, onProblem } = props
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const title = CARD_TITLES[id]
  const content = shown?.content
  const drawn = content?.state === 'drawn' ? content : undefined
  const canSave = drawn !== undefined && isCurrent
  const state = isWaiting ? 'waiting' : (content?.state ?? 'none')
  const of = shown === undefined ? [] : partsOf(id, shown)
  const save = (work: () => void | Promise<void>) => () => void Promise.resolve().then(work).catch(onProblem)
  const name = (ending: string): string => fileName([title, activity, ...of], ending)
  return (
    <section
      class="card figure"
      id={id}
      aria-label={title}
      aria-busy={state === 'waiting'}
      data-state={state}
      data-current={isCurrent}
    >
      <div class="card-head">
        <div>
          <h3>{title}</h3>
          <p class="muted">{of.join(' · ')}</p>
        </div>
        <div class="actions">
          {(['chart', 'table'] as const).map(each => (
            <button
              key={each}
              type="button"
              class="quiet"
              aria-pressed={view === each}
              aria-label={`${title}：${VIEW_NAMES[each]}`}
              onClick={() => setView(each)}
            >
              {VIEW_NAMES[each]}
            </button>
          ))}
          <button
            type="button"
            class="quiet"
            disabled={!canSave}
            aria-label={`${title}：保存为 PNG`}
            onClick={save(
              () => drawn && savePng(name('png'), drawn.option, [`${title} · ${activity}`, of.join(' · ')]),
            )}
          >
            PNG
          </button>
          <button
            type="button"
            class="quiet"
            disabled={!canSave}
            aria-label={`${title}：保存为 CSV`}
            onClick={save(() => drawn && saveCsv(name('csv'), drawn.file))}
          >
            CSV
          </button>
        </div>
      </div>
      {drawn !== undefined ? (
        <DrawnBody {...props} drawn={drawn} view={view} />
      ) : content?.state === 'error' ? (
        <Failure failure={content.failure} onRetry={props.onRetry} />
      ) : (
        <div class="message">
          <strong>{isWaiting ? '读取中…' : NO_FIGURES[content?.state ?? 'none']}</strong>
          {content !== undefined && 'text' in content && <p class="muted">{content.text}</p>}
          {state === 'none' && <p class="muted">已取消。按“查询”重新读取。</p>}
        </div>
      )}
    </section>
  )
}

/** Why a card has no figures. A reading that was cancelled left it without. */
const NO_FIGURES = { none: '没有读取', later: '还没有数据', empty: '暂无数据', drawn: '' } as const

const VIEW_NAMES = { chart: '图表', table: '表格' } as const

function DrawnBody({
  id,
  drawn,
  view,
  chosenChannel,
  onChannel,
}: CardProps & { drawn: Drawn; view: 'chart' | 'table' }) {
  return (
    <div class="card-body">
      {drawn.figures.length > 0 && (
        <dl class="numbers">
          {drawn.figures.map(figure => (
            <Number key={figure.name} figure={figure} />
          ))}
        </dl>
      )}
      {view === 'chart' ? (
        <Chart id={id} option={drawn.option} label={drawn.inWords} />
      ) : (
        <Table table={drawn.table} chosenChannel={chosenChannel} onChannel={onChannel} />
      )}
      {drawn.words.map(words => (
        <p key={words} class="words">
          {words}
        </p>
      ))}
    </div>
  )
}

function Number({ figure: { name, meaning, text, note, small, change } }: { figure: BigFigure }) {
  return (
    <div class="number">
      <dt>
        {name}
        <Help name={name} meaning={meaning} />
      </dt>
      <dd>
        <strong>{text}</strong>
        {change !== undefined && (
          <span class={change.small ? 'change small' : 'change'}>
            {change.text}（n = {formatCount(change.n)}）
          </span>
        )}
        {note !== undefined && <span class={small === true ? 'rate small' : 'rate'}>{note}</span>}
      </dd>
    </div>
  )
}

/** What a card is of: its date range, and its channel where it has one. */
function partsOf(id: CardId, { plan: { question } }: ShownCard): string[] {
  const all = id === 'overview' || id === 'channels'
  return [describeSpan(question), all ? '全部渠道' : channelName(question.channelId)]
}
