#include "base/escape.h"

#include <array>
#include <cstdint>

#include "base/byte_search.h"

namespace loci {

namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

std::string_view html_entity(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

void append_code_unit(std::string& out, unsigned unit) {
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += "0123456789abcdef"[(unit >> shift) & 15];
}

// U+2028 and U+2029 end a line in old JavaScript even inside a string: E2 80 A8 and E2 80 A9.
bool is_line_separator(std::string_view text, std::size_t at) {
  return text.size() - at >= 3 && text[at] == '\xE2' && text[at + 1] == '\x80' &&
         (text[at + 2] == '\xA8' || text[at + 2] == '\xA9');
}

enum class For { json, script };

template <For use>
void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t copied = 0;
  const auto next = [text](std::size_t from) {
    return use == For::script
               ? find_byte<true, '"', '\\', '\x7F', '<', '>', '&', '\xE2'>(text, from)
               : find_byte<true, '"', '\\', '\x7F'>(text, from);
  };
  for (std::size_t at = next(0); at < text.size(); at = next(at + 1)) {
    const char c = text[at];
    const bool separator = use == For::script && c == '\xE2' && is_line_separator(text, at);
    if (c == '\xE2' && !separator) continue;
    out += text.substr(copied, at - copied);
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (separator) {
          append_code_unit(out, text[at + 2] == '\xA8' ? 0x2028 : 0x2029);
          at += 2;
        } else {
          append_code_unit(out, static_cast<unsigned char>(c));
        }
    }
    copied = at + 1;
  }
  out += text.substr(copied);
  out += '"';
}

constexpr std::array<bool, 256> make_unreserved(std::string_view extra) {
  std::array<bool, 256> keep{};
  for (unsigned c = '0'; c <= '9'; ++c) keep[c] = true;
  for (unsigned c = 'a'; c <= 'z'; ++c) keep[c] = keep[c - 'a' + 'A'] = true;
  for (const char c : extra) keep[static_cast<unsigned char>(c)] = true;
  return keep;
}

void append_percent_encoded(std::string& out, std::string_view text,
                            const std::array<bool, 256>& keep) {
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (keep[byte]) continue;
    out.append(text, copied, at - copied);
    copied = at + 1;
    out += '%';
    out += hex_digits[byte >> 4];
    out += hex_digits[byte & 15];
  }
  out.append(text, copied);
}

constexpr std::array<bool, 256> kept_in_paths = make_unreserved("/-._~!$()*+,;=@");
constexpr std::array<bool, 256> kept_in_components = make_unreserved("-._~");

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

void append_html(std::string& out, std::string_view text) {
  std::size_t copied = 0;
  const auto next = [text](std::size_t from) {
    return find_byte<false, '&', '<', '>', '"', '\''>(text, from);
  };
  for (std::size_t at = next(0); at < text.size(); at = next(at + 1)) {
    out += text.substr(copied, at - copied);
    out += html_entity(text[at]);
    copied = at + 1;
  }
  out += text.substr(copied);
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  append_html(out, text);
  return out;
}

void append_json(std::string& out, std::string_view text) {
  append_json_string<For::json>(out, text);
}

std::string json_string(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  append_json(out, text);
  return out;
}

void append_json_for_script(std::string& out, std::string_view text) {
  append_json_string<For::script>(out, text);
}

std::string json_for_script(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  append_json_for_script(out, text);
  return out;
}

std::string script_safe(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (c == '<' || c == '>' || c == '&') {
      append_code_unit(out, static_cast<unsigned char>(c));
    } else if (c == '\xE2' && is_line_separator(json, at)) {
      append_code_unit(out, json[at + 2] == '\xA8' ? 0x2028 : 0x2029);
      at += 2;
    } else {
      out += c;
    }
  }
  return out;
}

std::string data_script(std::string_view name, std::string_view json) {
  std::string script;
  script.reserve(json.size() + json.size() / 64 + name.size() + 32);
  script += "loci.provide(\"";
  script += name;
  script += "\",'";
  std::size_t copied = 0;
  const auto next = [json](std::size_t from) {
    return find_byte<false, '\\', '\'', '\xE2'>(json, from);
  };
  for (std::size_t at = next(0); at < json.size(); at = next(at + 1)) {
    const bool separator = json[at] == '\xE2';
    if (separator && !is_line_separator(json, at)) continue;
    script += json.substr(copied, at - copied);
    if (separator) {
      append_code_unit(script, json[at + 2] == '\xA8' ? 0x2028 : 0x2029);
      at += 2;
      copied = at + 1;
    } else {
      script += '\\';
      copied = at;
    }
  }
  script += json.substr(copied);
  script += "');\n";
  return script;
}

ScriptData read_data_script(std::string_view script) {
  constexpr std::string_view begin = "loci.provide(\"";
  constexpr std::string_view between = "\",'";
  constexpr std::string_view end = "');\n";
  if (!script.starts_with(begin) || !script.ends_with(end)) return {};
  script = script.substr(begin.size(), script.size() - begin.size() - end.size());
  const std::size_t middle = script.find(between);
  if (middle == std::string_view::npos) return {};
  ScriptData data;
  data.name = script.substr(0, middle);
  script = script.substr(middle + between.size());
  data.json.reserve(script.size());
  for (std::size_t at = 0; at < script.size(); ++at) {
    // A line separator, written \u2028, stands in a string of the JSON, where that is an escape too.
    if (script[at] == '\\' && at + 1 < script.size() && script[at + 1] != 'u') ++at;
    data.json += script[at];
  }
  return data;
}

void append_percent_encoded_path(std::string& out, std::string_view path) {
  append_percent_encoded(out, path, kept_in_paths);
}

std::string percent_encode_path(std::string_view path) {
  std::string out;
  out.reserve(path.size());
  append_percent_encoded_path(out, path);
  return out;
}

std::string percent_encode_component(std::string_view text) {
  std::string out;
  append_percent_encoded(out, text, kept_in_components);
  return out;
}

std::string percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size()) {
      const int high = hex_value(text[at + 1]);
      const int low = hex_value(text[at + 2]);
      if (high >= 0 && low >= 0) {
        out += static_cast<char>(high * 16 + low);
        at += 2;
        continue;
      }
    }
    out += text[at];
  }
  return out;
}

void append_xml(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const std::string_view entity = html_entity(c);
    if (!entity.empty()) {
      out += entity;
    } else if ((static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') ||
               (c == '\xEF' && text.size() - at >= 3 && text[at + 1] == '\xBF' &&
                (text[at + 2] == '\xBE' || text[at + 2] == '\xBF'))) {
      out += "\xEF\xBF\xBD";
      if (c == '\xEF') at += 2;  // U+FFFE and U+FFFF are three bytes
    } else {
      out += c;
    }
  }
}

std::string escape_xml(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  append_xml(out, text);
  return out;
}

}  // namespace loci
