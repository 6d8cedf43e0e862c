// Alea, a small random number generator seeded by a text (Johannes Baagøe, 2010), with the Mash
// hash.
//
// The scheduler uses its first output to spread the intervals of cards ("fuzz"). It is here because
// the browser's scheduler uses the same generator: the same seed must give the same interval on
// every device.
//
//     Alea("c-7f3k2m9q_4").next();      // in [0, 1), the same double in C++ and JavaScript
#pragma once

#include <string_view>

namespace loci {

class Alea {
 public:
  // The hash reads UTF-16 units, as JavaScript strings have them; `seed` is UTF-8. Card ids are
  // ASCII, so both agree.
  explicit Alea(std::string_view seed);

  double next();

 private:
  double carry_ = 1;
  double state_[3];
};

}  // namespace loci
