// ".loci-manifest" in the output folder: what Loci wrote there, so that nothing else is ever
// deleted.
//
//     {"loci":1,"files":{"index.html":"9f86d081884c7d65"}}
//
// path -> XXH3 of its bytes; "" while it is being written
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace loci {

constexpr std::string_view manifest_name = ".loci-manifest";

struct Manifest {
  std::map<std::string, std::string, std::less<>> files;

  friend bool operator==(const Manifest&, const Manifest&) = default;
};

std::string write_manifest(const Manifest& manifest);

// nullopt: this is not a manifest. Paths that would lead out of the folder are not taken over: such
// a file was not ours.
std::optional<Manifest> read_manifest(std::string_view text);

}  // namespace loci
