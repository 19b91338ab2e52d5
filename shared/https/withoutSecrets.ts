/** A text without secrets, as they are and as they stand in a URL, so that it can be shown. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .flatMap(secret => [secret, encodeURIComponent(secret)])
    .filter(secret => secret !== '')
    .reduce((rest, secret) => rest.replaceAll(secret, '<secret>'), text)
}
