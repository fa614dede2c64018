// SPDX-License-Identifier: MIT
#pragma once

#include <doctest/doctest.h>

#include <vector>

// Lists in failure messages, an item a line.
template <typename T>
struct doctest::StringMaker<std::vector<T>> {
  static String convert(const std::vector<T>& list) {
    String text = "[";
    for (const T& item : list) text = text + "\n    " + toString(item);
    return text + "]";
  }
};
