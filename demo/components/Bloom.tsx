const tau = Math.PI * 2

/** A flower that grows from its number: the same number, the same flower. */
export function Bloom({ number }: { number: number }) {
  const random = createRandom(number)
  const hue = Math.floor(random() * 360)
  const petals = 5 + Math.floor(random() * 5)
  const width = 9 + random() * 9
  const length = 30 + random() * 8
  const turn = random() * 90
  const heartHue = (hue + 40 + Math.floor(random() * 60)) % 360
  const seeds = 5 + Math.floor(random() * 5)
  const layer = (scale: number, offset: number, fill: string) => (
    <g fill={fill} transform={`rotate(${turn + offset}) scale(${scale})`}>
      {Array.from({ length: petals }, (_, index) => (
        <path
          // biome-ignore lint/suspicious/noArrayIndexKey: petals never move
          key={index}
          d={`M0 0C${width} ${-length * 0.35} ${width} ${-length} 0 ${-length}C${-width} ${-length} ${-width} ${-length * 0.35} 0 0Z`}
          transform={`rotate(${(360 / petals) * index})`}
        />
      ))}
    </g>
  )
  return (
    <svg
      className="bloom"
      viewBox="-50 -50 100 100"
      role="img"
      aria-label={`Bloom ${number}`}
      style={{ background: `hsl(${(hue + 165) % 360} 42% 90%)` }}
    >
      {layer(1.12, 180 / petals, `hsl(${hue} 62% 42%)`)}
      {layer(1, 0, `hsl(${hue} 74% 60%)`)}
      {layer(0.55, 180 / petals, `hsl(${hue} 80% 76%)`)}
      <circle r="8" fill={`hsl(${heartHue} 85% 58%)`} />
      {Array.from({ length: seeds }, (_, index) => (
        <circle
          // biome-ignore lint/suspicious/noArrayIndexKey: nor do seeds
          key={index}
          r="1.1"
          cx={4.6 * Math.cos((tau / seeds) * index)}
          cy={4.6 * Math.sin((tau / seeds) * index)}
          fill={`hsl(${heartHue} 60% 30%)`}
        />
      ))}
    </svg>
  )
}

/** A small generator of numbers from 0 to 1 (mulberry32), because Math.random has no seed. */
function createRandom(seed: number) {
  let state = Math.imul(seed + 1, 0x9e3779b1)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
