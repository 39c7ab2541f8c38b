const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
const longest = 200

/**
 * The name of a session's file: its id, where that can be a name; other characters become `%` with
 * four digits. It can neither leave the directory nor be hidden or a device.
 *
 * @returns `undefined` for an id that is too long for a name.
 */
export function stateFileName(sessionId: string): string | undefined {
  if (sessionId === '') return '%empty.json'
  const escaped = (unit: string) => `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  const encoded = sessionId
    .replace(/[^A-Za-z0-9._-]/g, escaped)
    .replace(/^\./, escaped)
    .replace(reserved, (name) => escaped(name) + name.slice(1))
  return encoded.length > longest ? undefined : `${encoded}.json`
}
