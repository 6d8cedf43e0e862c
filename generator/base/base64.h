// Bytes as text: RFC 4648, with '+', '/' and padding, as data: addresses and policies of pages write it.
//
//     base64("lock")     "bG9jaw=="
#pragma once

#include <string>
#include <string_view>

namespace loci {

std::string base64(std::string_view bytes);
void append_base64(std::string& out, std::string_view bytes);

}  // namespace loci
