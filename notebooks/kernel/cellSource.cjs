"use strict";

/**
 * Rewrites what tslab compiles wrongly:
 * - `{ x }` and `({ x } = y)` with an x of an earlier cell: tslab replaces names by `exports.x`, which a shorthand is too short for;
 * - an assignment as last statement: tslab prints its value, as it should do with values only;
 * - a cell whose only await is `for await`: tslab looks for `await` expressions to decide that a cell is asynchronous.
 * @param {import("typescript")} typescript
 * @param {string} source one cell
 * @returns {{ text: string, insertedBefore(offset: number): number }} the second: how many of the characters before
 *   an offset in `text` the user did not write, for places in error messages
 */
function mendCellSource(typescript, source) {
  const file = typescript.createSourceFile("cell.ts", source, typescript.ScriptTarget.Latest, true);
  const insertions = []; // [offset, text], in the order of offsets
  let awaitsInLoopHead = false;
  const visit = (node, topLevel) => {
    if (topLevel && typescript.isForOfStatement(node) && node.awaitModifier) awaitsInLoopHead = true;
    if (typescript.isShorthandPropertyAssignment(node)) insertions.push([node.name.end, `: ${node.name.text}`]);
    const inner = topLevel && !typescript.isFunctionLike(node) && !typescript.isClassLike(node);
    typescript.forEachChild(node, (child) => visit(child, inner));
  };
  visit(file, true);
  const last = file.statements.at(-1);
  if (last && isAssignment(typescript, last)) insertions.push([last.end, ";"]);
  if (awaitsInLoopHead) insertions.unshift([0, "await null; "]);
  return insert(source, insertions);
}

function isAssignment(typescript, statement) {
  if (!typescript.isExpressionStatement(statement)) return false;
  const { expression } = statement;
  return (
    typescript.isBinaryExpression(expression) && expression.operatorToken.kind === typescript.SyntaxKind.EqualsToken
  );
}

function insert(source, insertions) {
  let text = "";
  let copied = 0;
  const inserted = []; // [offset in the text, length]
  for (const [offset, added] of insertions) {
    text += source.slice(copied, offset);
    inserted.push([text.length, added.length]);
    text += added;
    copied = offset;
  }
  const insertedBefore = (offset) =>
    inserted.reduce((sum, [start, length]) => sum + Math.min(Math.max(offset - start, 0), length), 0);
  return { text: text + source.slice(copied), insertedBefore };
}

module.exports = { mendCellSource };
