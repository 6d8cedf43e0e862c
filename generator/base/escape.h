// The only place that escapes. A value that came from a note, a file name or a query passes through
// one of these on its way into HTML, a script, an address or XML.
//
// Each has an append_ form that adds to a string and costs no copy.
#pragma once

#include <string>
#include <string_view>

namespace loci {

// Text and attribute values alike: & < > " ' are all escaped, so that a value is safe wherever it
// stands.
std::string escape_html(std::string_view text);
void append_html(std::string& out, std::string_view text);

// A JSON string with its quotes. Bad UTF-8 must not come here.
std::string json_string(std::string_view text);
void append_json(std::string& out, std::string_view text);

// As json_string, safe inside <script>: < > & and U+2028, U+2029 are written \uXXXX.
std::string json_for_script(std::string_view text);
void append_json_for_script(std::string& out, std::string_view text);

// Makes finished JSON (or any text where these characters occur in strings only) safe inside
// <script>.
std::string script_safe(std::string_view json);

// A classic script that hands finished JSON to the page: loci.provide("search/router",'…'). Single
// quotes, so that those of JSON need no escape.
std::string data_script(std::string_view name, std::string_view json);

// The way back: what a data_script hands over. Empty name: it is no such script.
struct ScriptData {
  std::string name;
  std::string json;
};
ScriptData read_data_script(std::string_view script);

// A path for an href: '/' stays, letters, digits and -._~!$()*+,;=@ stay, all else is %XX. A ':' is
// encoded, so that no relative path is read as a scheme. The result still passes escape_html in an
// attribute.
std::string percent_encode_path(std::string_view path);
void append_percent_encoded_path(std::string& out, std::string_view path);
std::string percent_encode_component(
    std::string_view text);  // for a query's value: '/' is encoded too

// "%20" -> " "; a '%' that is not followed by two hex digits stays.
std::string percent_decode(std::string_view text);

// XML text and attributes. Characters that XML 1.0 cannot carry become U+FFFD.
std::string escape_xml(std::string_view text);
void append_xml(std::string& out, std::string_view text);

}  // namespace loci
