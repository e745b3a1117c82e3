// Lists can be searched and sorted, and what is being read says how far it is. Without this script lists are whole.
(() => {
  'use strict';
  const fewest = 12;
  const value = (cell) => {
    const text = cell.textContent.trim();
    return cell.classList.contains('number') ? parseFloat(text.replaceAll(',', '')) || 0 : text;
  };
  const compare = (a, b) => (typeof a === 'number' ? a - b : a.localeCompare(b, 'en', { numeric: true }));

  function sortable(table) {
    const body = table.tBodies[0];
    for (const [index, head] of [...table.tHead.rows[0].cells].entries()) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const up = head.getAttribute('aria-sort') !== 'ascending';
        for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
        const rows = [...body.rows].map((row) => ({ row, key: value(row.cells[index]) }));
        rows.sort((a, b) => (up ? 1 : -1) * compare(a.key, b.key));
        body.append(...rows.map((entry) => entry.row));
      });
    }
  }

  function searchable(list, table) {
    const rows = [...table.tBodies[0].rows];
    const tools = document.createElement('div');
    tools.className = 'tools';
    const label = document.createElement('label');
    const input = document.createElement('input');
    const count = document.createElement('span');
    label.append('Search', input);
    input.type = 'search';
    count.setAttribute('role', 'status');
    tools.append(label, count);
    list.prepend(tools);
    const show = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) shown += 1;
      }
      count.textContent = shown === rows.length ? `${rows.length} rows` : `${shown} of ${rows.length} rows`;
    };
    input.addEventListener('input', show);
    show();
  }

  function enhance(root) {
    for (const list of root.querySelectorAll('.list')) {
      const table = list.querySelector('table');
      if (table.tBodies[0].rows.length < 2 || table.querySelector('th button')) continue;
      sortable(table);
      if (table.tBodies[0].rows.length >= fewest && !list.querySelector('.tools')) searchable(list, table);
    }
  }

  // What is being read says how far it is; when it is done, its page comes. Without this script the page looks by itself.
  function follow(reading) {
    const said = reading.querySelector('p');
    const next = () => location.replace(reading.dataset.then);
    const events = new EventSource(reading.dataset.source);
    events.onmessage = (event) => {
      said.textContent = event.data;
    };
    events.addEventListener('done', () => {
      events.close();
      next();
    });
    let later;
    events.onerror = () => {
      events.close();
      later = setTimeout(next, 2000);
    };
    // Who goes elsewhere meanwhile is not brought back.
    addEventListener('beforeunload', () => {
      events.close();
      clearTimeout(later);
    });
  }

  for (const reading of document.querySelectorAll('.reading')) follow(reading);
  enhance(document);
  // The console puts other rows in place.
  document.addEventListener('htmx:afterSettle', () => enhance(document));
})();
