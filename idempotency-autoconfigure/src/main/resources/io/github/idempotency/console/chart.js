/** The calls of the last hour as bars on one another. What they say is beside them as a sentence and as a table. */

import uPlot from './uPlot.esm.js';
import {$, element, fill, minuteOf, number} from './text.js';

export const series = [['executions', 'executed', 'Executed'], ['replays', 'replayed', 'Replayed'],
    ['refusals', 'refused', 'Refused']];

/** Bars are drawn on those before: first the whole, in the colour of what is on top. */
const stacked = series.slice().reverse();

const HEIGHT = 220;

const MINUTE = 60;

/** A canvas knows no custom properties; an element of the colour does. */
const probes = Object.fromEntries(['executed', 'replayed', 'refused', 'quiet', 'line'].map(name => {
    const probe = element('span', {hidden: true});
    probe.style.color = `var(--${name})`;
    document.body.append(probe);
    return [name, probe];
}));

const colour = name => getComputedStyle(probes[name]).color;
const axis = size => ({
    size,
    stroke: () => colour('quiet'),
    font: '12px system-ui, sans-serif',
    grid: {stroke: () => colour('line'), width: 1},
    ticks: {show: false},
});

let chart = null;
let minutes = [];

function make(parent) {
    const made = new uPlot({
        width: parent.clientWidth,
        height: HEIGHT,
        legend: {show: false},
        cursor: {y: false, drag: {x: false, y: false}},
        padding: [8, 16, 0, 0],
        scales: {
            x: {range: (u, first, last) => [first - MINUTE / 2, last + MINUTE / 2]},
            y: {range: (u, low, high) => [0, Math.max(4, high * 1.08)]},
        },
        axes: [
            {...axis(30), values: (u, ticks) => ticks.map(minuteOf)},
            {...axis(52), values: (u, ticks) => ticks.map(tick => Number.isInteger(tick) ? number(tick) : '')},
        ],
        series: [{}, ...stacked.map(([, name, label]) => ({
            label,
            fill: () => colour(name),
            width: 0,
            paths: uPlot.paths.bars({size: [.75, 16]}),
            points: {show: false},
        }))],
        hooks: {setCursor: [tell]},
    }, data(), parent);
    new ResizeObserver(() => made.setSize({width: parent.clientWidth, height: HEIGHT})).observe(parent);
    document.addEventListener('theme', () => made.redraw(true));
    return made;
}

function data() {
    const upTo = ([key]) => series.slice(0, series.findIndex(([own]) => own === key) + 1);
    const height = (at, one) => upTo(one).reduce((sum, [key]) => sum + at.figures[key], 0);
    return [minutes.map(at => at.epochSecond), ...stacked.map(one => minutes.map(at => height(at, one)))];
}

/** What the bars say where the pointer is, or altogether. */
function tell() {
    const at = chart?.cursor.idx === null ? undefined : minutes[chart?.cursor.idx];
    fill($('legend'), series.map(([key, name, label]) => {
        const value = at ? at.figures[key] : minutes.reduce((sum, one) => sum + one.figures[key], 0);
        return element('li', {className: name}, element('span', {}, `${label} `, element('b', {}, number(value))));
    }).concat(at ? [element('li', {className: 'quiet'}, element('span', {}, `at ${minuteOf(at.epochSecond)}`))] : []));
}

export function draw(latest) {
    minutes = latest;
    if (chart) {
        chart.setData(data());
    } else {
        chart = make($('chart'));
    }
    tell();
}
