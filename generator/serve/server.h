// `loci serve`: the built site on http://127.0.0.1, rendered when asked for, with live reload and a place to save reviews.
// For one person at one machine; not a server for the internet.
//
// One port. GET /__loci/events is a stream of server-sent events; GET and POST /__loci/reviews is serve/reviews.h; all else is
// looked up in the plan of outputs. serve/policy.h decides what is answered.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "serve/preview.h"
#include "source/config.h"
#include "source/file_system.h"

namespace loci {

struct ServeOptions {
  std::string root;  // absolute path of the project
  ConfigOverrides overrides;
  std::string host = "127.0.0.1";
  int port = 4000;  // the next free one of twenty is taken when it is busy
  std::string
      token;  // unguessable, new at each start; the caller draws it (the library has no randomness)
  bool poll = false;  // look for changes instead of being told: network folders

  // Called once the server answers, with "http://127.0.0.1:4000/" and the first build.
  std::function<void(const std::string& address, const Preview& first)> started;
  // Called after each later build.
  std::function<void(const Preview& preview)> rebuilt;
};

// Runs until `stop` is true. Errors: no free port, an address that is not this machine's, a project that cannot be read.
Status serve(const ServeOptions& options, FileSystem& files, const std::atomic<bool>& stop);

}  // namespace loci
