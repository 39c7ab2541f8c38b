'use client'

const paths = {
  copy: 'M8 8h11v11H8zM5 16H4V5h11v1',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  warning: 'M12 4l9 16H3zM12 10v4.5M12 17v.5',
  info: 'M12 3a9 9 0 100 18 9 9 0 000-18zM12 11v5.5M12 7.5v.5',
  external: 'M9 6H5v13h13v-4M13 5h6v6M19 5l-9 9',
  clock: 'M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5l3.5 2',
  wallet:
    'M4 7.5V18a1.5 1.5 0 001.5 1.5H20v-11H5.5A1.5 1.5 0 014 7V6.5A1.5 1.5 0 015.5 5H17v3M16 14h.5',
  key: 'M8.5 11a4 4 0 100 8 4 4 0 000-8zM11.5 12l8-8M16 7.5l2.5 2.5',
} as const

export interface IconProps {
  name: keyof typeof paths
}

/** Decoration: what it means is always said in words beside it. */
export function Icon({ name }: IconProps) {
  return (
    <svg
      data-slot="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  )
}
