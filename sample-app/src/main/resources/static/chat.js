import {events} from './events.js';
import {newKey} from './keys.js';

const $ = id => document.getElementById(id);

/** The connection that is read, if there is one. */
let connection = null;
let key = null;
let lastId = null;

/** Everything that another tab, or this one after a reload, needs to ask for the same answer. */
function address() {
    return '#' + new URLSearchParams({key, question: $('question').value});
}

function show(state, text) {
    $('state').dataset.state = state;
    $('state').textContent = text;
    const open = state === 'open';
    $('cut').disabled = !open;
    $('resume').disabled = !['cut', 'broken', 'refused'].includes(state);
    // Read out as a whole, and not word by word.
    $('answer').setAttribute('aria-busy', String(open));
}

function count(id, by) {
    $(id).textContent = String(Number($(id).textContent) + by);
}

function add(className, id, text) {
    const item = document.createElement('li');
    item.className = className;
    if (id !== null) {
        const label = document.createElement('span');
        label.className = 'id';
        label.textContent = id.slice(id.lastIndexOf(':') + 1);
        item.dataset.id = id;
        item.append(label);
    }
    item.append(text);
    $('events').append(item);
}

async function countCalls() {
    const effects = await (await fetch('effects')).json();
    $('calls').textContent = String(effects.modelCalls);
}

/** A new answer on the page, under the key that is set. */
function clear() {
    lastId = null;
    $('answer').textContent = '';
    $('events').replaceChildren();
    $('tokens').textContent = '0';
    $('connections').textContent = '0';
    $('last').textContent = '–';
    $('key').textContent = key;
    $('second').href = address();
}

function take(event) {
    if (event.type === 'error') {
        // What has been read of it is no answer: the next attempt is another one.
        lastId = null;
        throw new Error(JSON.parse(event.data).title);
    }
    const {text} = JSON.parse(event.data);
    $('answer').append(text);
    add('token', event.id, text.trim());
    lastId = event.id;
    $('last').textContent = lastId;
    count('tokens', 1);
}

async function read() {
    connection?.abort();
    const mine = connection = new AbortController();
    show('open', 'The model is speaking.');
    count('connections', 1);
    const headers = {
        'Content-Type': 'application/json',
        'Accept': 'text/event-stream, application/problem+json',
        'Idempotency-Key': key,
        ...(lastId === null ? {} : {'Last-Event-ID': lastId}),
    };
    const body = JSON.stringify({question: $('question').value});
    try {
        const response = await fetch('chat', {method: 'POST', headers, body, signal: mine.signal});
        $('replayed').textContent = response.headers.has('Idempotent-Replayed') ? 'yes' : 'no';
        if (!response.ok) {
            lastId = null;
            const problem = await response.json();
            show('refused', `${response.status}: ${problem.detail ?? problem.title}`);
            return;
        }
        for await (const event of events(response)) {
            take(event);
        }
        show('complete', 'The answer is complete.');
    } catch (ex) {
        if (mine === connection) {
            show(mine.signal.aborted ? 'cut' : 'broken', mine.signal.aborted
                ? 'You have cut the connection. The model goes on speaking.'
                : `The answer was broken off: ${ex.message}`);
            add('cut', null, mine.signal.aborted ? 'cut here' : 'broken off here');
        }
    } finally {
        await countCalls();
    }
}

function open() {
    const asked = new URLSearchParams(location.hash.slice(1));
    if (asked.get('key')) {
        key = asked.get('key');
        $('question').value = asked.get('question') ?? '';
        clear();
        read();
    }
}

$('chat').addEventListener('submit', event => {
    event.preventDefault();
    key = newKey();
    history.replaceState(null, '', address());
    clear();
    read();
});
$('cut').addEventListener('click', () => connection.abort());
$('resume').addEventListener('click', () => {
    if (lastId === null) {
        clear();
    }
    read();
});
addEventListener('hashchange', open);
countCalls();
open();
