import type { FailureText } from './outcome'

/** What went wrong and what to do, in Chinese; what came stands in a fold. */
export function Failure({ failure, of, onRetry }: { failure: FailureText; of?: string; onRetry: () => void }) {
  const { errCode, meaning, advice, original } = failure
  return (
    <div class="message error" role="alert">
      <strong>{meaning}</strong>
      {of !== undefined && <p>{of}</p>}
      {errCode !== undefined && <p class="muted">errCode {errCode}</p>}
      {advice !== '' && <p class="advice">建议：{advice}</p>}
      <button type="button" onClick={onRetry}>
        重试
      </button>
      {original !== '' && (
        <details>
          <summary>原文</summary>
          <pre>{original}</pre>
        </details>
      )}
    </div>
  )
}
