import Handlebars from 'handlebars';

export interface ChartOptions {
  /** Says in words what the picture shows; read out in its place. */
  label?: string;
  /** What each value belongs to: shown on hover. */
  labels?: string[];
  width?: number;
  height?: number;
}

const safe = Handlebars.escapeExpression;

// Drawn by hand rather than by a chart library: they take the page's own colours in both themes, need no script and no
// inline style (which the page's security policy forbids), and cost microseconds.

/** A small line without axes, for a table cell or a card. */
export function sparkline(values: number[] = [], options: ChartOptions = {}): string {
  const { width = 120, height = 32 } = options;
  if (values.length === 0) return '';
  const points = spread(values, width, height);
  const line = points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
  const [lastX, lastY] = points.at(-1)!;
  return picture(
    'spark',
    width,
    height,
    options.label ?? `From ${values[0]} to ${values.at(-1)}`,
    `<polygon class="area" points="0,${height} ${line} ${width},${height}"/><polyline class="line" points="${line}"/>` +
      `<circle class="dot" cx="${round(lastX)}" cy="${round(lastY)}" r="2.5"/>`,
  );
}

/** Two bars alone would be two walls. */
const WIDEST = 48;

/** Bars with a value on hover, as wide as what holds them unless they are few. */
export function bars(values: number[] = [], options: ChartOptions = {}): string {
  const { width = 560, height = 96, labels = [] } = options;
  if (values.length === 0) return '';
  const top = Math.max(...values, 1);
  const step = Math.min(width / values.length, WIDEST);
  const drawn = values.map((value, index) => {
    const tall = value === 0 ? 1 : Math.max((value / top) * (height - 4), 2);
    const x = round(index * step + step * 0.15);
    const said = safe(`${labels[index] ?? ''} ${value.toLocaleString('en-AU')}`.trim());
    return `<rect x="${x}" y="${round(height - tall)}" width="${round(step * 0.7)}" height="${round(tall)}" rx="2"><title>${said}</title></rect>`;
  });
  return picture('bars', width, height, options.label ?? `${values.length} values, the largest ${top}`, drawn.join(''));
}

/** Something that adds up over a month, such as requests. */
export interface Course {
  /** Up to the end of each day until now. */
  soFar: number[];
  /** How many days there are. */
  days: number;
  /** What it will come to at the end. */
  expected?: number;
  limit?: number;
}

/** A line that climbs, dashed where it is foretold, under the line it should not cross. */
export function climb({ soFar, days, expected, limit }: Course, options: ChartOptions = {}): string {
  const { width = 560, height = 120 } = options;
  const top = Math.max(limit ?? 0, expected ?? 0, soFar.at(-1) ?? 0, 1) * 1.08;
  const at = (day: number, value: number) => `${round((day / days) * width)},${round(height - (value / top) * height)}`;
  const points = [`0,${height}`, ...soFar.map((value, index) => at(index + 1, value))];
  const here = points.at(-1)!;
  const [hereX] = here.split(',');
  const ahead =
    expected === undefined ? '' : `<polyline class="line line-ahead" points="${here} ${at(days, expected)}"/>`;
  const line =
    limit === undefined ? '' : `<polyline class="line line-limit" points="${at(0, limit)} ${at(days, limit)}"/>`;
  return picture(
    'climb',
    width,
    height,
    options.label ?? `${soFar.at(-1) ?? 0} so far`,
    `<polygon class="area" points="${points.join(' ')} ${hereX},${height}"/>${line}${ahead}<polyline class="line" points="${points.join(' ')}"/>`,
  );
}

function picture(kind: string, width: number, height: number, label: string, inside: string): string {
  return `<svg class="plot plot-${kind}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${safe(label)}">${inside}</svg>`;
}

function spread(values: number[], width: number, height: number): [number, number][] {
  const top = Math.max(...values);
  const bottom = Math.min(...values, 0);
  const range = top - bottom || 1;
  const step = values.length > 1 ? (width - 3) / (values.length - 1) : 0;
  return values.map((value, index) => [index * step, height - 3 - ((value - bottom) / range) * (height - 6)]);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
