/** Puts the parts of the page together. */

import {watch} from './calls.js';
import {confirm} from './confirmation.js';
import {list} from './intents.js';
import {viewer} from './record.js';
import {attempt, post, session} from './server.js';
import {$, button, element, say} from './text.js';

const {application, access, operator} = await attempt(session) ?? {application: '', access: 'READ_ONLY'};
const writing = access === 'UNRESTRICTED';

$('application').textContent = application;
document.title = `${application} – Idempotency console`;
$('access').hidden = false;
$('access').textContent = (writing ? 'May settle and delete' : 'Read only') + (operator ? ` · ${operator}` : '');

const changes = {
    happened: {
        title: 'It happened?',
        text: 'The key is completed without an answer. A retry is told that the answer was not kept, and nothing runs again.',
        yes: 'It happened',
        done: 'Settled: it happened',
        send: name => post('settle', {name, happened: true}),
    },
    not: {
        title: 'It did not happen?',
        text: 'The key is free again and a retry runs. If the effect did happen after all, it then happens twice.',
        yes: 'It did not happen',
        done: 'Settled: it did not happen',
        send: name => post('settle', {name, happened: false}),
    },
    forget: {
        title: 'Delete the record?',
        text: 'The store forgets the record and its answer. A retry with the same key runs the work again.',
        yes: 'Delete',
        done: 'Deleted',
        send: name => post('delete', name),
    },
};

async function decide(change, reference, name, heading) {
    if (!await confirm({...change, reference})) {
        return;
    }
    const done = await attempt(() => change.send(name).then(() => true));
    if (done) {
        say(`${change.done}: record ${reference}`);
    }
    await refreshIntents();
    await records.refresh();
    $(heading).focus();
}

function decisions({reference, settleable, deletable}, name, heading) {
    if (!writing) {
        return [];
    }
    const make = (label, className, change) => {
        const made = button(label, className, () => decide(change, reference, name, heading), label + reference);
        made.setAttribute('aria-label', `${label}, record ${reference}`);
        return made;
    };
    return [
        ...(settleable ? [make('Happened', '', changes.happened), make('Did not happen', '', changes.not)] : []),
        ...(deletable ? [make('Delete', 'danger', changes.forget)] : []),
    ];
}

/** A live claim is never deleted; only what nobody knows the outcome of is settled. */
function ofRecord({reference, record, unreadable}, name) {
    const over = record?.state === 'IN_PROGRESS' && Date.parse(record.leaseUntil) < Date.now();
    return decisions({
        reference,
        settleable: record?.state === 'UNKNOWN' || over && record.effect === 'IRREVERSIBLE',
        deletable: Boolean(unreadable) || record && (record.state !== 'IN_PROGRESS' || over),
    }, name, 'record-title');
}

function ofIntent(row) {
    const made = decisions({...row, deletable: true}, {reference: row.reference}, 'intents-title');
    const text = row.settleable ? 'Somebody has to decide' : 'The next retry takes it over';
    return made.length > 0 ? made : [element('span', {className: 'quiet'}, text)];
}

const records = viewer(ofRecord);
const open = reference => records.show({reference});
const refreshIntents = list(open, ofIntent);

await Promise.all([watch(open), refreshIntents()]);
document.documentElement.dataset.ready = 'true';
