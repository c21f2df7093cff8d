/** Executions without outcome. Asked for when somebody wants to know: a list that moves cannot be decided about. */

import {attempt, get} from './server.js';
import {$, age, button, element, fill, name, number, pages, say} from './text.js';

const ROWS = 20;

let rows = [];
let next = null;
let first = 0;

/** Fetches until there is something to show: a store may look at many records that are no intents. */
async function more() {
    const had = rows.length;
    do {
        const page = await get('intents', next ? {after: next} : {});
        const known = new Set(rows.map(row => row.reference));
        rows = rows.concat(page.intents.filter(intent => !known.has(intent.reference)));
        next = page.next;
    } while (next !== null && rows.length === had);
}

const states = {
    UNKNOWN: ['badge bad', 'Unknown'],
    IN_PROGRESS: ['badge warn', 'Lease over'],
};

function show(open, decisions) {
    const shown = rows.slice(first, first + ROWS);
    $('intents-count').textContent = rows.length > 0 ? number(rows.length) + (next ? ' and more' : '') : '';
    $('intents-empty').hidden = rows.length > 0 || next !== null;
    fill($('intents'), shown.map(row => {
        const [className, label] = states[row.state] ?? ['badge', row.state];
        return element('tr', {},
            element('th', {scope: 'row', className: 'name'}, name(row.scope)),
            element('td', {}, button(row.reference, 'link reference', () => open(row.reference), row.reference)),
            element('td', {}, element('span', {className}, label)),
            element('td', {className: 'number'}, age(row.ageSeconds)),
            element('td', {className: 'number'}, number(row.attempt)),
            element('td', {}, ...decisions(row)));
    }));
    pages($('intents-pages'), `${first + 1}–${first + shown.length} of ${number(rows.length)}${next ? ' and more' : ''}`,
        first > 0 ? () => turn(open, decisions, first - ROWS) : null,
        first + ROWS < rows.length || next ? () => turn(open, decisions, first + ROWS) : null);
}

async function turn(open, decisions, to) {
    await attempt(async () => {
        if (to >= rows.length && next) {
            await more();
        }
        first = to < rows.length ? to : first;
        show(open, decisions);
        say(`Executions ${first + 1} to ${Math.min(first + ROWS, rows.length)}`);
    });
}

/**
 * @param open shows the record with a reference
 * @param decisions the buttons for a row
 * @return lists them anew, on the page that is shown if there still is one
 */
export function list(open, decisions) {
    const refresh = () => attempt(async () => {
        const wanted = first;
        rows = [];
        next = null;
        await more();
        while (rows.length <= wanted && next) {
            await more();
        }
        first = Math.min(wanted, Math.floor(Math.max(0, rows.length - 1) / ROWS) * ROWS);
        show(open, decisions);
    });
    $('intents-refresh').addEventListener('click', async () => {
        await refresh();
        say(rows.length > 0 ? `${rows.length} executions without outcome` : 'No execution without outcome');
    });
    return refresh;
}
