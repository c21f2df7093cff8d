/** One record: what the store says, and what this node has seen of it. */

import {attempt, post} from './server.js';
import {$, element, fill, moment, number, say} from './text.js';

const states = {
    IN_PROGRESS: 'In progress',
    COMPLETED: 'Completed',
    RELEASED: 'Released: the next call runs',
    UNKNOWN: 'Outcome unknown',
};

const ends = {
    COMPLETED: record => `Completed, ${record.outcome.toLowerCase()}; `
        + (record.retained ? `answer of ${number(record.resultBytes)} bytes kept` : 'answer not kept'),
    RELEASED: () => 'Released: it failed, and the key is free',
    UNKNOWN: () => 'Found that nobody knows the outcome',
};

/** What the node calls a step, for people. */
const steps = {
    'started': 'Claimed',
    'taken-over': 'Taken over from a call that has vanished',
    'renewed': 'Lease renewed',
    'spent': 'Told what it has cost',
    'completed': 'Completed',
    'replayed': 'Replayed',
    'near-replayed': 'Replayed from a copy on this node',
    'released': 'Failed and released',
    'left-unknown': 'Failed, outcome unknown',
    'lost': 'Claim lost while it ran',
    'settled': 'Settled by an operator',
    'reconciled': 'Found out that it had happened',
    'in-progress': 'Duplicate refused: it still runs',
    'waited': 'Duplicate waits for the answer',
    'attached': 'Duplicate attached to the answer',
    'mismatch': 'Refused: the key belongs to another request',
    'unknown': 'Refused: the outcome is unknown',
    'gone': 'Refused: the answer was not kept',
    'not-retained': 'Completed, answer not kept',
    'unreadable': 'Refused: the record cannot be read',
    'store-error': 'Store could not be asked or told',
};

/** What is unknown is said to be, and is never nothing. */
function charged({amounts, inputTokens, outputTokens, reports, uncounted, unpriced, sources}) {
    const of = (known, lacking) => lacking === 0 ? known
        : lacking === reports ? 'unknown' : `${known}, and ${number(lacking)} of ${number(reports)} unknown`;
    const money = Object.entries(amounts).map(([currency, amount]) => `${amount} ${currency}`).join(', ');
    const tokens = inputTokens === null ? '' : `${number(inputTokens)} read, ${number(outputTokens)} written`;
    const models = sources.map(({model, priceVersion}) =>
        (model ?? 'no name') + (priceVersion ? `, by the prices ${priceVersion}` : '')).join('; ');
    return [['Charged', of(money, unpriced)], ['Tokens', of(tokens, uncounted)], ['Model', models || 'unknown']];
}

function facts({reference, scope, record, unreadable}) {
    const said = [['Record', element('code', {}, reference)], ['Scope', scope]];
    if (unreadable) {
        said.push(['Unreadable', unreadable]);
    } else if (!record) {
        said.push(['State', 'Not in the store any more']);
    } else {
        said.push(['State', states[record.state]], ['Effect', record.effect.toLowerCase()],
            ['Attempts', number(record.attempt)], ['Token', String(record.token)],
            ['Replays', number(record.replays)], ['Forgotten', moment(record.expiresAt)]);
        if (record.cost) {
            said.push(...charged(record.cost));
        }
        if (record.resultUntil) {
            said.push(['Answer until', moment(record.resultUntil)]);
        }
    }
    return said.flatMap(([term, value]) => [element('dt', {}, term), element('dd', {}, value)]);
}

function timeline({record, events}) {
    const entries = events.map(event => ({
        at: event.at,
        source: 'node',
        text: (steps[event.type] ?? event.type) + (event.attempt ? `, attempt ${event.attempt}` : ''),
    }));
    if (record) {
        entries.push({at: record.startedAt, source: 'store', text: `Claimed, attempt ${record.attempt}`});
        if (record.settledAt && ends[record.state]) {
            entries.push({at: record.settledAt, source: 'store', text: ends[record.state](record)});
        }
        if (record.replays > 0) {
            entries.push({at: record.settledAt, source: 'store', 
                text: record.replays === 1 ? 'Replayed once since' : `Replayed ${number(record.replays)} times since`});
        }
        if (record.leaseUntil) {
            const over = Date.parse(record.leaseUntil) < Date.now();
            entries.push({at: record.leaseUntil, source: 'store',
                text: over ? 'Lease was over' : 'Lease ends, unless renewed again'});
        }
    }
    // In the same moment, what the store says comes first.
    const order = entry => Date.parse(entry.at);
    entries.sort((a, b) => order(a) - order(b) || b.source.localeCompare(a.source));
    return entries.map(({at, source, text}) => element('li', {},
        element('span', {className: `source ${source}`}, source === 'store' ? 'Store' : 'Node'),
        element('div', {}, text, moment(at))));
}

let shown = null;

function empty(text) {
    shown = null;
    $('record').hidden = true;
    $('record-empty').hidden = false;
    $('record-empty').textContent = text;
}

/**
 * @param decisions the buttons for a record
 * @return shows the record of a name, and gives it the focus
 */
export function viewer(decisions) {
    async function show(name, focus = true) {
        const found = await attempt(async () => {
            try {
                return await post('find', name);
            } catch (problem) {
                if (problem instanceof TypeError) {
                    throw problem;
                }
                empty(problem.message);
                say(problem.message);
                return null;
            }
        });
        if (found) {
            shown = name;
            $('record-empty').hidden = true;
            $('record').hidden = false;
            fill($('facts'), facts(found));
            fill($('timeline'), timeline(found));
            fill($('decisions'), decisions(found, name));
        }
        if (focus) {
            $('record-title').focus();
        }
    }
    $('find').addEventListener('submit', event => {
        event.preventDefault();
        const name = {scope: $('find-scope').value, key: $('find-key').value, owner: $('find-owner').value};
        // It is not to be seen by who passes by, nor kept by the browser.
        $('find-key').value = '';
        show(name);
    });
    return {show, refresh: () => shown ? show(shown, false) : undefined};
}
