/** A colour in linear RGB, each part from 0 to 1. */
type Linear = readonly [red: number, green: number, blue: number]

/** How a person sees who lacks one kind of cone: Machado, Oliveira and Fernandes 2009, severity 1, in linear RGB. */
const SEEN_BY = {
  everybody: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const
export type Viewer = keyof typeof SEEN_BY
export const VIEWERS = Object.keys(SEEN_BY) as Viewer[]

/** WCAG's contrast of two colours (`#rrggbb`), from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

/** ΔE76 of two colours (`#rrggbb`) as a viewer sees them. */
export function difference(a: string, b: string, viewer: Viewer): number {
  const [labA, labB] = [toLab(seen(toLinear(a), viewer)), toLab(seen(toLinear(b), viewer))]
  return Math.hypot(...labA.map((part, at) => part - (labB[at] ?? 0)))
}

function luminance(color: string): number {
  const [red, green, blue] = toLinear(color)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function toLinear(color: string): Linear {
  if (!/^#[\da-f]{6}$/i.test(color)) throw new Error(`${color} is no #rrggbb`)
  const part = (at: number): number => {
    const value = parseInt(color.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [part(1), part(3), part(5)]
}

function seen(color: Linear, viewer: Viewer): Linear {
  const matrix = SEEN_BY[viewer]
  const row = (at: number): number => {
    const sum = color.reduce((total, part, index) => total + part * (matrix[at * 3 + index] ?? 0), 0)
    return Math.min(1, Math.max(0, sum))
  }
  return [row(0), row(1), row(2)]
}

function toLab([red, green, blue]: Linear): Linear {
  const curve = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116)
  const x = curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047)
  const y = curve(0.2126 * red + 0.7152 * green + 0.0722 * blue)
  const z = curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}
