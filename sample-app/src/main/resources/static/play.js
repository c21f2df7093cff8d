import {newKey} from './keys.js';

const $ = id => document.getElementById(id);

/** What had happened before this page did anything. */
const before = effects();
let key = null;
let letter = null;

async function effects() {
    return (await fetch('effects')).json();
}

async function count() {
    const [then, now] = [await before, await effects()];
    $('emails').textContent = String(now.emails - then.emails);
    $('calls').textContent = String(now.modelCalls - then.modelCalls);
}

function add(id, by) {
    $(id).textContent = String(Number($(id).textContent) + by);
}

function tell(status, replayed, text) {
    const row = $('log').insertRow(0);
    for (const cell of [status, replayed, text]) {
        row.insertCell().textContent = cell;
    }
    $('state').textContent = `${status}: ${text}`;
}

/** The letter of the form under a new key; what is retried later. */
function write() {
    key = newKey();
    letter = {customer: $('customer').value, topic: $('topic').value};
    $('key').textContent = key;
    $('retry').disabled = false;
    $('change').disabled = false;
}

async function post(body, signal) {
    await before;
    add('requests', 1);
    const headers = {'Content-Type': 'application/json', 'Idempotency-Key': key};
    try {
        const response = await fetch('emails', {method: 'POST', headers, body: JSON.stringify(body), signal});
        const answer = await response.json();
        const replayed = response.headers.has('Idempotent-Replayed');
        tell(response.status, replayed ? 'yes' : 'no', answer.text ?? answer.detail ?? answer.title);
        if (replayed) {
            add('saved', answer.tokens);
        }
        return response;
    } catch (ex) {
        tell('–', '–', signal?.aborted ? 'You hung up. The letter is being written all the same.' : ex.message);
        return null;
    } finally {
        await count();
    }
}

/** Hangs up when the model has been asked, and comes back when it is told to. */
async function hangUp() {
    write();
    const {modelCalls} = await effects();
    const connection = new AbortController();
    const lost = post(letter, connection.signal);
    let answered = false;
    lost.then(() => answered = true);
    while (!answered && (await effects()).modelCalls === modelCalls) {
        // The next look takes a request of its own, so this is no tight loop.
    }
    connection.abort();
    await lost;
    let response = await post(letter);
    while (response?.status === 409 && response.headers.has('Retry-After')) {
        const seconds = Number(response.headers.get('Retry-After'));
        await new Promise(resolve => setTimeout(resolve, seconds * 1000));
        response = await post(letter);
    }
}

$('letter').addEventListener('submit', event => {
    event.preventDefault();
    write();
    post(letter);
});
$('retry').addEventListener('click', () => post(letter));
$('change').addEventListener('click', () => post({...letter, customer: `${letter.customer} Lovelace`}));
$('twice').addEventListener('click', () => {
    write();
    post(letter);
    post(letter);
});
$('hang-up').addEventListener('click', hangUp);
