/** Makes elements. Whatever comes from the cluster gets into the page as text, and only as text. */

/** An element; attributes that are null or false are left out, `on…` are listeners. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      continue;
    } else if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), value);
    } else if (key === "value" || key === "checked") {
      element[key] = value;
    } else {
      element.setAttribute(key, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Sets a text, and touches the page only if it is another one. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** A table with a caption; cells are texts or elements, and bear the name of their column. */
export function table(caption, columns, rows, { hideCaption = false } = {}) {
  return h(
    "table",
    {},
    h("caption", { class: hideCaption ? "unseen" : null }, caption),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        columns.map((column) => head(column)),
      ),
    ),
    h(
      "tbody",
      {},
      rows.map((row) => h("tr", {}, cells(columns, row))),
    ),
  );
}

function head(column) {
  return h("th", { scope: "col", class: column.number ? "number" : null }, column.name);
}

function cells(columns, row) {
  return row.map((cell, i) => {
    const attributes = { class: columns[i].number ? "number" : null, "data-name": columns[i].name };
    return i === 0 ? h("th", { scope: "row", ...attributes }, cell) : h("td", attributes, cell);
  });
}

/** A label above something to fill in. */
export function field(label, input, hint = null) {
  return h("label", { class: "field" }, h("span", {}, label), input, hint && h("small", {}, hint));
}

/** Numbers with their names, side by side; `update` sets them anew. */
export function figures(names) {
  const values = names.map(() => h("dd", {}, "–"));
  const list = h(
    "dl",
    { class: "figures" },
    names.map((name, i) => h("div", {}, h("dt", {}, name), values[i])),
  );
  return { element: list, update: (texts) => texts.forEach((text, i) => setText(values[i], text)) };
}

/** A choice of one of several, by radio buttons that look like a switch. */
export function choice(legend, options, chosen, onchange) {
  const name = `choice-${(choices += 1)}`;
  return h(
    "fieldset",
    { class: "choice" },
    h("legend", { class: "unseen" }, legend),
    options.map(([value, label]) =>
      h(
        "label",
        {},
        h("input", {
          type: "radio",
          name,
          checked: value === chosen,
          onchange: () => onchange(value),
        }),
        h("span", {}, label),
      ),
    ),
  );
}

let choices = 0;
