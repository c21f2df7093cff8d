/** Asks once more. Escape, the button that has the focus at first, and whatever else closes it, mean no. */

import {$} from './text.js';

export function confirm({title, text, reference, yes}) {
    const dialog = $('confirmation');
    $('confirmation-title').textContent = title;
    $('confirmation-text').textContent = text;
    $('confirmation-record').textContent = reference;
    $('confirmation-yes').textContent = yes;
    dialog.returnValue = '';
    dialog.showModal();
    return new Promise(resolve => {
        dialog.onclose = () => resolve(dialog.returnValue === 'yes');
        $('confirmation-yes').onclick = () => dialog.close('yes');
        $('confirmation-no').onclick = () => dialog.close('no');
    });
}
