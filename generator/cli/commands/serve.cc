#include "serve/server.h"

#include <spawn.h>

#include <array>
#include <cstddef>

#include "base/hash.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/keep_histories.h"
#include "cli/stop_on_signal.h"

extern char** environ;

namespace loci {

namespace {

// Asks the desktop to show the address; says nothing when there is none.
void open_in_browser(std::string address) {
  posix_spawnattr_t attributes;
  if (::posix_spawnattr_init(&attributes) != 0) return;
  sigset_t none;
  sigemptyset(&none);
  ::posix_spawnattr_setsigmask(&attributes, &none);  // the browser shall hear its own signals
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  for (std::string opener : {"xdg-open", "open"}) {
    std::array<char*, 3> arguments = {opener.data(), address.data(), nullptr};
    pid_t child = 0;
    if (::posix_spawnp(&child, opener.c_str(), nullptr, &attributes, arguments.data(), environ) ==
        0)
      break;
  }
  ::posix_spawnattr_destroy(&attributes);
}

bool is_this_machine_only(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

std::string change_line(const Preview& preview) {
  std::string line = "✓ ";
  if (preview.changed.empty()) {
    line += "settings or templates";
  } else {
    line += preview.changed.front();
    if (preview.changed.size() > 1)
      line += " and " + thousands(preview.changed.size() - 1) + " more";
  }
  return line + " · " + duration_text(preview.milliseconds) + "\n";
}

}  // namespace

ExitCode run_serve(const Options& options, const Surroundings& surroundings) {
  Result<std::string> root = project_root(options, surroundings);
  if (!root) return report(root.error(), surroundings);
  if (!is_this_machine_only(options.host)) {
    surroundings.err("warning: with --host " + options.host +
                     " others on the network can read these notes\n");
  }
  const StopOnSignal signals;

  std::array<std::byte, 24> secret{};
  surroundings.random(secret);
  ServeOptions serving;
  serving.root = *root;
  serving.overrides = absolute_overrides(options, surroundings);
  serving.host = options.host;
  serving.port = options.port;
  serving.poll = options.poll;
  serving.token =
      to_hex(std::span(reinterpret_cast<const std::uint8_t*>(secret.data()), secret.size()));
  // Histories follow their cards; what was reviewed since the last build is known by that one.
  std::shared_ptr<const SiteBuild> last;
  const auto keep = [&](const Preview& preview) {
    for (const std::shared_ptr<const SiteBuild>& build : {last, preview.build}) {
      if (!build) continue;
      const Status kept = keep_histories(list_cards(build->site), build->config, surroundings);
      if (!kept) surroundings.err("warning: " + kept.error().message + "\n");
    }
    last = preview.build;
  };
  serving.started = [&](const std::string& address, const Preview& first) {
    surroundings.err(first.problems);
    keep(first);
    std::string text;
    if (!options.quiet && first.build) {
      text += program_name_text() + " · " + counts_text(*first.build) + " · built in " +
              duration_text(first.milliseconds) + "\n";
    }
    text += address + "\n";
    if (!options.quiet) text += "watching " + *root + "\nCtrl+C to stop\n";
    surroundings.out(text);
    surroundings.flush();  // whoever reads a pipe waits for the address
    if (options.open_browser) open_in_browser(address);
  };
  serving.rebuilt = [&](const Preview& preview) {
    surroundings.err(preview.problems);
    keep(preview);
    if (!options.quiet) surroundings.out(change_line(preview));
    surroundings.flush();
  };
  const Status served = serve(serving, *surroundings.files, signals.stop());
  if (!served) return report(served.error(), surroundings);
  return ExitCode::fine;
}

}  // namespace loci
