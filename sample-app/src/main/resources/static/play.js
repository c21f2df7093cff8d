import {newKey} from './keys.js';

const $ = id => document.getElementById(id);

/** What had happened before this page did anything. */
const before = effects();
/** What each form has sent last: `path`, `key` and `body`. */
let letter = null;
let errand = null;

async function effects() {
    return (await fetch('effects')).json();
}

async function count() {
    const [then, now] = [await before, await effects()];
    $('emails').textContent = String(now.emails - then.emails);
    $('transfers').textContent = String(now.transfers - then.transfers);
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
    letter = {path: 'emails', key: newKey(), body: {customer: $('customer').value, topic: $('topic').value}};
    $('key').textContent = letter.key;
    $('retry').disabled = false;
    $('change').disabled = false;
}

function assign() {
    const task = `Give the price of order ${$('order').value} back and tell the customer`;
    errand = {path: 'assistant', key: newKey(), body: {task}};
    $('errand-key').textContent = errand.key;
    $('ask-again').disabled = false;
}

async function post({path, key, body}, signal) {
    await before;
    add('requests', 1);
    const headers = {'Content-Type': 'application/json', 'Idempotency-Key': key};
    try {
        const response = await fetch(path, {method: 'POST', headers, body: JSON.stringify(body), signal});
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
        // There is nobody to ask when the shop has been killed.
        await count().catch(() => {});
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
    await insist(letter);
}

/** Comes back for as long as it is told to. */
async function insist(request) {
    let response = await post(request);
    while (response?.status === 409 && response.headers.has('Retry-After')) {
        const seconds = Number(response.headers.get('Retry-After'));
        await new Promise(resolve => setTimeout(resolve, seconds * 1000));
        response = await post(request);
    }
}

$('letter').addEventListener('submit', event => {
    event.preventDefault();
    write();
    post(letter);
});
$('retry').addEventListener('click', () => post(letter));
$('change').addEventListener('click', () => {
    post({...letter, body: {...letter.body, customer: `${letter.body.customer} Lovelace`}});
});
$('twice').addEventListener('click', () => {
    write();
    post(letter);
    post(letter);
});
$('hang-up').addEventListener('click', hangUp);
$('errand').addEventListener('submit', event => {
    event.preventDefault();
    assign();
    post(errand);
});
$('ask-again').addEventListener('click', () => insist(errand));
$('ask-twice').addEventListener('click', () => {
    assign();
    post(errand);
    post(errand);
});
