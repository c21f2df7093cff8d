/** How things are said, and how elements come to say them: as text, never as markup. */

export const $ = id => document.getElementById(id);

const whole = new Intl.NumberFormat();
const percent = new Intl.NumberFormat(undefined, {style: 'percent', maximumFractionDigits: 1});
const day = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'medium'});
const clock = new Intl.DateTimeFormat(undefined, {timeStyle: 'medium'});
const minute = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});

export const number = value => whole.format(value);
const SYMBOL = {style: 'currency', currencyDisplay: 'narrowSymbol', maximumFractionDigits: 4};

/** What was saved: money in millionths of its currency, and tokens. */
export function savings(saved) {
    return Object.entries(saved)
        .sort(([one], [other]) => (one === 'tokens') - (other === 'tokens'))
        .map(([unit, amount]) => unit === 'tokens'
            ? `${whole.format(amount)} tokens`
            : new Intl.NumberFormat(undefined, {...SYMBOL, currency: unit}).format(amount / 1e6));
}

export const share = value => percent.format(value);
export const timeOfDay = date => clock.format(date);
export const minuteOf = epochSecond => minute.format(new Date(epochSecond * 1000));

export function age(seconds) {
    const parts = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];
    const first = parts.findIndex(([size]) => seconds >= size);
    if (first < 0) {
        return '0 s';
    }
    const said = [];
    let left = seconds;
    for (const [size, unit] of parts.slice(first, first + 2)) {
        if (left >= size) {
            said.push(`${Math.floor(left / size)} ${unit}`);
        }
        left %= size;
    }
    return said.join(' ');
}

/** An element; what is null is left out, and of the properties those that begin with on are listeners. */
export function element(name, properties, ...content) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties ?? {})) {
        if (key.startsWith('on')) {
            made.addEventListener(key.slice(2), value);
        } else if (key in made) {
            made[key] = value;
        } else {
            made.setAttribute(key, value);
        }
    }
    made.append(...content.filter(part => part !== null));
    return made;
}

export function moment(instant) {
    const date = new Date(instant);
    return element('time', {dateTime: date.toISOString()}, day.format(date));
}

/** The end of a long name tells more than its beginning. */
export function name(text) {
    return element('bdi', {title: text}, text);
}

/** Replaces what is in an element, and leaves the focus on what has taken the place of what had it. */
export function fill(parent, children) {
    const focused = parent.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    parent.replaceChildren(...children);
    if (focused) {
        [...parent.querySelectorAll('[data-focus]')].find(child => child.dataset.focus === focused)?.focus();
    }
}

export function button(text, className, onclick, focus) {
    const made = element('button', {type: 'button', className, onclick}, text);
    if (focus) {
        made.dataset.focus = focus;
    }
    return made;
}

/** For those who do not see the page, and only what they should know now. */
export function say(text) {
    $('said').textContent = text;
}

/** A page of a table and the ways to the others. */
export function pages(parent, said, before, after) {
    if (!before && !after) {
        fill(parent, []);
        return;
    }
    const back = button('Previous', '', before ?? (() => {}), 'previous');
    const next = button('Next', '', after ?? (() => {}), 'next');
    back.disabled = !before;
    next.disabled = !after;
    fill(parent, [back, next, element('span', {className: 'quiet'}, said)]);
}
