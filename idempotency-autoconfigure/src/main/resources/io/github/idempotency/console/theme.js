/* Light, dark, or whatever the system says. No module, so that it has been decided before anything is drawn. */
(() => {
    const themes = ['system', 'light', 'dark'];
    const name = 'idempotency-console-theme';
    let theme = themes.includes(localStorage.getItem(name)) ? localStorage.getItem(name) : 'system';

    function apply() {
        document.documentElement.dataset.theme = theme;
        const button = document.getElementById('theme');
        if (button) {
            button.textContent = `Theme: ${theme}`;
        }
        document.dispatchEvent(new Event('theme'));
    }

    apply();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply);
    document.addEventListener('DOMContentLoaded', () => {
        apply();
        document.getElementById('theme').addEventListener('click', () => {
            theme = themes[(themes.indexOf(theme) + 1) % themes.length];
            localStorage.setItem(name, theme);
            apply();
        });
    });
})();
