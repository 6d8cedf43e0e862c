// One line of the log as an event. Only study/event_log reads this; others use study/event_log.h.
//
// Logs hold hundreds of thousands of lines and are read at every start, so this is a scanner of its
// own and allocates nothing for an ordinary line. It accepts exactly the JSON objects, and steps
// over what it does not know.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include "study/event_log.h"

namespace loci {

struct ScannedEvent {
  Event event;
  std::size_t length = 0;      // bytes of `text` that the object took; 0: it is not one
  std::string_view complaint;  // why it is not an event; empty: it is
};

// Reads the object at the beginning of `text`. Strings with escapes are decoded into `arena`.
ScannedEvent scan_event(std::string_view text, std::deque<std::string>& arena);

// The same, without the short way for the lines that Loci itself writes. For the test that both agree.
ScannedEvent scan_any_event(std::string_view text, std::deque<std::string>& arena);

}  // namespace loci
