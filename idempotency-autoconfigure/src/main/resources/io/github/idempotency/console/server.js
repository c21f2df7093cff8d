/** What the page asks its server. All addresses are relative: the page may be anywhere. */

import {$} from './text.js';

async function answer(response) {
    if (response.status === 204) {
        return null;
    }
    const json = response.headers.get('Content-Type')?.includes('json');
    const body = json ? await response.json() : null;
    if (!response.ok || !json) {
        const lost = response.redirected || response.status === 401 || response.ok;
        throw new Error(lost
            ? 'You are not logged in any more. Load the page again.'
            : body?.detail ?? `The application has answered ${response.status}.`);
    }
    return body;
}

export async function get(path, parameters = {}) {
    const query = new URLSearchParams(parameters);
    return answer(await fetch(`api/${path}?${query}`, {headers: {Accept: 'application/json'}}));
}

export const session = () => get('session');

/** The session is asked anew each time: it may be another one since the page was loaded. */
export async function post(path, body) {
    const {csrf} = await session();
    const headers = {
        'Accept': 'application/json',
        'Content-Type': 'application/json',
        'X-Idempotency-Console': 'page',
    };
    if (csrf) {
        headers[csrf.header] = csrf.token;
    }
    return answer(await fetch(`api/${path}`, {method: 'POST', headers, body: JSON.stringify(body)}));
}

/** Runs what may fail; what fails is told at the top of the page until something succeeds. */
export async function attempt(work) {
    try {
        const result = await work();
        $('trouble').hidden = true;
        return result;
    } catch (problem) {
        $('trouble').textContent = problem instanceof TypeError
            ? 'The application cannot be reached. Figures are as of the last update.'
            : problem.message;
        $('trouble').hidden = false;
        return undefined;
    }
}
