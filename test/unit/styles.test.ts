import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { inLayer } from '../../scripts/inLayer.ts'

const styles = readFileSync('src/ui/styles.css', 'utf8')

describe('styles', () => {
  test('styles.css is in no layer, and no length hangs on the font of the page', () => {
    const rules = styles.replaceAll(/\/\*[\s\S]*?\*\//g, '')
    expect(rules).not.toContain('@layer')
    expect(rules).not.toMatch(/[\d.]+rem\b/)
    expect(rules).not.toContain('!important')
  })

  test('styles.layer.css is the same in the layer grantkit', () => {
    const layered = inLayer(styles)
    expect(layered.startsWith('@layer grantkit {\n')).toBe(true)
    expect(layered.endsWith('}\n')).toBe(true)
    expect(layered).toContain(styles)
  })
})
