/** A ticket window: the mark of every page, drawn to be seen at sixteen pixels. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2 15V7a6 6 0 0 1 12 0v8z" fill="#8a2b06"/><path d="M5 12V7.5a3 3 0 0 1 6 0V12z" fill="#fff"/><path d="M1 12.5h14V15H1z" fill="#1d1b16"/></svg>`;

/** Browsers ask for this name by themselves, whatever a page says. */
export const icon_path = '/favicon.ico';
