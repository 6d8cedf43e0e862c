// A script engine (Duktape) that runs one script of ours with bounds: what it is given to work on may be hostile.
//
//     std::unique_ptr<Script> script = Script::start(source, {.memory = 64 << 20, .ticks = 200});
//     ScriptAnswer answer = script->call("loci_tex", {"x^2", "", ""});
//
// Time is counted in ticks, each a quarter of a million instructions (some milliseconds), not by a clock: what is stopped on a
// slow machine is stopped on a fast one. A used engine may be nearer to its bounds than a fresh one, never further away.
// An engine belongs to one thread at a time. cmake/duktape/bounded.c builds the library with the check that is used here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace loci {

struct ScriptLimits {
  std::size_t memory =
      0;  // bytes, of the whole engine; a call is stopped when half of them are in use
  std::uint32_t ticks = 0;  // of one call
};

enum class ScriptEnd : std::uint8_t {
  value,          // it returned
  thrown,         // it threw; the text is the error's
  out_of_time,    // it was stopped
  out_of_memory,  // it was stopped
};

struct ScriptAnswer {
  ScriptEnd end = ScriptEnd::value;
  std::string text;  // UTF-8
};

class Script {
 public:
  // Runs `source` once. Null: it could not be run.
  static std::unique_ptr<Script> start(std::string_view source, const ScriptLimits& limits);
  ~Script();
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;

  // A global function of the script, given strings (UTF-8) and returning one.
  ScriptAnswer call(const char* function, std::initializer_list<std::string_view> arguments);

  bool is_used() const { return used_; }

 private:
  struct Engine;
  explicit Script(std::unique_ptr<Engine> engine);

  std::unique_ptr<Engine> engine_;
  bool used_ = false;
};

}  // namespace loci
