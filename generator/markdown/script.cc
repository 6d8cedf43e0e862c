#include "markdown/script.h"

#include <duktape.h>

#include <cstdlib>
#include <cstring>
#include <exception>
#include <vector>

namespace loci {

namespace {

// What Duktape's allocations and its clock of instructions are charged to.
struct Account {
  std::size_t memory_limit = 0;
  std::size_t memory = 0;
  std::uint32_t ticks_left = 0;
  bool refused_memory = false;
  bool over = false;
  bool in_call = false;  // not while the script itself is being read
};

// Each block carries its size in front of it; the rest stays aligned for any type.
constexpr std::size_t header = alignof(std::max_align_t);

void* allocate(void* data, std::size_t size) {
  auto& account = *static_cast<Account*>(data);
  if (size == 0) return nullptr;
  if (size > account.memory_limit || account.memory + size > account.memory_limit) {
    account.refused_memory = true;
    return nullptr;
  }
  auto* block = static_cast<unsigned char*>(std::malloc(size + header));
  if (block == nullptr) return nullptr;
  std::memcpy(block, &size, sizeof size);
  account.memory += size;
  return block + header;
}

void release(void* data, void* pointer) {
  if (pointer == nullptr) return;
  unsigned char* block = static_cast<unsigned char*>(pointer) - header;
  std::size_t size = 0;
  std::memcpy(&size, block, sizeof size);
  static_cast<Account*>(data)->memory -= size;
  std::free(block);
}

void* reallocate(void* data, void* pointer, std::size_t size) {
  if (pointer == nullptr) return allocate(data, size);
  if (size == 0) {
    release(data, pointer);
    return nullptr;
  }
  auto& account = *static_cast<Account*>(data);
  unsigned char* block = static_cast<unsigned char*>(pointer) - header;
  std::size_t old_size = 0;
  std::memcpy(&old_size, block, sizeof old_size);
  if (size > account.memory_limit || account.memory - old_size + size > account.memory_limit) {
    account.refused_memory = true;
    return nullptr;
  }
  auto* grown = static_cast<unsigned char*>(std::realloc(block, size + header));
  if (grown == nullptr) return nullptr;
  std::memcpy(grown, &size, sizeof size);
  account.memory = account.memory - old_size + size;
  return grown + header;
}

// Only an error outside every protected call comes here: a bug of ours.
[[noreturn]] void give_up(void*, const char*) { std::terminate(); }

// Scripts count in UTF-16: a character beyond U+FFFF goes in as its two surrogates, three bytes each, and comes out so.
std::string to_surrogates(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0xF0 || at + 3 >= text.size()) {
      out += text[at];
      continue;
    }
    const auto low_bits = [&](std::size_t i) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + i]) & 0x3FU);
    };
    const std::uint32_t point =
        ((byte & 7U) << 18 | low_bits(1) << 12 | low_bits(2) << 6 | low_bits(3)) - 0x10000;
    for (const std::uint32_t unit : {0xD800 + (point >> 10), 0xDC00 + (point & 0x3FF)}) {
      out += static_cast<char>(0xE0 | unit >> 12);
      out += static_cast<char>(0x80 | (unit >> 6 & 0x3F));
      out += static_cast<char>(0x80 | (unit & 0x3F));
    }
    at += 3;
  }
  return out;
}

// A surrogate without its other half is no character.
std::string from_surrogates(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const auto is_surrogate = [&](std::size_t at, unsigned low, unsigned high) {
    if (at + 2 >= text.size() || static_cast<unsigned char>(text[at]) != 0xED) return false;
    const auto second = static_cast<unsigned char>(text[at + 1]);
    return second >= low && second <= high;
  };
  const auto ten_bits = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at + 1]) & 0x0FU) << 6 |
           (static_cast<unsigned char>(text[at + 2]) & 0x3FU);
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_surrogate(at, 0xA0, 0xBF)) {
      out += text[at];
      continue;
    }
    if (!is_surrogate(at, 0xA0, 0xAF) || !is_surrogate(at + 3, 0xB0, 0xBF)) {
      out += "\xEF\xBF\xBD";
      at += 2;
      continue;
    }
    const std::uint32_t point = 0x10000 + (ten_bits(at) << 10 | ten_bits(at + 3));
    out += static_cast<char>(0xF0 | point >> 18);
    out += static_cast<char>(0x80 | (point >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
    at += 5;
  }
  return out;
}

// What a protected call is given. Duktape leaves by longjmp, past destructors: the callbacks own nothing.
struct Request {
  std::string_view source;
  const char* function = nullptr;
  const std::vector<std::string>* arguments = nullptr;
};

duk_ret_t run_source(duk_context* context, void* data) {
  const auto& request = *static_cast<const Request*>(data);
  duk_compile_lstring(context, DUK_COMPILE_EVAL, request.source.data(), request.source.size());
  duk_call(context, 0);
  return 1;
}

duk_ret_t call_function(duk_context* context, void* data) {
  const auto& request = *static_cast<const Request*>(data);
  duk_get_global_string(context, request.function);
  for (const std::string& argument : *request.arguments)
    duk_push_lstring(context, argument.data(), argument.size());
  duk_call(context, static_cast<duk_idx_t>(request.arguments->size()));
  duk_require_string(context, -1);
  return 1;
}

// The error of a failed call as text; a getter or toString of the script could throw again.
duk_ret_t describe_error(duk_context* context, void*) {
  duk_to_string(context, -1);
  return 1;
}

std::string top_text(duk_context* context) {
  duk_size_t size = 0;
  const char* text = duk_get_lstring(context, -1, &size);
  return text == nullptr ? std::string() : from_surrogates({text, size});
}

}  // namespace

// Called by the interpreter (cmake/duktape/bounded.c). Once it has said so, it goes on saying so until the call has ended.
extern "C" int loci_script_is_over(void* data) {
  auto& account = *static_cast<Account*>(data);
  // At the limit itself each allocation is tried again after a collection of the whole heap, ten times: seconds go by. So a call
  // that has come half the way is stopped here.
  if (account.in_call && account.memory > account.memory_limit / 2) {
    account.refused_memory = true;
    return 1;
  }
  if (account.ticks_left > 0) {
    --account.ticks_left;
    return 0;
  }
  account.over = true;
  return 1;
}

struct Script::Engine {
  Account account;
  ScriptLimits limits;
  duk_context* context = nullptr;

  ~Engine() {
    if (context != nullptr) duk_destroy_heap(context);
  }
};

Script::Script(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
Script::~Script() = default;

std::unique_ptr<Script> Script::start(std::string_view source, const ScriptLimits& limits) {
  auto engine = std::make_unique<Engine>();
  engine->limits = limits;
  engine->account.memory_limit = limits.memory;
  engine->account.ticks_left = ~std::uint32_t{0};  // our own script, which ends
  engine->context = duk_create_heap(allocate, reallocate, release, &engine->account, give_up);
  if (engine->context == nullptr) return nullptr;
  Request request;
  request.source = source;
  if (duk_safe_call(engine->context, run_source, &request, 0, 1) != DUK_EXEC_SUCCESS)
    return nullptr;
  duk_pop(engine->context);
  return std::unique_ptr<Script>(new Script(std::move(engine)));
}

ScriptAnswer Script::call(const char* function, std::initializer_list<std::string_view> arguments) {
  Account& account = engine_->account;
  duk_context* context = engine_->context;
  std::vector<std::string> given;
  for (const std::string_view argument : arguments) given.push_back(to_surrogates(argument));
  Request request;
  request.function = function;
  request.arguments = &given;
  account.ticks_left = engine_->limits.ticks;
  account.over = false;
  account.refused_memory = false;
  account.in_call = true;
  used_ = true;

  ScriptAnswer answer;
  if (duk_safe_call(context, call_function, &request, 0, 1) == DUK_EXEC_SUCCESS) {
    answer.text = top_text(context);
    duk_pop(context);
    return answer;
  }
  answer.end = account.refused_memory ? ScriptEnd::out_of_memory
               : account.over         ? ScriptEnd::out_of_time
                                      : ScriptEnd::thrown;
  if (answer.end == ScriptEnd::thrown) {
    if (duk_safe_call(context, describe_error, nullptr, 1, 1) == DUK_EXEC_SUCCESS)
      answer.text = top_text(context);
  }
  duk_pop(context);
  return answer;
}

}  // namespace loci
