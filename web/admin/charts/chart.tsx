import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { useComputedColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ChartColor } from './colors.ts';

export interface Series {
  readonly name: string;
  readonly label: string;
  readonly color: ChartColor;
}

export interface ChartProps {
  /** what it shows, in a sentence with its sum: all that a screen reader says of the drawing */
  readonly label: string;
  /** what stands below each bar is its `name` */
  readonly data: readonly Readonly<Record<string, string | number>>[];
  readonly series: readonly Series[];
  readonly stacked?: boolean;
  /** bars one below another, for names that are long */
  readonly lying?: boolean;
  /** where the bars do not name their series themselves */
  readonly legend?: boolean;
  readonly text?: (value: number) => string;
}

const height = 260;
const lying_row = 34;

/** Bars. What they show stands in a table beside: the drawing itself is one picture. */
export default function Chart({
  label,
  data,
  series,
  stacked,
  lying,
  legend = true,
  text,
}: ChartProps): ReactNode {
  const ground = useComputedColorScheme('light');
  return (
    <div role="img" aria-label={label}>
      <BarChart
        h={lying === true ? Math.max(120, 60 + data.length * lying_row) : height}
        type={stacked === true ? 'stacked' : 'default'}
        orientation={lying === true ? 'vertical' : 'horizontal'}
        data={data.map((one) => ({ ...one }))}
        dataKey="name"
        withLegend={legend && series.length > 1}
        series={series.map(({ name, label: title, color }) => ({ name, label: title, color: color[ground] }))}
        {...(text === undefined ? {} : { valueFormatter: text })}
        // of names none is left out, however narrow it gets
        yAxisProps={lying === true ? { width: 130, interval: 0 } : { width: 90 }}
        barProps={{ isAnimationActive: false, maxBarSize: 48 }}
      />
    </div>
  );
}
