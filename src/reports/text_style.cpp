// SPDX-License-Identifier: MIT
#include "reports/text_parts.hpp"

namespace audit::reports {

using findings::Status;

Style style_of(Status status) {
  switch (status) {
    case Status::overdue:
    case Status::failed:
      return Style::red;
    case Status::late:
      return Style::yellow;
    case Status::upcoming:
      return Style::cyan;
    case Status::met:
      return Style::green;
    case Status::pending:
      break;
  }
  return Style::plain;
}

}  // namespace audit::reports
