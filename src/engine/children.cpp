// SPDX-License-Identifier: MIT
#include "engine/children.hpp"

#include <algorithm>

#include "util/fatal.hpp"

namespace audit::engine {

namespace {

bool speaks_of_obligation(const rules::Expression& expression) {
  const auto& where = expression.selection.where;
  return expression.op == rules::Op::own || (where && speaks_of_obligation(*where)) ||
         std::ranges::any_of(expression.args, speaks_of_obligation);
}

}  // namespace

Children::Children(Compiler& compiler, const rules::Selection& selection)
    : slot_(compiler.take_slot()),
      way_(selection.outer, selection.hops, compiler.bindings().data),
      links_(compiler.bindings().data.links[selection.children]),
      where_(selection.where ? compiler.compile(*selection.where, selection.table) : nullptr),
      shared_(!selection.where || !asks_outer(*selection.where)) {
  // Where there are no lists, no record would have a child.
  AUDIT_ASSERT(links_.parent.empty() || !links_.offsets.empty());
}

void Children::take(std::span<const uint32_t> parents, Cursor& cursor, Vector& space) const {
  const uint32_t parent = parents[cursor.position];
  const bool none = parent == model::k_none || links_.offsets.empty();
  const uint32_t begin = none ? 0 : links_.offsets[parent] + cursor.next;
  const uint32_t end = none ? 0 : links_.offsets[parent + 1];
  const auto room = static_cast<uint32_t>(k_chunk - space.rows.size());
  const uint32_t count = std::min(end - begin, room);
  links_.append_children(begin, begin + count, space.rows);
  space.owner.insert(space.owner.end(), count, static_cast<uint32_t>(cursor.position));
  if (count == end - begin) {
    ++cursor.position;
    cursor.next = 0;
  } else {
    cursor.next += count;
  }
}

Batch Children::filtered(const Batch& outer, Scratch& scratch, Vector& space) const {
  Batch children{.rows = space.rows, .outer = &outer, .owner = space.owner, .own = {}};
  if (!where_ || children.rows.empty()) return children;
  const std::vector<uint8_t>& holds = where_->evaluate(children, scratch).bools;
  size_t kept = 0;
  for (size_t i = 0; i < children.size(); ++i) {
    if (holds[i] != 1) continue;
    space.rows[kept] = space.rows[i];
    space.owner[kept++] = space.owner[i];
  }
  children.rows = children.rows.first(kept);
  children.owner = children.owner.first(kept);
  return children;
}

bool asks_outer(const rules::Expression& expression) {
  using rules::Op;
  if (expression.op == Op::column || expression.op == Op::parent_present) {
    return expression.path.outer;
  }
  // What stands in a nested aggregate's own `where` speaks of this child, not of its owner.
  if (expression.op == Op::aggregate) {
    return expression.selection.outer || speaks_of_obligation(expression);
  }
  return expression.op == Op::own || std::ranges::any_of(expression.args, asks_outer);
}

}  // namespace audit::engine
