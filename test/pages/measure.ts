/** One element of the dialog, as the user sees it. */
export interface Measured {
  element: string
  box: string
  looks: string
}

/** Runs in the page: every element of the dialog, where it is and how it looks. */
export function measure(): Measured[] {
  const dialog = document.querySelector('[data-gk] [data-slot=dialog]')
  const viewport = dialog?.closest('[data-slot=viewport]')
  if (!dialog || !viewport) throw new Error('The dialog is not open.')
  const parts = dialog.querySelectorAll(':not(svg *), path')
  return [viewport, dialog, ...parts].map((it) => {
    const { x, y, width, height } = it.getBoundingClientRect()
    const style = getComputedStyle(it)
    const colours = [style.color, style.backgroundColor, style.stroke, style.fill, style.opacity]
    const text = [
      style.borderTopWidth === '0px' ? '' : style.borderTop,
      style.padding,
      `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`,
      `${style.lineHeight} ${style.letterSpacing} ${style.wordSpacing} ${style.textTransform}`,
      `${style.visibility} ${style.cursor} ${style.userSelect}`,
      getComputedStyle(it, '::before').content,
    ]
    return {
      element: `${it.localName} ${it.getAttribute('data-slot') ?? ''} ${it.textContent?.slice(0, 20)}`,
      // parts of a pixel depend on what was laid out before
      box: [x, y, width, height].map((length) => Math.round(length)).join(' '),
      looks: (it.localName === 'path' ? colours : [...colours, ...text]).join(' | '),
    }
  })
}
