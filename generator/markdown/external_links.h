// What is wrong with the address of another host, as far as its text tells. No network is asked. Only what is certainly not
// meant is a fault; browsers guess at some of it, each page's address its own way.
//
//     external_fault("https:///x")       "it names no host"
//     external_fault("htp://a.org")      "'htp' is no scheme"; did you mean 'http'?
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace loci {

struct ExternalFault {
  std::string reason;  // completes "the address 'x' leads nowhere: …"
  std::string hint;    // what to write, or empty
};

// `url`: with a scheme, or what looks as if one had been meant ("www.a.org", "http//a.org").
std::optional<ExternalFault> external_fault(std::string_view url);

}  // namespace loci
