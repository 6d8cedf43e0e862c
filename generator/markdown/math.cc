#include "markdown/math.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/text.h"
#include "markdown/mathml.h"
#include "markdown/script.h"

extern "C" {
extern const char loci_tex_script[];  // embedded by cmake/mathematics.cmake
extern const char loci_tex_script_end[];
}

namespace loci {

namespace {

// An engine with temml in it holds 8 MB. 100 ticks are about half a second; a sum of 1,500 terms takes half of them.
constexpr ScriptLimits limits = {48U << 20, 100};

// What a large vault's formulas come to several times over.
constexpr std::size_t most_kept_bytes = 32U << 20;

// Engines that no thread is using. There are never more than threads that worked on formulas at one time.
class Engines {
 public:
  std::unique_ptr<Script> take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return nullptr;
    std::unique_ptr<Script> engine = std::move(free_.back());
    free_.pop_back();
    return engine;
  }

  void give_back(std::unique_ptr<Script> engine) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(engine));
  }

  static std::unique_ptr<Script> make() {
    return Script::start({loci_tex_script, loci_tex_script_end}, limits);
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Script>> free_;
};

class Results {
 public:
  std::shared_ptr<const Mathematics> find(const std::string& key) const {
    const std::shared_lock lock(mutex_);
    const auto found = kept_.find(key);
    return found == kept_.end() ? nullptr : found->second;
  }

  void keep(std::string key, std::shared_ptr<const Mathematics> result) {
    const std::unique_lock lock(mutex_);
    bytes_ += key.size() + result->html.size() + result->error.size() + 200;
    if (bytes_ > most_kept_bytes) {
      kept_.clear();
      bytes_ = 0;
    }
    kept_.emplace(std::move(key), std::move(result));
  }

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const Mathematics>> kept_;  // looked up only
  std::size_t bytes_ = 0;
};

// Never destroyed: threads may outlive main, and taking engines apart takes time.
Engines& engines() {
  static Engines& only = *new Engines;
  return only;
}

Results& results() {
  static Results& only = *new Results;
  return only;
}

// An engine that was used may stand nearer to its bounds than a fresh one; so that the answer depends on the formula alone,
// what fails for a bound is tried once more in a fresh engine, and that answer holds.
ScriptAnswer ask(const Formula& formula) {
  for (;;) {
    std::unique_ptr<Script> engine = engines().take();
    if (!engine) engine = Engines::make();
    if (!engine) return {ScriptEnd::thrown, "the script engine did not start"};
    const bool was_used = engine->is_used();
    ScriptAnswer answer =
        engine->call("loci_tex", {formula.tex, formula.display ? "1" : "", formula.preamble});
    if (answer.end == ScriptEnd::value) {
      engines().give_back(std::move(engine));
      return answer;
    }
    if (!was_used) return answer;
  }
}

// The place in bytes of what is `units` UTF-16 units into the text.
std::uint32_t byte_offset(std::string_view text, std::size_t units) {
  std::size_t at = 0;
  while (at < text.size() && units > 0) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    units -= std::min<std::size_t>(units, length == 4 ? 2 : 1);
    at += length;
  }
  return static_cast<std::uint32_t>(std::min(at, text.size()));
}

Mathematics failed(std::string error) {
  Mathematics result;
  result.error = std::move(error);
  return result;
}

Mathematics refused(std::string error) {
  Mathematics result = failed(std::move(error));
  result.refused = true;
  return result;
}

// "E12\nUndefined control sequence: \foo"
Mathematics parse_error(std::string_view answer, std::string_view tex) {
  const std::size_t line_end = std::min(answer.find('\n'), answer.size());
  Mathematics result;
  std::string_view message = trim(answer.substr(std::min(line_end + 1, answer.size())));
  while (message.ends_with('.')) message.remove_suffix(1);
  result.error = message.empty() ? "it is not TeX mathematics" : std::string(message);
  for (const std::string_view unknown :
       {"Unsupported function name: ", "Undefined control sequence: "}) {
    if (message.starts_with(unknown))
      result.error =
          "'" + std::string(message.substr(unknown.size())) + "' is not a command that is known";
  }
  if (result.error.size() > 1 && !(result.error[1] >= 'A' && result.error[1] <= 'Z'))
    result.error[0] = ascii_lower(result.error.substr(0, 1))[0];
  const std::optional<std::int64_t> units = parse_integer(answer.substr(0, line_end));
  if (units && *units >= 0) result.offset = byte_offset(tex, static_cast<std::size_t>(*units));
  // "Too many expansions: infinite loop or need to increase maxExpand setting"
  if (result.error.starts_with("too many expansions")) {
    result.error = "its commands are expanded more than 1,000 times";
    result.refused = true;
  }
  return result;
}

Mathematics convert(const Formula& formula) {
  if (formula.tex.size() > max_formula_bytes)
    return refused("it is longer than " + thousands(max_formula_bytes) + " bytes");
  const ScriptAnswer answer = ask(formula);
  switch (answer.end) {
    case ScriptEnd::out_of_time:
      return refused("it takes too long to read");
    case ScriptEnd::out_of_memory:
      return refused("it takes too much memory");
    case ScriptEnd::thrown:
      // A RangeError of the engine: its stack is full.
      if (answer.text.starts_with("RangeError")) return refused("it is nested too deeply");
      return failed("it cannot be read (" + shorten(answer.text, 100) + ")");
    case ScriptEnd::value:
      break;
  }
  const std::string_view text = answer.text;
  if (!text.starts_with('M'))
    return parse_error(text.substr(std::min<std::size_t>(1, text.size())), formula.tex);
  std::optional<std::string> html = clean_mathml(text.substr(1), formula.tex);
  if (!html) return failed("it makes use of something that is not MathML");
  Mathematics result;
  result.html = std::move(*html);
  return result;
}

}  // namespace

std::shared_ptr<const Mathematics> to_mathml(const Formula& formula) {
  std::string key;
  key.reserve(formula.tex.size() + formula.preamble.size() + 2);
  key += formula.display ? 'D' : 'I';
  key += formula.tex;
  key += '\0';
  key += formula.preamble;
  if (std::shared_ptr<const Mathematics> known = results().find(key)) return known;
  auto result = std::make_shared<const Mathematics>(convert(formula));
  results().keep(std::move(key), result);
  return result;
}

bool defines_commands(std::string_view tex) {
  constexpr std::array<std::string_view, 9> commands = {
      "\\newcommand", "\\renewcommand", "\\providecommand", "\\def", "\\gdef", "\\edef",
      "\\xdef",       "\\let",          "\\Declare"};
  return std::any_of(commands.begin(), commands.end(),
                     [&](std::string_view command) {
                       return tex.find(command) != std::string_view::npos;
                     }) ||
         tex.find("\\definecolor") != std::string_view::npos;
}

}  // namespace loci
