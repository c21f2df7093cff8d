/** What becomes of calls, asked every few seconds while somebody looks. */

import {attempt, get} from './server.js';
import {draw, series} from './chart.js';
import {$, age, button, element, fill, minuteOf, name, number, pages, savings, share, timeOfDay} from './text.js';

const PACE = 5000;
const ROWS = 20;

const asked = {of: 'node', scope: '', text: '', from: 0};
let paused = false;
let timer = 0;
let turn = 0;

const FIGURES = [
    ['Executed', f => number(f.executions)],
    ['Replayed', f => number(f.replays)],
    ['Hit rate', f => share(f.hitRate)],
    ['Refused', f => number(f.refusals)],
    ['Failed', f => number(f.failures)],
    ['Store errors', f => number(f.storeErrors), f => f.storeErrors > 0],
];

/** Money first; tokens alone where nobody has told what they cost. */
const SAVED = ['Saved', f => savings(f.saved)[0] ?? '–'];

/** What is never reported takes no place. */
let reported = false;

const columns = () => reported ? [...FIGURES, SAVED] : FIGURES;

function figures({total, hour}) {
    reported = Object.keys(total.saved).length > 0;
    fill($('figures'), columns().map(([label, value, alarm]) => element(
        'div', {className: alarm?.(hour) ? 'alarm' : ''},
        element('dt', {}, label), element('dd', {}, value(total)), element('dd', {}, `${value(hour)} in the last hour`))));
}

function history(minutes) {
    draw(minutes);
    const sums = series.map(([key, , label]) =>
        `${number(minutes.reduce((sum, at) => sum + at.figures[key], 0))} ${label.toLowerCase()}`);
    const busy = minutes.filter(at => series.some(([key]) => at.figures[key] > 0));
    const peak = busy.reduce((most, at) => calls(at) > calls(most) ? at : most, busy[0]);
    $('summary').textContent = peak
        ? `${sums.join(', ')}; most calls at ${minuteOf(peak.epochSecond)}: ${number(calls(peak))}.`
        : 'No guarded call in the last hour.';
    fill($('minutes-head'), [row('th', 'Minute', ...series.map(([, , label]) => label), ...(reported ? ['Saved'] : []))]);
    fill($('minutes'), busy.reverse().map(at =>
        row('td', minuteOf(at.epochSecond), ...series.map(([key]) => number(at.figures[key])),
            ...(reported ? [savings(at.figures.saved).join(', ') || '–'] : []))));
}

const calls = at => series.reduce((sum, [key]) => sum + at.figures[key], 0);

/** The first cell names the row. */
function row(cell, first, ...others) {
    return element('tr', {}, element('th', {scope: cell === 'th' ? 'col' : 'row'}, first),
        ...others.map(text => element(cell, cell === 'th' ? {scope: 'col', className: 'number'} : {className: 'number'}, text)));
}

function running({running: rows, runningCount}, open) {
    $('running-count').textContent = runningCount > rows.length ? `the oldest ${rows.length} of ${number(runningCount)}`
        : runningCount > 0 ? number(runningCount) : '';
    $('running-empty').hidden = rows.length > 0;
    fill($('running'), rows.map(one => element('tr', {},
        element('th', {scope: 'row', className: 'name'}, name(one.scope)),
        element('td', {}, button(one.reference, 'link reference', () => open(one.reference), one.reference)),
        element('td', {}, one.layer),
        element('td', {className: 'number'}, age(one.ageSeconds)),
        element('td', {className: 'number'}, number(one.attempt)))));
}

function scopes({scopes: rows, scopeCount}) {
    $('scopes-count').textContent = scopeCount > 0 ? number(scopeCount) : '';
    $('scopes-empty').hidden = rows.length > 0;
    $('scopes-empty').textContent = asked.text
        ? 'No scope that has had a call contains this.' : 'No guarded method has been called yet.';
    fill($('scopes-head'), [row('th', 'Scope', ...columns().map(([label]) => label))]);
    fill($('scopes'), rows.map(({scope, figures: own}) => {
        const shown = row('td', '', ...columns().map(([, value]) => value(own)));
        shown.cells[0].className = 'name';
        shown.cells[0].append(button(name(scope), 'link', () => choose(scope), scope));
        return shown;
    }));
    pages($('scopes-pages'), `${asked.from + 1}–${asked.from + rows.length} of ${number(scopeCount)}`,
        asked.from > 0 ? () => ask({from: Math.max(0, asked.from - ROWS)}) : null,
        asked.from + ROWS < scopeCount ? () => ask({from: asked.from + ROWS}) : null);
    const names = new Set(rows.map(one => one.scope));
    $('scope-names').replaceChildren(...[...names].map(value => element('option', {value})));
    if (asked.scope) {
        names.add(asked.scope);
    }
    if (document.activeElement !== $('scope')) {
        $('scope').replaceChildren(element('option', {value: ''}, 'All scopes'),
            ...[...names].sort().map(value => element('option', {value}, value)));
        $('scope').value = asked.scope;
    }
}

function choose(scope) {
    ask({scope}).then(() => $('history-title').scrollIntoView({block: 'nearest'}));
}

let openRecord = () => {};

/** Of several answers under way the latest question's counts. */
async function ask(changes = {}) {
    Object.assign(asked, changes);
    const own = ++turn;
    clearTimeout(timer);
    const picture = await attempt(() => get('calls', asked));
    if (own !== turn) {
        return;
    }
    if (picture) {
        const cluster = document.querySelector('[name=of][value=cluster]');
        cluster.disabled = !picture.clusterKept;
        cluster.parentElement.title = picture.clusterKept ? '' : 'The store keeps no totals of all nodes.';
        figures(picture);
        history(picture.minutes);
        running(picture, openRecord);
        scopes(picture);
        $('updated').textContent = timeOfDay(new Date());
    }
    schedule();
}

function schedule() {
    clearTimeout(timer);
    if (!paused && !document.hidden) {
        timer = setTimeout(ask, PACE);
    }
}

/** @param open shows the record with a reference */
export function watch(open) {
    openRecord = open;
    $('nodes').addEventListener('change', event => ask({of: event.target.value}));
    $('scope').addEventListener('change', event => ask({scope: event.target.value}));
    $('scopes-text').addEventListener('input', event => ask({text: event.target.value, from: 0}));
    $('pause').addEventListener('click', () => {
        paused = !paused;
        $('pause').setAttribute('aria-pressed', String(paused));
        paused ? schedule() : ask();
    });
    document.addEventListener('visibilitychange', () => document.hidden || paused ? schedule() : ask());
    return ask();
}
