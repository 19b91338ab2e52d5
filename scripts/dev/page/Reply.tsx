import { Chart } from './Chart'
import { summaryOf, factsOf, type ReplySummary } from './replySummary'
import { optionOfResult, tableOfResult } from './resultTable'
import { Table } from './Table'
import type { TryAnswer } from '../protocol'

/** Success or failure at a glance, with what to do. */
export function Badge({ summary }: { summary: ReplySummary }) {
  const { mood, badge, meaning, advice, original } = summary
  return (
    <div class="reply-head">
      <p>
        <strong class={`badge ${mood}`}>{badge}</strong> {meaning}
      </p>
      {advice !== '' && <p class="advice">建议：{advice}</p>}
      {original !== '' && (
        <details>
          <summary>原文</summary>
          <pre>{original}</pre>
        </details>
      )}
    </div>
  )
}

/** All that is known of a try, what matters first. */
export function Reply({ answer }: { answer: TryAnswer }) {
  const { result, exchanges, log } = answer
  const value = result.kind === 'returned' ? result.value : undefined
  const [option, table] = [optionOfResult(value), tableOfResult(value)]
  return (
    <>
      <Badge summary={summaryOf(answer)} />
      <p class="facts">{factsOf(answer)}</p>
      {option !== undefined && <Chart id="try-chart" option={option} label="format: chart 返回的图表" />}
      {table !== undefined && <Table table={table} chosenChannel="" onChannel={() => undefined} />}
      {value !== undefined && (
        <>
          <h3>返回</h3>
          <JsonBlock label="返回" value={value} />
        </>
      )}
      {exchanges.map(({ request, answer: wechat }, index) => {
        const which = exchanges.length > 1 ? `（第 ${index + 1} 次，共 ${exchanges.length} 次）` : ''
        return (
          <details key={index} open={index === 0}>
            <summary>微信收到的请求{which}</summary>
            <JsonBlock label={`微信收到的请求${which}`} value={request} />
            <h4>微信的回答</h4>
            <JsonBlock
              label={`微信的回答${which}`}
              value={wechat === null ? '没有回答（网络层的故障）' : asJson(wechat)}
            />
          </details>
        )
      })}
      {log.trim() !== '' && (
        <>
          <h3>日志</h3>
          <JsonBlock label="日志" value={log.trim()} />
        </>
      )}
    </>
  )
}

/** A value as indented JSON, cut where a page would choke on it. */
function JsonBlock({ label, value }: { label: string; value: unknown }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, undefined, 2)
  const shown = text.length > 20_000 ? `${text.slice(0, 20_000)}\n… 共 ${text.length} 个字符` : text
  return (
    <pre tabIndex={0} role="region" aria-label={label}>
      {shown}
    </pre>
  )
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
