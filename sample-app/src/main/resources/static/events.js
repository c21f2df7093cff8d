/**
 * The events of a response as they come, each with `id`, `type` and `data`. EventSource would do the same and more, but
 * cannot send a POST. What stands after the last empty line is no event.
 */
export async function* events(response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const blocks = (text + part.value).split(/\r?\n\r?\n/);
        text = blocks.pop();
        yield* blocks.map(parse).filter(event => event.data !== null);
    }
}

function parse(block) {
    const event = {id: null, type: 'message', data: null};
    for (const line of block.split(/\r?\n/)) {
        const [, field, value] = /^(\w*)(?:: ?(.*))?$/.exec(line) ?? [];
        if (field === 'id') {
            event.id = value;
        } else if (field === 'event') {
            event.type = value;
        } else if (field === 'data') {
            event.data = event.data === null ? value : `${event.data}\n${value}`;
        }
    }
    return event;
}
